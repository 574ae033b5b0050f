"""What the core's papers say of this app."""

from collections.abc import Iterator

from django.utils import timezone

from sanktion.base import encryption
from sanktion.base.danish import listing, long_date
from sanktion.contributions import Holding, register_holding
from sanktion.models import Citizen
from tilsyn.models import (
    CopyRequest,
    DispatchBundle,
    HoldBack,
    HoldScope,
    MockReview,
    SelectedCase,
    SelectionRow,
    SurveyAnswerRow,
)


def register_all() -> None:
    register_holding(Holding("Tilsyn", held))
    register_holding(Holding("Holdt tilbage fra tilsynsmyndigheden", held_back))
    register_holding(Holding("Direktoratets lister", listed))
    register_holding(Holding("Kopier til direktoratet", copied))
    register_holding(Holding("Svar på spotundersøgelser", answered))
    register_holding(Holding("Egen kontrol", reviewed))
    register_holding(Holding("Sendt til tilsynsmyndigheden", sent))


def held(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V081: which supervisions the citizen's cases are, or were, part of."""
    for selected in SelectedCase.objects.filter(case__citizen=citizen).select_related("case", "supervision"):
        supervision = selected.supervision
        told = f"{supervision.get_form_display()} {supervision.number}, modtaget {long_date(supervision.received_on)}"
        yield f"Sag {selected.case.number}", f"{told}: {selected.get_status_display().lower()}."


def held_back(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V074: what of the citizen's papers didn't leave, or not whole. The reasons' notes may tell of others."""
    versions = HoldBack.objects.in_force().exclude(scope=HoldScope.NOTHING).filter(selected__case__citizen=citizen)
    related = ("selected__case", "selected__supervision", "document__case")
    for one in versions.select_related(*related).prefetch_related("marks").order_by("selected", "pk"):
        marks = {mark.get_reason_display() for mark in one.marks.all()}
        why = one.get_reason_display() if one.scope == HoldScope.WHOLE else listing(sorted(marks))
        told = f"{one.get_scope_display()} ({why.lower()}), godkendt {long_date(timezone.localdate(one.decided_at))}."
        yield f"{one.paper_name}, tilsyn {one.selected.supervision.number}", told


def answered(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V102: what has been told of the citizen's cases in answers to the directorate."""
    for row in SurveyAnswerRow.objects.filter(case__citizen=citizen).select_related("case", "answer__supervision"):
        answer = row.answer
        told = ", ".join(f"{label}: {row.facts.get(column) or '–'}" for column, label in answer.labelled)
        yield f"Sag {row.case.number}", f"Tilsyn {answer.supervision.number}, svar {answer.number}. {told}."


def reviewed(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V005: that the unit has reviewed a case of its own, and how it came out."""
    for review in MockReview.objects.filter(case__citizen=citizen).select_related("case", "draw"):
        told = review.get_verdict_display() if review.is_done else "Ikke gennemgået endnu"
        remark = f". {review.remark}" if review.remark else ""
        yield (
            f"Sag {review.case.number}",
            f"Udtrukket {long_date(timezone.localdate(review.draw.drawn_at))}: {told}{remark}",
        )


def sent(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V081: when material of the citizen's cases was sent to the authority that supervises."""
    rows = DispatchBundle.objects.filter(bundle__selected__case__citizen=citizen, dispatch__sent_at__isnull=False)
    for row in rows.select_related("dispatch__supervision__directorate", "bundle__selected__case"):
        dispatch = row.dispatch
        day = long_date(timezone.localdate(dispatch.sent_at))
        told = f"{row.bundle.pages} sider til {dispatch.supervision.directorate} den {day}"
        yield f"Sag {row.bundle.selected.case.number}", f"{told}, {dispatch.get_channel_display().lower()}."


def listed(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V031: the directorate's lists with the citizen's number, as long as they are here."""
    rows = SelectionRow.objects.filter(cpr_lookup__in=encryption.lookups(citizen.cpr))
    for row in rows.select_related("selection__supervision").order_by("pk"):
        yield f"Tilsyn {row.selection.supervision.number}", "Borgerens nummer står på en liste, direktoratet har sendt."


def copied(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """V096: what the directorate asked for copies of."""
    asked_of = CopyRequest.objects.filter(selected__case__citizen=citizen).select_related("selected__case")
    for asked in asked_of:
        told = f"Direktoratet bad {long_date(timezone.localdate(asked.at))} om kopier: {', '.join(asked.kind_labels)}."
        yield f"Sag {asked.selected.case.number}", f"{told} {asked.note}".strip()
