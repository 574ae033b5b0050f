"""Sessions with their user, the second factor, and the log of logins that nobody rewrites."""

import django.db.models.deletion
import django.utils.timezone
import django_otp.plugins.otp_totp.models
import sanktion.base.encryption
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("otp_totp", "0003_add_timestamps"),
        ("sanktion", "0011_taken_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthenticatorApp",
            fields=[
                (
                    "totpdevice_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="otp_totp.totpdevice",
                    ),
                ),
                (
                    "secret",
                    sanktion.base.encryption.EncryptedTextField(
                        default=django_otp.plugins.otp_totp.models.default_key, verbose_name="hemmelighed"
                    ),
                ),
            ],
            options={
                "verbose_name": "kode fra telefon",
                "verbose_name_plural": "koder fra telefon",
            },
            bases=("otp_totp.totpdevice",),
        ),
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(db_default=False, default=False, verbose_name="skal skifte adgangskode"),
        ),
        migrations.AddField(
            model_name="user",
            name="subject",
            field=models.CharField(
                editable=False, max_length=255, null=True, unique=True, verbose_name="id hos kommunens login"
            ),
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessioner",
            },
        ),
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("login", "Logget ind"),
                            ("logout", "Logget ud"),
                            ("refused", "Afvist"),
                            ("locked", "Spærret efter for mange forsøg"),
                            ("unlocked", "Spærring ophævet"),
                            ("expired", "Logget ud, fordi tiden var gået"),
                            ("confirmed", "Bekræftet igen"),
                            ("confirm_refused", "Bekræftelse afvist"),
                            ("factor_on", "Kode fra telefon slået til"),
                            ("factor_reset", "Kode fra telefon nulstillet"),
                            ("recovery_made", "Nye nødkoder"),
                            ("recovery_used", "Nødkode brugt"),
                            ("password_changed", "Adgangskode skiftet"),
                            ("password_reset", "Adgangskode nulstillet"),
                            ("session_ended", "Session afsluttet"),
                            ("access_mapped", "Roller og teams ændret af kommunens login"),
                        ],
                        max_length=20,
                        verbose_name="hændelse",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="begrundelse")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="udført af",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="security_events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bruger",
                    ),
                ),
            ],
            options={
                "verbose_name": "login-hændelse",
                "verbose_name_plural": "login-hændelser",
                "indexes": [models.Index(fields=["user", "-at"], name="security_user_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "factor_reset"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="factor_reset_has_a_reason",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_securityevent"
            " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
            "DROP TRIGGER append_only ON sanktion_securityevent",
        ),
    ]
