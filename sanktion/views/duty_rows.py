"""The core's own duties beside the cases' next steps: complaints to be dealt with and inquiries to be answered."""

from django.db.models import QuerySet
from django.urls import reverse

from sanktion.base.danish import long_date
from sanktion.duties import DutyRow, DutySource, register_duty
from sanktion.models import Complaint, Inquiry, User


def register_core_duties() -> None:
    register_duty(
        DutySource("complaints", open_for=_complaints, rows=complaint_rows, due="next_due", owner="case__owner")
    )
    register_duty(DutySource("inquiries", open_for=_inquiries, rows=inquiry_rows, due="due_on"))


def _complaints(user: User) -> QuerySet:
    return Complaint.objects.visible_to(user).filter(next_due__isnull=False)


def _inquiries(user: User) -> QuerySet:
    found = Inquiry.objects.open()
    return found if user.has_perm("sanktion.view_inquiry") else found.none()


def complaint_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    related = ("case__citizen", "case__event", "case__owner")
    found = Complaint.objects.filter(pk__in=pks).select_related(*related).defer("text", "result_text")
    return {complaint.pk: _complaint_row(complaint, user) for complaint in found}


def _complaint_row(complaint: Complaint, user: User) -> DutyRow:
    case, url = complaint.case, reverse("case_complaint", args=[complaint.case.number])
    return DutyRow(
        due=complaint.next_due,
        citizen=case.citizen,
        number=case.number,
        url=url,
        title=f"Klage: {case.event.get_kind_display()}",
        why=f"Klage modtaget {long_date(complaint.received_on)}: {complaint.get_status_display().lower()}",
        step=complaint.next_step,
        step_url=url if user.has_perm("sanktion.handle_case") else "",
        owner=case.owner,
    )


def inquiry_rows(pks: list[int], user: User) -> dict[int, DutyRow]:
    return {one.pk: _inquiry_row(one) for one in Inquiry.objects.filter(pk__in=pks).select_related("owner")}


def _inquiry_row(inquiry: Inquiry) -> DutyRow:
    url = reverse("inquiry", args=[inquiry.pk])
    return DutyRow(
        due=inquiry.due_on,
        citizen=None,
        number=inquiry.number,
        url=url,
        title=f"Henvendelse: {inquiry.get_kind_display()}",
        why=f"Modtaget {long_date(inquiry.received_on)} og ikke besvaret",
        step="Besvar henvendelsen",
        step_url=url,
        owner=inquiry.owner,
    )
