"""When a password was given, for a temporary one opens some days only; and why a login was refused.

Those that wait to be changed at the upgrade are given the moment of it.
"""

import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Now

REFUSED = [
    ("password", "Forkert adgangskode"),
    ("code", "Rigtig adgangskode, forkert kode"),
    ("closed", "Rigtig adgangskode, men brugeren er lukket"),
    ("lapsed", "Den midlertidige adgangskode er udløbet"),
]


class Migration(migrations.Migration):
    dependencies = [("sanktion", "0104_closing_days_removed")]

    operations = [
        migrations.AddField(
            "user",
            "password_given_at",
            models.DateTimeField(
                db_default=Now(),
                default=django.utils.timezone.now,
                editable=False,
                verbose_name="adgangskode givet",
            ),
        ),
        migrations.AddField(
            "securityevent",
            "refused",
            models.CharField(
                blank=True,
                choices=REFUSED,
                db_default="",
                default="",
                max_length=10,
                verbose_name="afvist på grund af",
            ),
        ),
        migrations.AddConstraint(
            "securityevent",
            models.CheckConstraint(
                condition=models.Q(("refused__in", ["", "password", "code", "closed", "lapsed"])),
                name="security_refused_known",
            ),
        ),
    ]
