"""V092: the letter that tells the directorate that a case is not part of the supervision, and no more than that."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from sanktion.actions.letters import SAMPLE_NUMBER, sample_case
from sanktion.base.danish import long_date
from sanktion.models import MatchCategory, Words
from sanktion.models.texts import LetterKind, TextBlock
from tilsyn.actions.papers import render_to_directorate
from tilsyn.models import Directorate, SelectedCase, Supervision, SupervisionForm, WithdrawnBecause

TEMPLATE = "tilsyn/eligibility/letter.html"
FIELDS = ("myndighed", "form", "tilsyn", "modtaget", "telefon")
BLOCKS = (
    TextBlock("withdrawal_intro", "Indledning", FIELDS),
    TextBlock("withdrawal_more", "Hvad der ellers gælder", FIELDS),
)


def render_withdrawal(selected: SelectedCase, *, number: str, words: Words | None = None) -> bytes:
    """The letter as PDF. Raises TextMissing."""
    facts = _reason(selected)
    if selected.withdrawn_because == WithdrawnBecause.CATEGORY:
        facts += _category(_category_on_the_day(selected))
    return _render(selected, facts, number=number, words=words or Words("withdrawal"))


def _render(selected: SelectedCase, facts: list[tuple[str, str]], *, number: str, words: Words) -> bytes:
    supervision = selected.supervision
    words.filled(
        myndighed=supervision.directorate.name,
        form=supervision.get_form_display().lower(),
        tilsyn=supervision.number,
        modtaget=long_date(supervision.received_on),
        telefon=settings.SANKTION_SENDER["phone"],
    )
    context = {"case": selected.case, "facts": facts, "words": words}
    return render_to_directorate(TEMPLATE, supervision, context, number=number)


def _reason(selected: SelectedCase) -> list[tuple[str, str]]:
    return [
        ("Sagsnummer", selected.case.number),
        ("Udpeget i", selected.named_in),
        ("Hændelsens dato", long_date(selected.case.event.occurred_on)),
        ("Sagen udgår, fordi", selected.get_withdrawn_because_display()),
    ]


def _category_on_the_day(selected: SelectedCase) -> MatchCategory | None:
    event = selected.case.event
    found = MatchCategory.objects.filter(citizen=event.citizen_id, period__contains=event.occurred_on)
    return found.select_related("assessor").first()


def _category(category: MatchCategory | None) -> list[tuple[str, str]]:
    """V016: who assessed it, and when. A category that has been taken away since tells nothing."""
    if category is None:
        return []
    facts = [
        ("Matchkategori på hændelsens dato", str(category.category)),
        ("Vurderet af", category.assessed_by),
        ("Gælder fra", long_date(category.period.lower) if category.period.lower else ""),
    ]
    noted = category.history.order_by("history_date").values_list("history_date", flat=True).first()
    if noted:
        facts.append(("Registreret", long_date(timezone.localdate(noted))))
    return [(label, value) for label, value in facts if value]


def _sample(words: Words) -> bytes:
    """An invented case in an invented supervision; nothing of it is stored."""
    today = timezone.localdate()
    supervision = Supervision(
        form=SupervisionForm.CENTRAL_SAMPLE,
        number=f"{today.year}-0",
        received_on=today - timedelta(days=3),
        directorate=Directorate(name="Tilsynsmyndigheden", address="Eksempelvej 2, 1000 Eksempelby"),
    )
    selected = SelectedCase(
        case=sample_case(),
        supervision=supervision,
        named_in="Liste 1, række 4",
        withdrawn_because=WithdrawnBecause.CATEGORY,
    )
    category = [
        ("Matchkategori på hændelsens dato", "4"),
        ("Vurderet af", "Rådgiver Eksempel Eksempelsen"),
        ("Gælder fra", long_date(today - timedelta(days=90))),
    ]
    return _render(selected, [*_reason(selected), *category], number=SAMPLE_NUMBER, words=words)


WITHDRAWAL_LETTER = LetterKind("withdrawal", "Sag, der udgår af tilsyn", BLOCKS, _sample)
