"""Two administrators behind what weakens the citizen's legal protection, in the database as in models/proposal.py.

What already stands switched off, or asks for one person, stays as it is: only new rows are asked.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# A proposal may say that it is older than it is, which shortens its life, and never that it is younger.
ANSWERS = """
CREATE FUNCTION sanktion_proposal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sanktion_acts_as(NEW.proposed_by_id) THEN
        RAISE EXCEPTION 'Et forslag stilles i eget navn.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.proposed_at := least(NEW.proposed_at, now());
    RETURN NEW;
END $$;

CREATE TRIGGER proposal_guard BEFORE INSERT ON sanktion_proposal
    FOR EACH ROW EXECUTE FUNCTION sanktion_proposal_guard();

CREATE FUNCTION sanktion_proposal_lives() RETURNS interval LANGUAGE sql IMMUTABLE AS $$ SELECT interval '14 days' $$;

CREATE FUNCTION sanktion_proposal_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    proposal sanktion_proposal;
BEGIN
    SELECT * INTO proposal FROM sanktion_proposal WHERE id = NEW.proposal_id;
    IF NOT sanktion_acts_as(NEW.answered_by_id) THEN
        RAISE EXCEPTION 'Et forslag besvares i eget navn.' USING ERRCODE = 'check_violation';
    ELSIF proposal.proposed_at + sanktion_proposal_lives() <= now() THEN
        RAISE EXCEPTION 'Forslaget er faldet væk, fordi ingen svarede inden 14 dage. Stil det igen.'
            USING ERRCODE = 'check_violation';
    ELSIF NEW.outcome = 'withdrawn' AND NEW.answered_by_id <> proposal.proposed_by_id THEN
        RAISE EXCEPTION 'Kun den, der har stillet forslaget, kan trække det tilbage.'
            USING ERRCODE = 'check_violation';
    ELSIF NEW.outcome <> 'withdrawn' AND NEW.answered_by_id = proposal.proposed_by_id THEN
        RAISE EXCEPTION 'Du kan ikke godkende eller afvise dit eget forslag.' USING ERRCODE = 'check_violation';
    ELSIF NEW.outcome <> 'withdrawn' AND NOT (SELECT is_active FROM sanktion_user WHERE id = NEW.answered_by_id) THEN
        RAISE EXCEPTION 'Kun en aktiv administrator kan svare på et forslag.' USING ERRCODE = 'check_violation';
    END IF;
    NEW.answered_at := now();
    RETURN NEW;
END $$;

CREATE TRIGGER proposal_answer_guard BEFORE INSERT ON sanktion_proposalanswer
    FOR EACH ROW EXECUTE FUNCTION sanktion_proposal_answer_guard();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_proposal
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sanktion_proposalanswer
    FOR EACH ROW EXECUTE FUNCTION sanktion_append_only();
"""

ANSWERS_REVERSE = """
DROP TRIGGER append_only ON sanktion_proposalanswer;
DROP TRIGGER append_only ON sanktion_proposal;
DROP TRIGGER proposal_answer_guard ON sanktion_proposalanswer;
DROP FUNCTION sanktion_proposal_answer_guard();
DROP FUNCTION sanktion_proposal_lives();
DROP TRIGGER proposal_guard ON sanktion_proposal;
DROP FUNCTION sanktion_proposal_guard();
"""

# After the row and not before it, so that what the table's own constraints refuse is refused as such.
GUARDS = """
-- Who approved it; nobody when it was turned down, withdrawn, about something else or left lying.
CREATE FUNCTION sanktion_proposal_approver(of_proposal bigint, of_kind text, of_subject text) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT a.answered_by_id FROM sanktion_proposal p JOIN sanktion_proposalanswer a ON a.proposal_id = p.id
    WHERE p.id = of_proposal AND p.kind = of_kind AND p.subject = of_subject AND a.outcome = 'approved'
      AND a.answered_by_id <> p.proposed_by_id AND p.proposed_at + sanktion_proposal_lives() > now()
$$;

CREATE FUNCTION sanktion_gate_off_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF sanktion_proposal_approver(NEW.proposal_id, 'gate', NEW.gate) IS DISTINCT FROM NEW.switched_by_id THEN
        RAISE EXCEPTION 'En spærring slås kun fra efter et forslag, som en anden administrator har godkendt.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER weakened_by_two AFTER INSERT ON sanktion_gateswitch
    FOR EACH ROW WHEN (NOT NEW.is_on) EXECUTE FUNCTION sanktion_gate_off_by_two();

CREATE FUNCTION sanktion_one_person_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.set_by_id IS NULL OR sanktion_proposal_approver(NEW.proposal_id, 'countersign', NEW.outcome)
        IS DISTINCT FROM NEW.set_by_id THEN
        RAISE EXCEPTION 'Kravet om medunderskrift fjernes kun efter et forslag, som en anden administrator har godkendt.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER weakened_by_two AFTER INSERT ON sanktion_countersignrule
    FOR EACH ROW WHEN (NOT NEW.is_required) EXECUTE FUNCTION sanktion_one_person_by_two();

-- Fewer attempts of any channel than before.
CREATE FUNCTION sanktion_asks_less(now_asked text[], before text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM unnest(before) AS step GROUP BY step
        HAVING count(*) > (SELECT count(*) FROM unnest(now_asked) AS other WHERE other = step)
    )
$$;

-- A version decides from its first day until a later one begins, or its own last day: on each day in between where
-- another version began or ended it may have taken the place of a longer ladder.
CREATE FUNCTION sanktion_shortens_ladder(ladder sanktion_ladderrule) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH others AS (SELECT * FROM sanktion_ladderrule WHERE "group" = ladder."group" AND id <> ladder.id),
    days AS (
        SELECT ladder.valid_from AS day
        UNION SELECT valid_to + 1 FROM others WHERE valid_to + 1 > ladder.valid_from
    )
    SELECT EXISTS (
        SELECT 1 FROM days CROSS JOIN LATERAL (
            SELECT steps, valid_from FROM others
            WHERE valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
            ORDER BY valid_from DESC, id DESC LIMIT 1
        ) AS before
        WHERE (ladder.valid_to IS NULL OR day <= ladder.valid_to) AND before.valid_from <= ladder.valid_from
          AND sanktion_asks_less(ladder.steps::text[], before.steps::text[])
    )
$$;

CREATE FUNCTION sanktion_shorter_ladder_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two versions at once: the second sees the first.
    PERFORM pg_advisory_xact_lock(hashtext('ladder:' || NEW."group"));
    IF NOT sanktion_shortens_ladder(NEW) THEN
        RETURN NEW;
    END IF;
    IF NEW.made_by_id IS NULL OR sanktion_proposal_approver(NEW.proposal_id, 'ladder', NEW."group")
        IS DISTINCT FROM NEW.made_by_id OR NOT EXISTS (
        SELECT 1 FROM sanktion_proposal p
        WHERE p.id = NEW.proposal_id AND p.steps = NEW.steps AND p.valid_from = NEW.valid_from AND NEW.valid_to IS NULL
    ) THEN
        RAISE EXCEPTION 'Færre kontaktforsøg kræver et forslag, som en anden administrator har godkendt.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER weakened_by_two AFTER INSERT ON sanktion_ladderrule
    FOR EACH ROW EXECUTE FUNCTION sanktion_shorter_ladder_by_two();
"""

GUARDS_REVERSE = """
DROP TRIGGER weakened_by_two ON sanktion_ladderrule;
DROP FUNCTION sanktion_shorter_ladder_by_two();
DROP FUNCTION sanktion_shortens_ladder(sanktion_ladderrule);
DROP FUNCTION sanktion_asks_less(text[], text[]);
DROP TRIGGER weakened_by_two ON sanktion_countersignrule;
DROP FUNCTION sanktion_one_person_by_two();
DROP TRIGGER weakened_by_two ON sanktion_gateswitch;
DROP FUNCTION sanktion_gate_off_by_two();
DROP FUNCTION sanktion_proposal_approver(bigint, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sanktion", "0014_access_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gate", "Slå spærringen fra"),
                            ("countersign", "Fjern kravet om medunderskrift"),
                            ("ladder", "Færre kontaktforsøg"),
                        ],
                        max_length=12,
                        verbose_name="forslag",
                    ),
                ),
                ("subject", models.CharField(max_length=20, verbose_name="om")),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), null=True, size=None, verbose_name="trin"
                    ),
                ),
                ("valid_from", models.DateField(null=True, verbose_name="gælder fra")),
                ("reason", models.CharField(max_length=500, verbose_name="begrundelse")),
                (
                    "proposed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="foreslået"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="foreslået af",
                    ),
                ),
            ],
            options={
                "verbose_name": "forslag",
                "verbose_name_plural": "forslag",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="countersignrule",
            name="proposal",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sanktion.proposal",
            ),
        ),
        migrations.AddField(
            model_name="gateswitch",
            name="proposal",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sanktion.proposal",
            ),
        ),
        migrations.AddField(
            model_name="ladderrule",
            name="proposal",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sanktion.proposal",
            ),
        ),
        migrations.CreateModel(
            name="ProposalAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approved", "Godkendt"), ("refused", "Afvist"), ("withdrawn", "Trukket tilbage")],
                        max_length=10,
                        verbose_name="svar",
                    ),
                ),
                ("word", models.CharField(max_length=500, verbose_name="bemærkning")),
                (
                    "answered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="besvaret"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besvaret af",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="sanktion.proposal"
                    ),
                ),
            ],
            options={
                "verbose_name": "svar på forslag",
                "verbose_name_plural": "svar på forslag",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "gate"),
                        (
                            "subject__in",
                            ["guidance", "ladder", "adverse", "strict_group", "effect_letter", "effect_in_time"],
                        ),
                    ),
                    models.Q(
                        ("kind", "countersign"),
                        (
                            "subject__in",
                            ["no_sanction", "deduction", "reduction", "termination", "strict", "event_withdrawn"],
                        ),
                    ),
                    models.Q(
                        ("kind", "ladder"),
                        ("subject__in", ["job_ready", "education_ready", "plainly_educ_ready", "activity_ready"]),
                    ),
                    _connector="OR",
                ),
                name="proposal_about_something_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(condition=models.Q(("reason__regex", "\\S")), name="proposal_has_reason"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "ladder"), ("steps__isnull", False), ("valid_from__isnull", False)),
                    models.Q(
                        models.Q(("kind", "ladder"), _negated=True),
                        ("steps__isnull", True),
                        ("valid_from__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="proposal_of_ladder_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["approved", "refused", "withdrawn"])), name="proposal_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("word__regex", "\\S")), name="proposal_answer_has_word"
            ),
        ),
        migrations.RunSQL(ANSWERS, ANSWERS_REVERSE),
        migrations.RunSQL(GUARDS, GUARDS_REVERSE),
    ]
