"""How far the unit is with the sample: a case has left, papers are held back, and the first bundles are made."""

from datetime import date, timedelta
from uuid import uuid4

from sanktion.actions.upload import Sent, receive_documents
from sanktion.models import MaterialKind, SupervisionRelevance, User
from tilsyn.actions.bundles import make, request_bundles
from tilsyn.actions.holdback import approve_holdback, fingerprint, mark_word, open_holdback, send_to_approval
from tilsyn.demo.scene import on
from tilsyn.material import hindrances
from tilsyn.models import HoldBack, HoldReason, SelectedCase, Supervision

BUNDLES, MARKED = 2, 2
OTHER_PERSON = "Vera Vestergaard"
MAIL = (
    "Fra: jobkonsulenten\nTil: Sanktionsenheden\nEmne: Aftalen om tilbud\n\n"
    "Jeg har talt med borgeren om tilbuddet, og vi aftalte, at det begynder på mandag.\n\n"
    f"{OTHER_PERSON} var også på holdet. {OTHER_PERSON} har været syg siden maj.\n\n"
    "Borgeren fik aftalen udleveret på papir.\n\nDemo: opdigtet brev."
)


def prepare(supervision: Supervision, today: date, *, by: User) -> None:
    """Two papers of the approver's own team are blacked out in part; one of them is approved."""
    approver = User.objects.get(username="kirsten")
    taking_part = SelectedCase.objects.taking_part().filter(supervision=supervision).select_related("case__owner")
    shared = list(taking_part.filter(case__team__in=approver.team_ids).order_by("number")[:MARKED])
    with on(today - timedelta(days=3), by):
        waiting = [_black_out(selected, today, by=by) for selected in shared]
    if waiting:
        with on(today - timedelta(days=2), approver):
            approve_holdback(waiting[0], seen=fingerprint(waiting[0]), by=approver)
    make_bundles(supervision, today - timedelta(days=1), most=BUNDLES, by=by)


def _black_out(selected: SelectedCase, today: date, *, by: User) -> HoldBack:
    facts = {"title": "Mail om aftalen", "kind": MaterialKind.OTHER, "received_on": today - timedelta(days=3)}
    files = [Sent("mail.txt", MAIL.encode(), uuid4())]
    receive_documents(selected.case, files, concerns=SupervisionRelevance.PARTLY, **facts, by=by)
    document = selected.case.documents.latest("number")
    holdback = open_holdback(selected, document, by=by)
    mark_word(holdback, OTHER_PERSON, reason=HoldReason.PERSONS, note="Ikke part i sagen", by=by)
    send_to_approval(holdback, by=by)
    return HoldBack.objects.get(pk=holdback.pk)


def make_bundles(supervision: Supervision, day: date, *, most: int | None = None, by: User) -> None:
    """Of the cases that nothing hinders; what the worker does is done at once."""
    taking_part = SelectedCase.objects.taking_part().filter(supervision=supervision).order_by("number")
    with on(day, by):
        free = [selected for selected in taking_part if not hindrances(selected, user=by)][:most]
        for bundle in request_bundles(supervision, free, by=by, key=uuid4()):
            make(bundle.pk)
