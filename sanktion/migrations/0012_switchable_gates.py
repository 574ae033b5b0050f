"""V004: the switchable gates in front of a sanction, in the database as in ``models/gates.py`` and ``actions/gates.py``.

Periods are those that the sources give; what a lawyer must confirm says so and can be switched off until then.
"""

from datetime import date

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import sanktion.base.encryption
from django.conf import settings
from django.db import migrations, models

GUIDANCE_OF_2006 = date(2006, 12, 13)  # the oldest rules the system knows
TODAYS_ACT = date(2020, 1, 1)
STRICT_LIMITED = date(2025, 7, 1)

# (gate, valid from, source)
GATES = [
    ("guidance", TODAYS_ACT, "LAS § 35, stk. 1. Perioden skal bekræftes af jurist"),
    ("ladder", TODAYS_ACT, "Vejl. 9333/2020. Skal bekræftes af jurist"),
    ("adverse", GUIDANCE_OF_2006, "Forvaltningsloven § 19. Skal bekræftes af jurist"),
    ("strict_group", STRICT_LIMITED, "LAS § 40 a, lovforslag L 108 (2024-25). Ikrafttræden skal bekræftes af jurist"),
    (
        "effect_letter",
        GUIDANCE_OF_2006,
        "Enhedens krav: ingen sanktion med tilbagevirkende kraft. Skal bekræftes af jurist",
    ),
    ("effect_in_time", TODAYS_ACT, "LAS § 35, stk. 3. Perioden skal bekræftes af jurist"),
]
# The guidance says «all reasonable means of personal contact» and gives no numbers: each means once.
LADDER = ["letter", "phone", "sms", "email"]
LADDER_SOURCE = "Vejl. 9333/2020: alle rimelige midler. Trin og antal skal bekræftes af jurist"


def load(apps, schema_editor):
    for gate, valid_from, source in GATES:
        apps.get_model("sanktion", "GateRule").objects.create(gate=gate, valid_from=valid_from, source=source)
    apps.get_model("sanktion", "LadderRule").objects.create(
        group="activity_ready", steps=LADDER, valid_from=TODAYS_ACT, source=LADDER_SOURCE
    )


GATE_FUNCTIONS = """
CREATE FUNCTION sanktion_event_date(of_case bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT e.occurred_on FROM sanktion_case c JOIN sanktion_negativeevent e ON e.id = c.event_id WHERE c.id = of_case
$$;

CREATE FUNCTION sanktion_is_sanction(outcome text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT outcome IN ('deduction', 'reduction', 'termination', 'strict')
$$;

CREATE FUNCTION sanktion_gate_closed(asked text, event_date date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM sanktion_gaterule r
        WHERE r.gate = asked AND r.valid_from <= event_date AND (r.valid_to IS NULL OR r.valid_to >= event_date)
    ) AND coalesce((SELECT s.is_on FROM sanktion_gateswitch s WHERE s.gate = asked ORDER BY s.id DESC LIMIT 1), true)
$$;

CREATE FUNCTION sanktion_group_on(of_case bigint, event_date date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT t.group FROM sanktion_case c JOIN sanktion_targetgroupperiod t ON t.citizen_id = c.citizen_id
    WHERE c.id = of_case AND t.period @> event_date LIMIT 1
$$;

CREATE FUNCTION sanktion_ladder_length(asked text, event_date date) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT cardinality(l.steps) FROM sanktion_ladderrule l
        WHERE l.group = asked AND l.valid_from <= event_date AND (l.valid_to IS NULL OR l.valid_to >= event_date)
        ORDER BY l.valid_from DESC, l.id DESC LIMIT 1
    ), 0)
$$;

CREATE FUNCTION sanktion_latest_effect(event_date date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (date_trunc('month', event_date::timestamp) + interval '4 months' - interval '1 day')::date
$$;
"""

GATE_TRIGGERS = """
CREATE FUNCTION sanktion_facts_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    event_date date := sanktion_event_date(NEW.case_id);
    target text := sanktion_group_on(NEW.case_id, event_date);
BEGIN
    IF NOT sanktion_is_sanction(NEW.outcome) THEN
        RETURN NEW;
    END IF;
    IF sanktion_gate_closed('guidance', event_date) AND NOT EXISTS (
        SELECT 1 FROM sanktion_writtenguidance WHERE case_id = NEW.case_id AND given_on <= event_date
    ) THEN
        RAISE EXCEPTION 'Der mangler skriftlig vejledning om pligter og sanktioner, givet senest den dag, hændelsen skete.'
            USING ERRCODE = 'check_violation';
    END IF;
    -- The channels are sealed (B048): the application asks for each of them, the database for as many attempts.
    IF sanktion_gate_closed('ladder', event_date) AND sanktion_ladder_length(target, event_date) > (
        SELECT count(*) FROM sanktion_contactattempt WHERE case_id = NEW.case_id
    ) THEN
        RAISE EXCEPTION 'Kontaktforsøgene før en sanktion er ikke gjort færdige.' USING ERRCODE = 'check_violation';
    END IF;
    IF sanktion_gate_closed('strict_group', event_date) AND NEW.outcome = 'strict' AND target = 'activity_ready' THEN
        RAISE EXCEPTION 'En aktivitetsparat borger kan ikke få en skærpet rådighedssanktion.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- Triggers of one event run in the order of their names: what the gates before ask is told first.
CREATE TRIGGER decision_switchable_gate BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_facts_gate();

CREATE FUNCTION sanktion_effect_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    event_date date := sanktion_event_date(NEW.case_id);
    letter_date date := (
        SELECT (created_at AT TIME ZONE 'Europe/Copenhagen')::date FROM sanktion_casedocument WHERE id = NEW.letter_id
    );
    latest date := sanktion_latest_effect(event_date);
BEGIN
    IF NOT sanktion_is_sanction(NEW.outcome) THEN
        RETURN NEW;
    END IF;
    IF sanktion_gate_closed('effect_letter', event_date) AND NEW.effect_from < letter_date THEN
        RAISE EXCEPTION 'Afgørelsen kan ikke virke tilbage i tiden: den virker tidligst fra brevets dato.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF sanktion_gate_closed('effect_in_time', event_date) AND NEW.effect_from > latest THEN
        RAISE EXCEPTION 'Virkningen kan senest være %: tre hele kalendermåneder efter hændelsen.',
            to_char(latest, 'DD-MM-YYYY') USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_switchable_gate_of_effect BEFORE INSERT ON sanktion_decision
    FOR EACH ROW EXECUTE FUNCTION sanktion_effect_gate();

CREATE FUNCTION sanktion_guidance_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.given_on > sanktion_event_date(NEW.case_id) THEN
        RAISE EXCEPTION 'Vejledningen skal være givet senest den dag, hændelsen skete.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sanktion_casedocument WHERE id = NEW.document_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'Dokumentet ligger ikke på sagen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER guidance_guard BEFORE INSERT ON sanktion_writtenguidance
    FOR EACH ROW EXECUTE FUNCTION sanktion_guidance_guard();
"""

DROP_TRIGGERS = """
DROP TRIGGER guidance_guard ON sanktion_writtenguidance;
DROP TRIGGER decision_switchable_gate_of_effect ON sanktion_decision;
DROP TRIGGER decision_switchable_gate ON sanktion_decision;
DROP FUNCTION sanktion_guidance_guard();
DROP FUNCTION sanktion_effect_gate();
DROP FUNCTION sanktion_facts_gate();
"""

DROP_FUNCTIONS = """
DROP FUNCTION sanktion_latest_effect(date);
DROP FUNCTION sanktion_ladder_length(text, date);
DROP FUNCTION sanktion_group_on(bigint, date);
DROP FUNCTION sanktion_gate_closed(text, date);
DROP FUNCTION sanktion_is_sanction(text);
DROP FUNCTION sanktion_event_date(bigint);
"""

APPEND_ONLY = [
    "sanktion_writtenguidance",
    "sanktion_adverseinformation",
    "sanktion_gateswitch",
    "sanktion_ladderrule",
]


def _append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sanktion_append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0011_two_persons"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdverseInformation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="noteret"),
                ),
                ("content", sanktion.base.encryption.EncryptedJSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adverse_information",
                        to="sanktion.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "oplysning til ugunst",
                "verbose_name_plural": "oplysninger til ugunst",
                "ordering": ["-noted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GateRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
                (
                    "gate",
                    models.CharField(
                        choices=[
                            ("guidance", "Skriftlig vejledning"),
                            ("ladder", "Kontaktforsøg før sanktion"),
                            ("adverse", "Oplysninger, borgeren ikke er hørt om"),
                            ("strict_group", "Skærpet sanktion ved aktivitetsparate"),
                            ("effect_letter", "Virkning tidligst fra brevets dato"),
                            ("effect_in_time", "Virkning inden for tre hele måneder"),
                        ],
                        max_length=20,
                        verbose_name="spærring",
                    ),
                ),
            ],
            options={
                "verbose_name": "spærring",
                "verbose_name_plural": "spærringer",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="gaterule_valid_period",
                    ),
                    models.UniqueConstraint(fields=("gate", "valid_from"), name="gate_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gate__in",
                                ["guidance", "ladder", "adverse", "strict_group", "effect_letter", "effect_in_time"],
                            )
                        ),
                        name="gate_rule_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WrittenGuidance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_on", models.DateField(verbose_name="givet")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="registreret"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guidances", to="sanktion.case"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sanktion.casedocument",
                        verbose_name="dokument",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "skriftlig vejledning",
                "verbose_name_plural": "skriftlige vejledninger",
                "ordering": ["-given_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GateSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "gate",
                    models.CharField(
                        choices=[
                            ("guidance", "Skriftlig vejledning"),
                            ("ladder", "Kontaktforsøg før sanktion"),
                            ("adverse", "Oplysninger, borgeren ikke er hørt om"),
                            ("strict_group", "Skærpet sanktion ved aktivitetsparate"),
                            ("effect_letter", "Virkning tidligst fra brevets dato"),
                            ("effect_in_time", "Virkning inden for tre hele måneder"),
                        ],
                        max_length=20,
                        verbose_name="spærring",
                    ),
                ),
                ("is_on", models.BooleanField(verbose_name="slået til")),
                ("reason", models.CharField(max_length=500, verbose_name="begrundelse")),
                (
                    "switched_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="tidspunkt"),
                ),
                (
                    "switched_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "skift af spærring",
                "verbose_name_plural": "skift af spærringer",
                "ordering": ["-pk"],
                "permissions": [("switch_gates", "Kan slå spærringer til og fra")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gate__in",
                                ["guidance", "ladder", "adverse", "strict_group", "effect_letter", "effect_in_time"],
                            )
                        ),
                        name="gate_switch_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason__regex", "\\S")), name="gate_switch_has_reason"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LadderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gælder fra")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gælder til og med")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kilde")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("job_ready", "Jobparat"),
                            ("education_ready", "Uddannelsesparat"),
                            ("plainly_educ_ready", "Åbenlyst uddannelsesparat"),
                            ("activity_ready", "Aktivitetsparat"),
                        ],
                        max_length=20,
                        verbose_name="målgruppe",
                    ),
                ),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, size=None, verbose_name="trin"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="oprettet"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kontakttrin",
                "verbose_name_plural": "kontakttrin",
                "ordering": ["group", "-valid_from", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="ladderrule_valid_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("group__in", ["job_ready", "education_ready", "plainly_educ_ready", "activity_ready"])
                        ),
                        name="ladder_group_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("steps__contains", ["visit"]), _negated=True),
                        name="ladder_never_asks_for_home",
                    ),
                    models.CheckConstraint(condition=models.Q(("source__regex", "\\S")), name="ladder_has_source"),
                ],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(GATE_FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(GATE_TRIGGERS, DROP_TRIGGERS),
        *map(_append_only, APPEND_ONLY),
    ]
