"""V056-V067: what the supervision may ask for is marked when it is written, and what is not relevant says why."""

import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
import simple_history.models
from django.conf import settings
from django.db import migrations, models


# A sealed empty text is 29 bytes long: version, nonce and tag.
FORWARD = """
ALTER TABLE sanktion_materialwaiver ADD CONSTRAINT waiver_has_reason CHECK (octet_length(reason) > 29);

CREATE FUNCTION sanktion_waiver_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.kind, NEW.reason, NEW.by_id, NEW.at)
        IS DISTINCT FROM (OLD.case_id, OLD.kind, OLD.reason, OLD.by_id, OLD.at)
    THEN
        RAISE EXCEPTION 'Begrundelsen for, at materialet ikke er relevant, kan kun trækkes tilbage.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'Det, der er trukket tilbage, kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER waiver_guard BEFORE UPDATE ON sanktion_materialwaiver
    FOR EACH ROW EXECUTE FUNCTION sanktion_waiver_guard();
CREATE TRIGGER waiver_stays BEFORE DELETE ON sanktion_materialwaiver
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_casematerial
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

REVERSE = """
DROP TRIGGER append_only ON sanktion_casematerial;
DROP TRIGGER waiver_stays ON sanktion_materialwaiver;
DROP TRIGGER waiver_guard ON sanktion_materialwaiver;
DROP FUNCTION sanktion_waiver_guard();
ALTER TABLE sanktion_materialwaiver DROP CONSTRAINT waiver_has_reason;
"""

# What is in the cases already: their events (1), documents, assessments (3), decisions (4) and attempts at contact (2).
FILL = """
INSERT INTO sanktion_casematerial (case_id, kind)
SELECT id, 1 FROM sanktion_case
UNION SELECT case_id, kind FROM sanktion_casedocument
UNION SELECT case_id, 3 FROM sanktion_assessment
UNION SELECT case_id, 4 FROM sanktion_decision
UNION SELECT case_id, 2 FROM sanktion_contactattempt;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0006_event_details"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseMaterial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Hændelsen"),
                            (2, "Borgerens forklaring"),
                            (3, "Rådighedsvurdering"),
                            (4, "Vurdering af sanktion eller konsekvens"),
                            (5, "Tidligere sanktioner, 12 måneder"),
                            (6, "Afgørelsen"),
                            (7, "Ydelse"),
                            (8, "Timesedler"),
                            (9, "Udbetalingsspecifikationer"),
                            (10, "Andet relevant materiale"),
                        ],
                        verbose_name="slags",
                    ),
                ),
            ],
            options={
                "verbose_name": "materiale",
                "verbose_name_plural": "materialer",
            },
        ),
        migrations.CreateModel(
            name="HistoricalMaterialWaiver",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Hændelsen"),
                            (2, "Borgerens forklaring"),
                            (3, "Rådighedsvurdering"),
                            (4, "Vurdering af sanktion eller konsekvens"),
                            (5, "Tidligere sanktioner, 12 måneder"),
                            (6, "Afgørelsen"),
                            (7, "Ydelse"),
                            (8, "Timesedler"),
                            (9, "Udbetalingsspecifikationer"),
                            (10, "Andet relevant materiale"),
                        ],
                        verbose_name="slags",
                    ),
                ),
                ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="angivet")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="trukket tilbage")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical fravalg af materiale",
                "verbose_name_plural": "historical fravalg af materiale",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MaterialWaiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Hændelsen"),
                            (2, "Borgerens forklaring"),
                            (3, "Rådighedsvurdering"),
                            (4, "Vurdering af sanktion eller konsekvens"),
                            (5, "Tidligere sanktioner, 12 måneder"),
                            (6, "Afgørelsen"),
                            (7, "Ydelse"),
                            (8, "Timesedler"),
                            (9, "Udbetalingsspecifikationer"),
                            (10, "Andet relevant materiale"),
                        ],
                        verbose_name="slags",
                    ),
                ),
                ("reason", sanktion.base.encryption.EncryptedTextField(verbose_name="begrundelse")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="angivet")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="trukket tilbage")),
            ],
            options={
                "verbose_name": "fravalg af materiale",
                "verbose_name_plural": "fravalg af materiale",
                "permissions": [("view_readiness", "Kan se andelen af tilsynsklare sager")],
            },
        ),
        migrations.AddField(
            model_name="casedocument",
            name="concerns_supervision",
            field=models.CharField(
                choices=[("yes", "Angår tilsynet"), ("no", "Angår ikke tilsynet"), ("partly", "Angår delvis tilsynet")],
                default="yes",
                max_length=10,
                verbose_name="tilsyn",
            ),
        ),
        migrations.AddConstraint(
            model_name="casedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("concerns_supervision__in", ["yes", "no", "partly"])),
                name="document_relevance_known",
            ),
        ),
        migrations.AddField(
            model_name="casematerial",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="sanktion.case"
            ),
        ),
        migrations.AddField(
            model_name="historicalmaterialwaiver",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalmaterialwaiver",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sanktion.case",
            ),
        ),
        migrations.AddField(
            model_name="historicalmaterialwaiver",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalmaterialwaiver",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="materialwaiver",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="materialwaiver",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="sanktion.case"
            ),
        ),
        migrations.AddField(
            model_name="materialwaiver",
            name="withdrawn_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="casematerial",
            constraint=models.UniqueConstraint(fields=("case", "kind"), name="case_material_once"),
        ),
        migrations.AddConstraint(
            model_name="casematerial",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])), name="case_material_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="materialwaiver",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)), fields=("case", "kind"), name="waiver_once_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="materialwaiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), models.Q(("kind", 5), _negated=True)),
                name="waiver_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="materialwaiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="waiver_withdrawn_by_someone",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
