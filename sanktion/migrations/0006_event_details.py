"""V040-V051, V068: what each kind of event is asked about, and the notice it came with. The rules hold here too."""

import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION sanktion_event_details() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (NEW.details, NEW.details_pending, NEW.due_on) IS DISTINCT FROM (OLD.details, OLD.details_pending, OLD.due_on)
       AND EXISTS (SELECT 1 FROM sanktion_case WHERE event_id = OLD.id AND status IN ('decided', 'closed')) THEN
        RAISE EXCEPTION 'Sagen er afgjort. Hændelsens oplysninger kan ikke ændres.' USING ERRCODE = 'check_violation';
    END IF;
    IF jsonb_typeof(NEW.details) <> 'object' OR jsonb_path_exists(NEW.details, '$.* ? (@ == "" || @ == null)') THEN
        RAISE EXCEPTION 'En oplysning om hændelsen er tom.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 10 AND NOT NEW.details_pending AND NEW.due_on IS DISTINCT FROM
       ((NEW.details ->> 'registered_on')::date + interval '1 month')::date THEN
        RAISE EXCEPTION 'Fristen for CV på Jobnet er en måned efter tilmeldingen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A file's rows hold no details and are not held up: most inserts skip the function.
CREATE TRIGGER event_details_insert BEFORE INSERT ON sanktion_negativeevent
    FOR EACH ROW WHEN (NOT NEW.details_pending) EXECUTE FUNCTION sanktion_event_details();
CREATE TRIGGER event_details_update BEFORE UPDATE OF kind, details, details_pending, due_on ON sanktion_negativeevent
    FOR EACH ROW EXECUTE FUNCTION sanktion_event_details();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_eventnotice
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();

CREATE FUNCTION sanktion_assessment_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reasonable_ground = 'not_relevant' AND EXISTS (
        SELECT 1 FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id
        WHERE c.id = NEW.case_id AND e.kind IN (6, 8)
    ) THEN
        RAISE EXCEPTION 'Ved denne hændelse skal det vurderes, om borgeren havde en rimelig grund.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER assessment_ground BEFORE INSERT ON sanktion_assessment
    FOR EACH ROW EXECUTE FUNCTION sanktion_assessment_ground();
"""

REVERSE = """
DROP TRIGGER assessment_ground ON sanktion_assessment;
DROP FUNCTION sanktion_assessment_ground();
DROP TRIGGER append_only ON sanktion_eventnotice;
DROP TRIGGER event_details_update ON sanktion_negativeevent;
DROP TRIGGER event_details_insert ON sanktion_negativeevent;
DROP FUNCTION sanktion_event_details();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0005_identity"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventNotice",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="notice",
                        serialize=False,
                        to="sanktion.negativeevent",
                    ),
                ),
                ("data", sanktion.base.encryption.EncryptedBytesField(verbose_name="underretning")),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="modtaget"),
                ),
            ],
            options={
                "verbose_name": "underretning",
                "verbose_name_plural": "underretninger",
            },
        ),
        migrations.AddField(
            model_name="historicalnegativeevent",
            name="details",
            field=models.JSONField(
                blank=True, db_default=models.Value({}, models.JSONField()), default=dict, verbose_name="oplysninger"
            ),
        ),
        migrations.AddField(
            model_name="historicalnegativeevent",
            name="details_pending",
            field=models.BooleanField(
                db_default=True, default=True, editable=False, verbose_name="oplysninger mangler"
            ),
        ),
        migrations.AddField(
            model_name="historicalnegativeevent",
            name="due_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="frist"),
        ),
        migrations.AddField(
            model_name="negativeevent",
            name="details",
            field=models.JSONField(
                blank=True, db_default=models.Value({}, models.JSONField()), default=dict, verbose_name="oplysninger"
            ),
        ),
        migrations.AddField(
            model_name="negativeevent",
            name="details_pending",
            field=models.BooleanField(
                db_default=True, default=True, editable=False, verbose_name="oplysninger mangler"
            ),
        ),
        migrations.AddField(
            model_name="negativeevent",
            name="due_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="frist"),
        ),
        migrations.AddConstraint(
            model_name="negativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("details_pending", True),
                    models.Q(("details__has_keys", ["job"]), ("kind", 1)),
                    models.Q(("details__has_keys", ["meeting"]), ("kind", 2)),
                    models.Q(("details__has_keys", ["meeting"]), ("kind", 3)),
                    models.Q(("details__has_keys", ["form"]), ("kind", 4)),
                    models.Q(("details__has_keys", ["demanded_by", "job_orders"]), ("kind", 5)),
                    models.Q(("details__has_keys", ["employer", "ended_on"]), ("kind", 6)),
                    models.Q(("details__has_keys", ["notice_due_to", "obligation"]), ("kind", 7)),
                    models.Q(("details__has_keys", ["refused", "what"]), ("kind", 8)),
                    models.Q(("details__has_keys", ["missed", "what"]), ("kind", 9)),
                    models.Q(("details__has_keys", ["registered_on", "cv_posted"]), ("kind", 10)),
                    models.Q(("details__has_keys", ["nature"]), ("kind", 99)),
                    _connector="OR",
                ),
                name="event_details_complete",
                violation_error_message="Hændelsens oplysninger mangler.",
            ),
        ),
        migrations.AddConstraint(
            model_name="negativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("details_pending", False), models.Q(("details", {}), ("due_on__isnull", True)), _connector="OR"
                ),
                name="event_pending_is_empty",
                violation_error_message="Oplysningerne er enten udfyldt eller mangler.",
            ),
        ),
        migrations.AddConstraint(
            model_name="negativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", 10), ("due_on__isnull", True), _connector="OR"),
                name="event_due_only_for_cv",
                violation_error_message="Kun ved manglende CV beregnes en frist.",
            ),
        ),
        migrations.AddConstraint(
            model_name="negativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__isnull", True), ("occurred_on__gt", models.F("due_on")), _connector="OR"),
                name="event_after_due",
                violation_error_message="Hændelsen kan tidligst ligge dagen efter fristen.",
            ),
        ),
        migrations.AddField(
            model_name="eventnotice",
            name="received_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunSQL(FORWARD, REVERSE),
    ]
