"""What a case that has left owes: the card of the overview, the rows of the work queue, and the nightly question."""

from datetime import date
from typing import Any

from django.db.models import Exists, QuerySet
from django.urls import reverse

from sanktion.base.danish import long_date
from sanktion.checks import Check, register_check
from sanktion.duties import DutyRow, DutySource, register_duty
from sanktion.models import Case, User
from tilsyn.eligibility import moved_outside
from tilsyn.models import SelectedCase, Supervision, WithdrawalNotice

HANDLE = "tilsyn.handle_supervision"


def register_all() -> None:
    owner = "selected__supervision__owner"
    register_duty(DutySource("withdrawal_letters", open_for=_owed_to, rows=duty_rows, due="due", owner=owner))
    place = {"url_name": "supervisions", "permission": "tilsyn.view_supervision"}
    label = "Breve til direktoratet om udgåede sager, der ikke er sendt"
    register_check(Check("withdrawal_letters", label, letters_owed, **place, days=1))
    label = "Sager i tilsyn, hvor borgeren nu står i matchkategori 4-5"
    register_check(Check("supervision_category", label, cases_moved_outside, **place))


def letters_owed(day: date) -> int:
    return WithdrawalNotice.objects.owed().filter(due__lt=day).count()


def cases_moved_outside(day: date) -> int:
    """Whatever the day: a category that is corrected takes the case out at once."""
    return moved_outside().count()


def waiting_card(supervision: Supervision, user: User) -> dict[str, Any] | None:
    """V092: how many letters are waiting, and how old the oldest is."""
    owed = WithdrawalNotice.objects.visible_to(user).filter(selected__supervision=supervision).owed()
    notices = list(owed)
    return {"notices": notices, "oldest": notices[0]} if notices else None


def is_selected(case: Case) -> Exists:
    return Exists(SelectedCase.objects.filter(case=case))


def case_panel(case: Case, user: User) -> dict[str, Any] | None:
    """For those who see the case: which supervisions it is, or was, part of."""
    found = SelectedCase.objects.visible_to(user).filter(case=case).select_related("supervision")
    found = list(found.defer("withdrawn_note").order_by("-pk"))
    return {"case": case, "parts": found, "may_open": user.has_perm("tilsyn.view_supervision")} if found else None


def _owed_to(user: User) -> QuerySet:
    owed = WithdrawalNotice.objects.visible_to(user).owed()
    return owed if user.has_perm(HANDLE) else owed.none()


def duty_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    related = ("selected__case__citizen", "selected__case__event", "selected__supervision__owner")
    notices = WithdrawalNotice.objects.filter(pk__in=pks).select_related(*related)
    return {notice.pk: _duty_row(notice) for notice in notices.defer("selected__withdrawn_note")}


def _duty_row(notice: WithdrawalNotice) -> DutyRow:
    case, supervision = notice.selected.case, notice.selected.supervision
    url = reverse("supervision_eligibility", args=[supervision.number])
    return DutyRow(
        due=notice.due,
        citizen=case.citizen,
        number=case.number,
        url=url,
        title=f"Udgået af tilsyn {supervision.number}: {case.event.get_kind_display()}",
        why=f"Direktoratet skal have brev hurtigst muligt. Sagen udgik {long_date(notice.due)}",
        step="Send brevet" if notice.paper_id else "Skriv til direktoratet",
        step_url=url,
        owner=supervision.owner,
    )
