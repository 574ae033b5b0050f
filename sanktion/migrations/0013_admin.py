"""What was changed in the set-up is added and neither changed nor deleted, not even by the owner."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0012_login"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdminChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.SlugField(db_index=False, max_length=30, verbose_name="emne")),
                ("what", models.CharField(max_length=200, verbose_name="hvad")),
                ("before", models.TextField(blank=True, verbose_name="før")),
                ("after", models.TextField(blank=True, verbose_name="efter")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ændring i opsætningen",
                "verbose_name_plural": "ændringer i opsætningen",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["subject", "-id"], name="admin_change_subject")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("what__regex", "\\S")), name="admin_change_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", ""), ("before", "")),
                            models.Q(("before", models.F("after")), _negated=True),
                            _connector="OR",
                        ),
                        name="admin_change_is_one",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_adminchange"
            " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
            "DROP TRIGGER append_only ON sanktion_adminchange",
        ),
    ]
