"""What the supervision puts in the work queue: the cases whose owner has been asked for what is missing."""

from django.db.models import QuerySet
from django.urls import reverse

from sanktion.base.danish import listing, within_sentence
from sanktion.duties import DutyRow, DutySource, register_duty
from sanktion.models import Case, MaterialKind, User
from sanktion.models.readiness import RowState, States, states_of
from tilsyn.models import MaterialAsk


def register_material_duty() -> None:
    due, owner = "selected__supervision__due", "selected__owner"
    register_duty(DutySource("supervision_material", _unanswered, material_rows, due=due, owner=owner))


def _unanswered(user: User) -> QuerySet:
    return MaterialAsk.objects.visible_to(user).unanswered()


def material_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    """Two queries, whatever the number of rows."""
    related = ("selected__supervision", "selected__case__citizen", "selected__owner")
    asks = list(MaterialAsk.objects.filter(pk__in=pks).select_related(*related))
    states = states_of(Case.objects.filter(pk__in=[ask.selected.case_id for ask in asks]))
    return {ask.pk: _row(ask, states[ask.selected.case_id], user) for ask in asks}


def _row(ask: MaterialAsk, states: States, user: User) -> DutyRow:
    selected, supervision = ask.selected, ask.selected.supervision
    place = [supervision.number, selected.case.number]
    missing = [kind for kind, state in states.items() if state == RowState.MISSING]
    return DutyRow(
        due=supervision.due,
        citizen=selected.case.citizen,
        number=selected.case.number,
        url=reverse("selected_case", args=place),
        title=f"Tilsyn {supervision.number}: materiale",
        why=f"Mangler {listing([within_sentence(kind.label) for kind in missing])}",
        step="Find materialet",
        step_url=_step_url(place, missing) if user.has_perm("sanktion.handle_case") else "",
        owner=selected.owner,
    )


def _step_url(place: list[str], missing: list[MaterialKind]) -> str:
    return reverse("selected_material", args=[*place, missing[0].value]) if missing else ""
