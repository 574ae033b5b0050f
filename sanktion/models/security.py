"""Logins and what protects them: the log of who came in, was refused or was let in again, and the second factor."""

from base64 import b32encode

from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from sanktion.base.encryption import EncryptedTextField
from sanktion.base.identity import Refused
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.staff import User


class SecurityKind(models.TextChoices):
    LOGIN = "login", "Logget ind"
    LOGOUT = "logout", "Logget ud"
    REFUSED = "refused", "Afvist"
    LOCKED = "locked", "Spærret efter for mange forsøg"
    UNLOCKED = "unlocked", "Spærring ophævet"
    EXPIRED = "expired", "Logget ud, fordi tiden var gået"
    CONFIRMED = "confirmed", "Bekræftet igen"
    CONFIRM_REFUSED = "confirm_refused", "Bekræftelse afvist"
    FACTOR_ON = "factor_on", "Kode fra telefon slået til"
    FACTOR_RESET = "factor_reset", "Kode fra telefon nulstillet"
    RECOVERY_MADE = "recovery_made", "Nye nødkoder"
    RECOVERY_USED = "recovery_used", "Nødkode brugt"
    PASSWORD_CHANGED = "password_changed", "Adgangskode skiftet"
    PASSWORD_RESET = "password_reset", "Adgangskode nulstillet"
    SESSION_ENDED = "session_ended", "Session afsluttet"
    ACCESS_MAPPED = "access_mapped", "Roller og teams ændret af kommunens login"


class SecurityEvent(models.Model):
    """Ids alone: neither the name that was typed nor the address it came from."""

    app_role_may = APPEND_ONLY

    at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)
    kind = models.CharField("hændelse", max_length=20, choices=SecurityKind.choices)
    # Nobody, when a login was tried for somebody who is not a user.
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="security_events", verbose_name="bruger")
    # The administrator, when it was done for somebody else.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="udført af")
    reason = models.TextField("begrundelse", blank=True)
    # Shown to administrators alone: whoever is refused learns nothing from it.
    refused = models.CharField(
        "afvist på grund af", max_length=10, choices=Refused.choices, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name, verbose_name_plural = "login-hændelse", "login-hændelser"
        indexes = [models.Index(fields=["user", "-at"], name="security_user_at")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=SecurityKind.FACTOR_RESET) | ~models.Q(reason=""),
                name="factor_reset_has_a_reason",
            ),
            models.CheckConstraint(
                name="security_refused_known", condition=models.Q(refused__in=["", *Refused.values])
            ),
        ]

    def __str__(self):
        return f"Login-hændelse {self.pk}"


class AuthenticatorApp(TOTPDevice):
    """A telephone's app that makes codes (RFC 6238). Its secret is sealed; the parent's own column is never used."""

    secret = EncryptedTextField("hemmelighed", default=default_key)

    class Meta:
        verbose_name, verbose_name_plural = "kode fra telefon", "koder fra telefon"

    def __str__(self):
        return f"Kode fra telefon {self.pk}"

    @property
    def bin_key(self) -> bytes:
        return bytes.fromhex(self.secret)

    @property
    def secret_as_typed(self) -> str:
        """For an app that can't read the square: base32 in groups of four."""
        text = b32encode(self.bin_key).decode().rstrip("=")
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
