"""Every address of the system, and how to make an object of a given team for it.

A new address must be entered in ``MAKERS`` (something a team owns) or in ``not_of_a_team.py`` (with the reason);
``test_urls.py`` fails until it is.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from parthoering.actions import start_batch
from sanktion.actions import imports
from sanktion.actions.access import give_access
from sanktion.actions.document import file_document
from sanktion.actions.register import deliver
from sanktion.actions.retention import hold
from sanktion.actions.subject_access import request_subject_access
from sanktion.models import Case, Citizen, EventNotice, JobSeekerPeriod, MaterialKind, Team, User
from tilsyn.actions.eligibility import withdraw_case
from tilsyn.actions.papers import file_paper
from tilsyn.models import PaperKind, WithdrawnBecause
from tilsyn.actions.room_papers import approve_papers
from tilsyn.models import PaperKind
from tilsyn.models import HoldBackMark, PaperKind

from ..factories import CaseFactory, CitizenFactory, EventFactory, UserFactory
from ..factories.bundles import bundle_of
from ..factories.after import assessed
from ..factories.complaints import wrong_payment_of
from ..factories.countersign import countersign_asked
from ..factories.decisions import sanction_of
from ..factories.dispatch import dispatch_of, posted
from ..factories.gates import heard
from ..factories.koerelister import route_list_of, separate_approved, separate_asked, separate_list_of
from ..factories.mock import mock_draw_of
from ..factories.parthoering import RepresentativeFactory, hearing_sent
from ..factories.survey import survey_answer_of
from ..factories.redaction import document_in, marked
from ..factories.tilsyn import selected_of


@dataclass(frozen=True)
class World:
    """What the makers make from: a team and one of its caseworkers."""

    team: Team
    caseworker: User

    def citizen(self) -> Citizen:
        return CitizenFactory(team=self.team)

    def case(self) -> Case:
        return CaseFactory(event__citizen=self.citizen(), by=self.caseworker)


Maker = Callable[[World], dict]


def of_case(world: World) -> dict:
    return {"number": world.case().number}


def of_citizen(world: World) -> dict:
    return {"pk": world.citizen().pk}


def of_period(world: World) -> dict:
    citizen = world.citizen()
    period = JobSeekerPeriod.objects.create(citizen=citizen, period=DateRange(timezone.localdate(), None))
    return {"pk": citizen.pk, "kind": "tilmelding", "period": period.pk}


def of_period_kind(world: World) -> dict:
    return {"pk": world.citizen().pk, "kind": "matchkategori"}


def of_subject_access(world: World) -> dict:
    citizen = world.citizen()
    wanted = {"purpose": "Borgeren bad om indsigt", "asked_on": timezone.localdate(), "key": uuid.uuid4()}
    return {"pk": citizen.pk, "access": request_subject_access(citizen, **wanted, by=world.caseworker).pk}


def of_event(world: World) -> dict:
    return {"pk": EventFactory(citizen=world.citizen()).pk}


def of_notice(world: World) -> dict:
    event = EventFactory(citizen=world.citizen())
    EventNotice.objects.create(event=event, data=b"%PDF-1.7", received_by=world.caseworker)
    return {"pk": event.pk}


def of_document(world: World) -> dict:
    case = world.case()
    kind = MaterialKind.OTHER
    document = file_document(case, title="Brev", kind=kind, render=lambda number: b"%PDF", by=world.caseworker)
    return {"number": case.number, "document_number": document.number}


def of_delivery(world: World) -> dict:
    sanction_of(world.citizen(), world.caseworker)
    by = UserFactory(role="tilsynsansvarlig", teams=[world.team])
    today = timezone.localdate()
    return {"pk": deliver(today, today, file_format="csv", purpose="Månedlig levering", by=by).pk}


def of_import(world: World) -> dict:
    data = b"cpr;haendelse;dato;indberetter;reference;beskrivelse\nx;4;;;;\n"
    batch = imports.upload(data, imports.read_import(data), file_name="a.csv", team=None, by=world.caseworker)
    return {"pk": batch.pk}


def of_batch(world: World) -> dict:
    return {"pk": start_batch([world.case().event_id], key=uuid4(), by=world.caseworker).pk}


def of_route_list(world: World) -> dict:
    return {"pk": route_list_of(world.caseworker, team=world.team, count=1).pk}


def of_stop(world: World) -> dict:
    return of_route_list(world) | {"position": 1}


def of_plan(world: World) -> dict:
    return {"pk": route_list_of(world.caseworker, team=world.team, count=1).plan_id}


def of_plan_area(world: World) -> dict:
    route_list = route_list_of(world.caseworker, team=world.team, count=1)
    return {"pk": route_list.plan_id, "area": route_list.area_id}


def of_named_person(world: World) -> dict:
    case = world.case()
    give_access(case, world.caseworker, by=world.caseworker)
    return {"number": case.number, "person": world.caseworker.pk}


def of_retention_hold(world: World) -> dict:
    case = world.case()
    hold(case, reason="Skal bruges.", by=world.caseworker)
    return {"number": case.number, "pk": case.retention_holds.get().pk}


def of_representative(world: World) -> dict:
    case = world.case()
    return {"number": case.number, "pk": RepresentativeFactory(case=case).pk}


def of_posted_letter(world: World) -> dict:
    case = world.case()
    return {"number": case.number, "pk": hearing_sent(case, world.caseworker, channel="letter").delivery.pk}


def of_payment(world: World) -> dict:
    return {"pk": wrong_payment_of(world.case(), world.caseworker).pk}


def of_countersign(world: World) -> dict:
    return {"number": countersign_asked(heard(world.case(), world.caseworker), world.caseworker).case.number}


def of_separate(world: World) -> dict:
    return {"pk": separate_asked(world.caseworker, team=world.team).pk}


def of_separate_approved(world: World) -> dict:
    return {"pk": separate_approved(world.caseworker, team=world.team).pk}


def of_separate_stop(world: World) -> dict:
    return {"pk": separate_list_of(world.caseworker, team=world.team).pk, "position": 1}


def of_selected(world: World) -> dict:
    """A case of the team in a supervision."""
    selected = selected_of(world.caseworker)
    return {"supervision": selected.supervision.number, "number": selected.case.number}


def of_selected_kind(world: World) -> dict:
    return of_selected(world) | {"kind": MaterialKind.TIME_SHEETS.value}


def of_visit(world: World) -> dict:
    selected = selected_of(world.caseworker, form="visit", visit_on=timezone.localdate())
    return {"supervision": selected.supervision.number, "number": selected.case.number}


def of_room_paper(world: World) -> dict:
    selected = selected_of(world.caseworker, form="visit", visit_on=timezone.localdate())
    approve_papers(selected, ["look_back"], by=world.caseworker)
    of_paper = {"paper": selected.room_papers.get().pk}
    return {"supervision": selected.supervision.number, "number": selected.case.number} | of_paper


def of_supervision_paper(world: World) -> dict:
    selected = selected_of(world.caseworker)
    kind, title = PaperKind.ASSESSMENT, "Vurdering"
    facts = {"kind": kind, "title": title, "render": lambda number: b"%PDF", "selected": selected}
    paper = file_paper(selected.supervision, **facts, by=world.caseworker)
    return {"supervision": selected.supervision.number, "paper": paper.number}


def of_withdrawn(world: World) -> dict:
    """A case of the team that has left a supervision."""
    selected = selected_of(world.caseworker)
    withdraw_case(selected, WithdrawnBecause.NO_DUTY, note="Trukket tilbage", by=world.caseworker)
    return {"supervision": selected.supervision.number, "number": selected.case.number}


def of_survey_answer(world: World) -> dict:
    answer = survey_answer_of(world.case(), world.caseworker)
    return {"supervision": answer.supervision.number, "answer": answer.number}


def of_mock_draw(world: World) -> dict:
    return {"pk": mock_draw_of(world.case(), world.caseworker).pk}


def of_mock_review(world: World) -> dict:
    return of_mock_draw(world) | {"review": 1}


def of_mock_paper(world: World) -> dict:
    return of_mock_review(world) | {"paper": 1}


def of_assessment(world: World) -> dict:
    """In hearing: some of its steps can't be taken now, and lead back to its page."""
    selected = assessed(world.caseworker, refund=True).selected
    return {"supervision": selected.supervision.number, "number": selected.case.number}


MAKERS: dict[str, Maker] = {
    "supervision_withdraw": of_selected,
    "supervision_bring_back": of_withdrawn,
    "withdrawal_preview": of_withdrawn,
    "survey_answer": of_survey_answer,
    "survey_answer_file": of_survey_answer,
    "mock_draw": of_mock_draw,
    "mock_review": of_mock_review,
    "mock_reviewer": of_mock_review,
    "mock_paper": of_mock_paper,
def of_held_paper(world: World) -> dict:
    """A paper of a case in a supervision, with something marked on it."""
    selected = selected_of(world.caseworker)
    document = document_in(selected, by=world.caseworker)
    marked(selected, document, by=world.caseworker)
    return {
        "supervision": selected.supervision.number,
        "number": selected.case.number,
        "held": f"dokument-{document.number}",
    }


def of_held_page(world: World) -> dict:
    return of_held_paper(world) | {"page": 1}


def of_held_mark(world: World) -> dict:
    return of_held_paper(world) | {"mark": HoldBackMark.objects.latest("pk").pk}


MAKERS: dict[str, Maker] = {
    **dict.fromkeys(
        [
            "holdback",
            "holdback_pdf",
            "holdback_decide",
            "holdback_open",
            "holdback_mark",
            "holdback_scope",
            "holdback_send",
            "holdback_undo",
        ],
        of_held_paper,
    ),
    "holdback_page": of_held_page,
    "holdback_after": of_held_page,
    "holdback_change": of_held_mark,
def of_bundle(world: World) -> dict:
    by = UserFactory(role="tilsynsansvarlig", teams=[world.team])
    bundle = bundle_of(selected_of(by))
    selected = bundle.selected
    return {"supervision": selected.supervision.number, "number": selected.case.number, "sequence": bundle.sequence}


MAKERS: dict[str, Maker] = {
    "bundle_file": of_bundle,
    "selected_bundle": of_selected,
    "selected_bundle_make": of_selected,
def of_dispatch(world: World) -> dict:
    """By post, with a case of the team."""
    dispatch = dispatch_of(selected_of(world.caseworker), by=world.caseworker)
    return {"supervision": dispatch.supervision.number, "dispatch": dispatch.number}


def of_orientation(world: World) -> dict:
    dispatch = posted(dispatch_of(selected_of(world.caseworker), by=world.caseworker), world.caseworker)
    letter = dispatch.orientations.get()
    return {"supervision": dispatch.supervision.number, "number": letter.selected.case.number}


MAKERS: dict[str, Maker] = {
    "dispatch_index": of_dispatch,
    "dispatch_print": of_dispatch,
    "orientation_hand_out": of_orientation,
    "supervision_paper": of_supervision_paper,
    "selected_case": of_selected,
    "selected_material": of_selected_kind,
    "selected_copies": of_visit,
    "selected_room": of_visit,
    "selected_room_paper": of_room_paper,
    "selected_room_withdraw": of_room_paper,
    **dict.fromkeys(
        [
            "supervision_assessment",
            "supervision_assessment_new",
            "supervision_assessment_answer",
            "supervision_assessment_conclude",
            "supervision_remarks",
            "supervision_no_remarks",
            "supervision_payment",
            "supervision_payment_link",
        ],
        of_assessment,
    ),
    "separate_answer": of_separate,
    "separate_who": of_separate,
    "separate_withdraw": of_separate,
    "separate_list_new": of_separate_approved,
    "stop_who": of_separate_stop,
    "countersign": of_countersign,
    "countersign_letter": of_countersign,
    **dict.fromkeys(
        [
            "wrong_payment",
            "wrong_payment_stop",
            "wrong_payment_claim",
            "wrong_payment_correct",
            "wrong_payment_confirm",
            "wrong_payment_send_back",
            "wrong_payment_auditor",
        ],
        of_payment,
    ),
    "delivery_returned": of_posted_letter,
    "retention_release": of_retention_hold,
    "representative": of_representative,
    "case_access_take": of_named_person,
    "citizen": of_citizen,
    "citizen_cpr": of_citizen,
    "citizen_address": of_citizen,
    "citizen_two_persons": of_citizen,
    "event_new": of_citizen,
    "standing": of_citizen,
    "standing_new": of_period_kind,
    "standing_correct": of_period,
    "standing_withdraw": of_period,
    "subject_access": of_citizen,
    "subject_access_detail": of_subject_access,
    "subject_access_progress": of_subject_access,
    "subject_access_file": of_subject_access,
    "subject_access_again": of_subject_access,
    "subject_access_delete": of_subject_access,
    "open_case": of_event,
    "event_details": of_event,
    "event_notice": of_notice,
    "document": of_document,
    "hearing_batch": of_batch,
    "hearing_batch_progress": of_batch,
    "hearing_batch_stop": of_batch,
    "import_detail": of_import,
    "import_start": of_import,
    "import_progress": of_import,
    "import_rejects": of_import,
    "import_forget_rows": of_import,
    "import_discard": of_import,
    "register_delivery": of_delivery,
    "register_delivery_file": of_delivery,
    "register_delivery_check": of_delivery,
    "plan_detail": of_plan,
    "plan_progress": of_plan,
    "plan_retry": of_plan,
    "plan_publish": of_plan,
    "plan_discard": of_plan,
    "plan_board": of_plan,
    "plan_replan": of_plan_area,
    "route_publish": of_route_list,
    "route_add": of_route_list,
    "route_list": of_route_list,
    "route_changes": of_route_list,
    "route_print": of_route_list,
    "route_register": of_route_list,
    "route_destroy": of_route_list,
    "stop_visit": of_stop,
    "stop_changes": of_stop,
    "stop_register": of_stop,
    "stop_strike": of_stop,
    "stop_move": of_stop,
    "field_hand_out": of_route_list,
    "field_state": of_route_list,
    "field_entry": of_stop,
    "field_remark": of_stop,
}


# What has a form of its own; everything else is a number.
NOBODYS = {"supervision": "2099-999", "held": "journal"}


@dataclass(frozen=True)
class Address:
    name: str
    arguments: frozenset[str]
    callback: Callable

    @property
    def maker(self) -> Maker | None:
        """What is under a case's number needs no entry of its own."""
        return MAKERS.get(self.name) or (of_case if self.arguments == {"number"} else None)

    @property
    def rights(self) -> tuple[str, ...]:
        wanted = getattr(getattr(self.callback, "view_class", None), "permission_required", ()) or ()
        return (wanted,) if isinstance(wanted, str) else tuple(wanted)

    def nobodys(self, **known) -> dict:
        """Arguments that the address takes and that belong to nothing."""
        return {name: (NOBODYS | known).get(name, 1) for name in self.arguments}

    def takes(self, method: str) -> bool:
        view = self.callback.view_class
        return method in view.http_method_names and hasattr(view, method)

    def url(self, arguments: dict) -> str:
        return reverse(self.name, kwargs=arguments)


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver()), key=lambda address: address.name or "")


def _walk(resolver: URLResolver) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Address(entry.name, frozenset(entry.pattern.converters), entry.callback)
        else:
            yield from _walk(entry)
