"""How to make an object of a given team for each address of the core, the hearings and the route lists."""

import uuid
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from parthoering.actions import start_batch
from sanktion.actions import imports
from sanktion.actions.access import give_access
from sanktion.actions.document import file_document
from sanktion.actions.register import deliver
from sanktion.actions.retention import hold
from sanktion.actions.subject_access import request_subject_access
from sanktion.models import EventNotice, JobSeekerPeriod, MaterialKind

from ..factories import EventFactory, UserFactory
from ..factories.complaints import wrong_payment_of
from ..factories.countersign import countersign_asked
from ..factories.decisions import sanction_of
from ..factories.gates import heard
from ..factories.koerelister import route_list_of, separate_approved, separate_asked, separate_list_of
from ..factories.parthoering import RepresentativeFactory, hearing_sent
from .world import Maker, World


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


CORE_MAKERS: dict[str, Maker] = {
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
    "citizen_log": of_citizen,
    "citizen_log_file": of_citizen,
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
