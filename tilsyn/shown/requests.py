"""The cards of a supervision's overview that tell of the request itself."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from sanktion.base.danish import long_date
from sanktion.base.deadlines import add_days
from sanktion.models import User
from tilsyn.actions.scope import outside_scope
from tilsyn.models import PaperKind, Supervision, SupervisionForm, SupervisionStatus
from tilsyn.models.supervision import MATERIAL_DAYS, RESULT_MONTHS
from tilsyn.outlook import Outlook, outlook_of
from tilsyn.tabs import Card, register_card


@dataclass(frozen=True)
class Term:
    """One deadline. ``is_running``: it is still to be kept; ``warning`` is a sentence or empty."""

    label: str
    day: date | None
    section: str
    explanation: str
    is_running: bool = False
    warning: str = ""


@dataclass(frozen=True)
class Step:
    """``is_next``: it is what to do now, and not just what may be done."""

    label: str
    url: str
    is_next: bool


def terms_of(supervision: Supervision, result_by: date | None) -> list[Term]:
    """Every deadline of the supervision in the order of time, with the sum behind it."""
    found = _visit_terms(supervision) if supervision.is_visit else [_material(supervision)]
    if result_by:
        found.append(_result(supervision, result_by))
    return found


def _material(supervision: Supervision) -> Term:
    moved = supervision.due != supervision.deadline.end
    told = f"Oprindelig frist: {supervision.deadline.explanation}" if moved else supervision.deadline.explanation
    return Term("Materiale til direktoratet", supervision.due, "§ 7", told, supervision.is_owing)


def _visit_terms(supervision: Supervision) -> list[Term]:
    visit_on, awaits = supervision.visit_on, supervision.awaits_visit
    if visit_on is None and not awaits:
        return []
    if visit_on is None:
        unknown = "Besøget har ingen dag endnu."
        return [Term("Besøg", supervision.due, "§ 9, stk. 2", supervision.deadline.explanation, True, unknown)]
    days = (visit_on - supervision.received_on).days
    short = f"Varslet er kort: {days} dage. Det skal være mindst 14." if supervision.is_short_notice else ""
    noticed = f"Varslet {long_date(supervision.received_on)}: {days} dage før"
    copies = add_days(visit_on, MATERIAL_DAYS)
    due = copies.end if awaits else supervision.due
    counted = copies.explanation if due == copies.end else f"Oprindelig frist: {copies.explanation}"
    owed = supervision.status == SupervisionStatus.VISITED
    return [
        Term("Besøg" if awaits else "Besøg holdt", visit_on, "§ 9, stk. 2", noticed, awaits, short),
        Term("Kopier til direktoratet", due, "§ 9, stk. 4", counted, owed),
    ]


def _result(supervision: Supervision, result_by: date) -> Term:
    ended = long_date(supervision.ended_on)
    counted = f"{RESULT_MONTHS} måneder fra {ended} = {long_date(supervision.result_due)}"
    waits = supervision.status == SupervisionStatus.ENDED
    late = "Resultatet er ikke kommet. Ryk direktoratet." if waits and result_by < timezone.localdate() else ""
    return Term("Direktoratets resultat", result_by, "§ 13", counted, waits, late)


def register_request_cards() -> None:
    register_card(Card("tilsyn/requests/card_next.html", next_card, order=5))
    register_card(Card("tilsyn/requests/card_terms.html", terms_card, order=10))
    register_card(Card("tilsyn/requests/card_request.html", request_card, order=15))


def next_card(supervision: Supervision, user: User) -> dict:
    outlook = _outlook(supervision)
    may = user.has_perm("tilsyn.handle_supervision")
    is_answered = supervision.form == SupervisionForm.SPOT_SURVEY and supervision.surveyanswers.exists()
    return {
        "notes": notes_of(outlook, has_notice=_has_notice(supervision), is_answered=is_answered),
        "steps": sorted(steps_of(outlook, is_answered=is_answered), key=lambda step: not step.is_next) if may else [],
        "outside": outside_scope(supervision, user),
        "may_handle": may,
    }


def terms_card(supervision: Supervision, user: User) -> dict:
    result_by = Supervision.objects.with_result_by().values_list("result_by", flat=True).get(pk=supervision.pk)
    return {
        "terms": terms_of(supervision, result_by),
        "delays": supervision.delays.select_related("paper__supervision", "by"),
        "directorate_delays": supervision.directorate_delays.select_related("paper__supervision"),
    }


def request_card(supervision: Supervision, user: User) -> dict:
    counted = Supervision.objects.with_counts().get(pk=supervision.pk)
    has_lapsed = supervision.status == SupervisionStatus.CLOSED and not hasattr(supervision, "result")
    told = {"is_answered": not supervision.is_owing, "has_lapsed": has_lapsed}
    return {"request": supervision, "counted": counted, **told}


def notes_of(outlook: Outlook, *, has_notice: bool, is_answered: bool = False) -> list[str]:
    """What is to be seen to now, as sentences. ``is_answered``: a survey has an answer (V102)."""
    supervision, found = outlook.supervision, []
    if is_answered and supervision.may_lapse:
        found.append("Svaret er gemt. Send det til direktoratet, og afslut tilsynet, hvis der ikke kommer sager.")
    elif outlook.is_unlisted_visit:
        found.append("Varslet skal sige, hvilke sager direktoratet vil se (§ 9, stk. 2). Bed om listen.")
    elif supervision.is_owing:
        found += [f"{told[0].upper()}{told[1:]}." for told in outlook.lacking]
    if not has_notice and supervision.status != SupervisionStatus.CLOSED:
        found.append("Direktoratets brev er ikke lagt på tilsynet.")
    if outlook.suggests_delay:
        found.append("Kan fristen ikke holdes, skal direktoratet have besked, før den er gået.")
    if supervision.status == SupervisionStatus.SENT:
        found.append("Materialet er sendt. Afslut tilsynet, når direktoratet har det, det skal bruge.")
    if supervision.status == SupervisionStatus.ENDED:
        found.append("Resultatet ventes fra direktoratet.")
    if supervision.status == SupervisionStatus.RESULT:
        found.append("Resultatet er kommet. Luk tilsynet, når det er fulgt op.")
    return found


def steps_of(outlook: Outlook, *, is_answered: bool = False) -> list[Step]:
    supervision = outlook.supervision
    status, found = supervision.status, _onward(outlook, is_answered=is_answered)
    if supervision.awaits_visit and status == SupervisionStatus.COLLECTING and outlook.days_left <= 0:
        found.append(("Besøget er holdt", "supervision_visit_held", True))
    if supervision.may_be_delayed:
        found.append(("Giv besked om forsinkelse", "supervision_delay", outlook.suggests_delay))
    if supervision.may_lapse and not is_answered:
        found.append(("Anmodningen bortfalder", "supervision_lapse", False))
    elif SupervisionStatus.ENDED in supervision.TRANSITIONS[status]:
        found.append(("Afslut tilsynet", "supervision_end", status == SupervisionStatus.SENT or supervision.may_lapse))
    if status == SupervisionStatus.ENDED:
        found.append(("Direktoratet er forsinket", "supervision_directorate_delay", False))
    if status == SupervisionStatus.RESULT:
        found.append(("Luk tilsynet", "supervision_close", True))
    return [Step(label, reverse(name, args=[supervision.number]), is_next) for label, name, is_next in found]


def _onward(outlook: Outlook, *, is_answered: bool) -> list[tuple[str, str, bool]]:
    """Where the work itself goes on: ending or delaying it is never the first thing offered."""
    supervision, is_next = outlook.supervision, not outlook.suggests_delay
    if supervision.status == SupervisionStatus.REGISTERED:
        is_survey = supervision.form == SupervisionForm.SPOT_SURVEY
        answer = [("Svar på undersøgelsen", "survey_answers", is_next and not is_answered)] if is_survey else []
        return [*answer, ("Indlæs direktoratets liste", "selection", is_next and not is_survey)]
    if supervision.status == SupervisionStatus.ENDED:
        return [("Registrér resultatet", "supervision_result", True)]
    if supervision.status != SupervisionStatus.COLLECTING:
        return []
    if supervision.is_visit:
        return [("Gør læserummet klar", "reading_room", True)] if outlook.days_left > 0 else []
    if outlook.prepared < outlook.named:
        return [("Dan samlingerne", "bundles", is_next)]
    return [("Send materialet", "dispatches", is_next)] if outlook.named else []


def _outlook(supervision: Supervision) -> Outlook:
    return outlook_of(Supervision.objects.with_counts().get(pk=supervision.pk), timezone.localdate())


def _has_notice(supervision: Supervision) -> bool:
    return supervision.papers.filter(kind=PaperKind.NOTICE).exists()
