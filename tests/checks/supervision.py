"""How to make an object of a given team for each address of a supervision."""

from django.utils import timezone

from sanktion.models import MaterialKind
from tilsyn.actions.eligibility import withdraw_case
from tilsyn.actions.papers import file_paper
from tilsyn.actions.room_papers import approve_papers
from tilsyn.models import HoldBackMark, PaperKind, WithdrawnBecause

from ..factories import UserFactory
from ..factories.after import assessed
from ..factories.bundles import bundle_of
from ..factories.dispatch import dispatch_of, posted
from ..factories.mock import mock_draw_of
from ..factories.redaction import document_in, marked
from ..factories.survey import survey_answer_of
from ..factories.tilsyn import selected_of
from .world import Maker, World


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


def of_bundle(world: World) -> dict:
    by = UserFactory(role="tilsynsansvarlig", teams=[world.team])
    bundle = bundle_of(selected_of(by))
    selected = bundle.selected
    return {"supervision": selected.supervision.number, "number": selected.case.number, "sequence": bundle.sequence}


def of_dispatch(world: World) -> dict:
    """By post, with a case of the team."""
    dispatch = dispatch_of(selected_of(world.caseworker), by=world.caseworker)
    return {"supervision": dispatch.supervision.number, "dispatch": dispatch.number}


def of_orientation(world: World) -> dict:
    dispatch = posted(dispatch_of(selected_of(world.caseworker), by=world.caseworker), world.caseworker)
    letter = dispatch.orientations.get()
    return {"supervision": dispatch.supervision.number, "number": letter.selected.case.number}


SUPERVISION_MAKERS: dict[str, Maker] = {
    "supervision_withdraw": of_selected,
    "supervision_bring_back": of_withdrawn,
    "withdrawal_preview": of_withdrawn,
    "survey_answer": of_survey_answer,
    "survey_answer_file": of_survey_answer,
    "mock_draw": of_mock_draw,
    "mock_review": of_mock_review,
    "mock_reviewer": of_mock_review,
    "mock_paper": of_mock_paper,
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
    "bundle_file": of_bundle,
    "selected_bundle": of_selected,
    "selected_bundle_make": of_selected,
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
}
