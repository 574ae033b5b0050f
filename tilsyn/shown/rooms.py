"""What the nightly check asks of the reading room and of the copies that come of it, and the copies in the queue."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from sanktion.base.danish import listing, within_sentence
from sanktion.checks import Check, register_check
from sanktion.duties import DutyRow, DutySource, register_duty
from sanktion.models import MaterialKind, User
from tilsyn.actions.reading_room import outlived_grants
from tilsyn.models import CopyRequest
from tilsyn.models.supervision import OWING


def grants_left(day: date) -> int:
    """V093: the directorate's people can get at cases whose room has ended; there should be none."""
    return outlived_grants()


def copies_late(day: date) -> int:
    """V097."""
    return CopyRequest.objects.awaiting().filter(due__lt=day).count()


def register_room_checks() -> None:
    place = {"url_name": "supervisions", "permission": "tilsyn.view_supervision"}
    register_check(Check("room_grants", "Adgange, der har overlevet deres læserum", grants_left, **place))
    register_check(Check("copies", "Kopier til direktoratet over fristen", copies_late, **place))


def register_copies_duty() -> None:
    register_duty(DutySource("supervision_copies", _unsent, copies_rows, owner="selected__owner"))


def _unsent(user: User) -> QuerySet:
    """V097. No row, by a condition that is still SQL, for who may not see supervisions."""
    found = CopyRequest.objects.visible_to(user).awaiting().filter(selected__supervision__status__in=OWING)
    return found if user.has_perm("tilsyn.view_supervision") else found.filter(pk=0)


def copies_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    related = ("selected__case__citizen", "selected__supervision", "selected__owner")
    found = CopyRequest.objects.filter(pk__in=pks).select_related(*related).defer("note")
    return {asked.pk: _copies_row(asked, user) for asked in found}


def _copies_row(asked: CopyRequest, user: User) -> DutyRow:
    selected = asked.selected
    place = [selected.supervision.number, selected.case.number]
    kinds = [within_sentence(MaterialKind(kind).label) for kind in asked.kinds]
    return DutyRow(
        due=asked.due,
        citizen=selected.case.citizen,
        number=selected.case.number,
        url=reverse("selected_case", args=place),
        title=f"Tilsyn {selected.supervision.number}: kopier efter besøget",
        why=f"Direktoratet har bedt om {listing(kinds)}",
        step="Dan samlingen, og send den",
        step_url=reverse("selected_bundle", args=place) if user.has_perm("tilsyn.handle_supervision") else "",
        owner=selected.owner,
    )
