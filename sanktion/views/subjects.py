"""The core's own cards of the administration's overview."""

from sanktion.administration import Subject, by_two, coming, history, noted, proposed, register_subject, versions
from sanktion.models import (
    CountersignRule,
    GateRule,
    GateSwitch,
    LadderRule,
    LetterText,
    ProposalKind,
    RetentionRule,
    SanctionRate,
)


def register_core_subjects() -> None:
    for subject in [*_people(), *_gates(), *_numbers(), *_wording()]:
        register_subject(subject)


def _people() -> list[Subject]:
    return [
        Subject(
            key="staff",
            title="Medarbejdere",
            text="Brugere, roller og adgang. Direktoratets læsere har en rolle for sig.",
            url_name="staff",
            permission="sanktion.view_user",
            changes=noted("staff"),
            order=10,
        ),
        Subject(
            key="teams",
            title="Teams",
            text="Hvem der ser hvilke sager, og hvilke postnumre nye borgere fordeles efter.",
            url_name="teams",
            permission="sanktion.view_team",
            changes=noted("teams"),
            order=11,
        ),
    ]


def _gates() -> list[Subject]:
    return [
        Subject(
            key="gates",
            title="Spærringer",
            text="Det, der skal være i orden, før der kan gives en sanktion.",
            url_name="gates",
            permission="sanktion.switch_gates",
            changes=by_two(GateSwitch.objects.all, ProposalKind.GATE, "switched_at", "switched_by"),
            coming=lambda today: coming(GateRule.objects.all)(today) + proposed(ProposalKind.GATE),
            order=30,
        ),
        Subject(
            key="ladders",
            title="Kontakttrin",
            text="Hvad der mindst skal være forsøgt, efter målgruppe. Står på siden om spærringer.",
            url_name="gates",
            permission="sanktion.switch_gates",
            changes=by_two(LadderRule.objects.all, ProposalKind.LADDER, "made_at", "made_by"),
            coming=lambda today: coming(LadderRule.objects.all)(today) + proposed(ProposalKind.LADDER),
            order=31,
        ),
        Subject(
            key="countersigns",
            title="Medunderskrift",
            text="Udfald, som to personer skal stå bag. Står på siden om spærringer.",
            url_name="gates",
            permission="sanktion.switch_gates",
            changes=by_two(CountersignRule.objects.all, ProposalKind.COUNTERSIGN, "set_at", "set_by"),
            coming=lambda today: proposed(ProposalKind.COUNTERSIGN),
            order=32,
        ),
    ]


def _numbers() -> list[Subject]:
    return [
        Subject(
            key="rates",
            title="Satser",
            text="Kroner pr. dag efter månedens hjælp. Hændelsens dato vælger satsen.",
            url_name="rates",
            permission="sanktion.view_sanctionrate",
            changes=history(SanctionRate),
            coming=coming(SanctionRate.objects.all),
            order=33,
        ),
        Subject(
            key="retention",
            title="Opbevaring",
            text="Hvor længe sager gemmes efter lukning, og hvad der derefter sker.",
            url_name="retention",
            permission="sanktion.view_retentionrule",
            changes=versions(RetentionRule.objects.all),
            coming=coming(RetentionRule.objects.all),
            order=34,
        ),
        Subject(
            key="closing_days",
            title="Lukkedage",
            text="Dage, kommunen holder lukket, ud over helligdagene. De gør borgerens svarfrist længere.",
            url_name="closing_days",
            permission="sanktion.view_closingday",
            changes=noted("closing_days"),
            order=35,
        ),
    ]


def _wording() -> list[Subject]:
    return [
        Subject(
            key="texts",
            title="Brevtekster",
            text="Ordlyden af brevene i daterede udgaver. Brevets dato vælger udgaven.",
            url_name="letter_texts",
            permission="sanktion.view_lettertext",
            changes=history(LetterText),
            coming=_coming_texts,
            order=40,
        )
    ]


def _coming_texts(today) -> list[str]:
    """By what the text is called on its page, not by its code."""
    from sanktion.models.texts import block_of

    rows = LetterText.objects.filter(valid_from__gt=today).order_by("valid_from")
    return [f"{block_of(row.kind)[1].label} – gælder fra {row.valid_from:%d-%m-%Y}" for row in rows]
