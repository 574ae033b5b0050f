"""The code from a telephone, and the recovery codes for when it is lost (django-otp)."""

import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from sanktion.actions.security import end_sessions, note
from sanktion.models import AuthenticatorApp, SecurityKind, User

RECOVERY_CODES = 10
# Without the letters and digits that are read as one another. Ten of them are 49 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
APP_NAME = "app"


def app_of(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).first()


@transaction.atomic
def accepts(user: User, code: str) -> bool:
    """Whether ``code`` is the app's now, or a recovery code that is then used up. Each is taken once."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    if plain.isdecimal() and len(plain) == 6:
        app = AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=True).first()
        return app is not None and app.verify_token(plain)
    device = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None or len(plain) != CODE_LENGTH or not device.verify_token(_sealed(user, plain)):
        return False
    note(SecurityKind.RECOVERY_USED, user)
    return True


@transaction.atomic
def begin(user: User) -> AuthenticatorApp:
    """A new secret that counts when a code of it has been typed; one that was begun before is dropped."""
    AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
    return AuthenticatorApp.objects.create(user=user, name=APP_NAME, confirmed=False)


def begun_by(user: User) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=False).first()


@transaction.atomic
def finish(user: User, code: str) -> list[str] | None:
    """The recovery codes, told this once; None when the code is not the new app's."""
    app = AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=False).first()
    if app is None or not app.verify_token(code):
        return None
    AuthenticatorApp.objects.filter(user=user, confirmed=True).delete()
    app.confirmed = True
    app.save(update_fields=["confirmed"])
    note(SecurityKind.FACTOR_ON, user)
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten codes; those from before no longer count."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=APP_NAME)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_sealed(user, code)) for code in codes)
    note(SecurityKind.RECOVERY_MADE, user)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def reset(user: User, *, reason: str, by: User) -> None:
    """For a colleague whose telephone is gone: asked to set it up again at the next login."""
    AuthenticatorApp.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    note(SecurityKind.FACTOR_RESET, user, by=by, reason=reason)
    end_sessions(user, by=by)


def _sealed(user: User, code: str) -> str:
    """16 characters, 64 bits, of a keyed hash: what is stored can't be typed."""
    return salted_hmac(f"sanktion.recovery.{user.pk}", code, algorithm="sha256").hexdigest()[:16]
