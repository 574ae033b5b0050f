"""V055, V081, V084, V085: ways round the rules of a dispatch, tried in the database itself."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions.dispatch import create_dispatch
from tilsyn.actions.dispatch_course import complete, discard
from tilsyn.actions.orientation import run_orientation
from tilsyn.actions.papers import file_paper
from tilsyn.models import (
    Dispatch,
    DispatchBundle,
    DispatchPart,
    DispatchStatus,
    OrientationLetter,
    PaperKind,
    PartStatus,
    Procedure,
)

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.dispatch import dispatch_of, posted, ready_bundle, ticked
from ..factories.letters import short_letters
from ..factories.tilsyn import eligible, selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
SEALED = (
    "UPDATE tilsyn_dispatchpart SET status = 'sent', sent_at = now(), recipient = 'a@b.invalid', signed = true,"
    " encrypted = true, sha256 = repeat('a', 64), fingerprint = repeat('b', 64), size = 1"
)
SENT = "status = 'sent', sent_at = now(), sent_by_id = created_by_id, tracking = 'RR1'"
COMPLETED = "status = 'completed', completed_at = now(), completed_by_id = created_by_id"


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


def another(selected, by):
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by))
    return selected_of(by, supervision=selected.supervision, case=case)


def refused(statement, *values, match, error=IntegrityError):
    with pytest.raises(error, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(dispatch, what):
    return f"UPDATE tilsyn_dispatch SET {what} WHERE id = {dispatch.pk}"  # noqa: S608


def bare(selected, by, channel="post"):
    """A draft with nothing in it, made past the application."""
    return Dispatch.objects.create(
        supervision=selected.supervision,
        number=9,
        kind="material",
        channel=channel,
        post_reason="Grund" if channel == "post" else "",
        procedure=Procedure.objects.first(),
        created_by=by,
    )


def test_post_has_a_reason_and_a_number(tove, selected):
    """V055."""
    with pytest.raises(IntegrityError, match="dispatch_post_has_reason"), transaction.atomic():
        Dispatch.objects.create(
            supervision=selected.supervision,
            number=9,
            kind="letter",
            channel="post",
            post_reason=" ",
            procedure=Procedure.objects.first(),
            created_by=tove,
        )
    dispatch = ticked(dispatch_of(selected, by=tove), tove)
    refused(change(dispatch, SENT.replace("RR1", "")), match="dispatch_posted_is_registered")


def test_a_dispatch_begins_as_a_draft(tove, selected):
    with pytest.raises(IntegrityError, match="begynder som kladde"), transaction.atomic():
        Dispatch.objects.create(
            supervision=selected.supervision,
            number=9,
            kind="letter",
            channel="secure_mail",
            status="ready",
            procedure=Procedure.objects.first(),
            created_by=tove,
        )


def test_nothing_leaves_unticked_empty_or_with_a_case_that_left(tove, selected):
    """V084."""
    dispatch = dispatch_of(selected, by=tove)
    refused(change(dispatch, SENT), match="før afsendelsen")
    refused(change(ticked(bare(selected, tove), tove), SENT), match="tom")
    ticked(dispatch, tove)
    selected.withdraw("directorate", by=tove)
    refused(change(dispatch, SENT), match="udgået")


def test_secure_mail_is_sent_when_every_part_is(tove, selected):
    dispatch = bare(selected, tove, "secure_mail")
    DispatchBundle.objects.create(dispatch=dispatch, bundle=ready_bundle(selected))
    refused(change(ticked(dispatch, tove), SENT), match="Ikke alle dele")
    DispatchPart.objects.create(dispatch=dispatch, number=1, message_id="<a@b.invalid>")
    refused(change(dispatch, SENT), match="Ikke alle dele")
    for missing in ("signed", "encrypted"):
        refused(SEALED.replace(f"{missing} = true", f"{missing} = false"), match="leaves_sealed")
    refused(SEALED.replace("'a@b.invalid'", "''"), match="leaves_sealed")
    with connection.cursor() as cursor:
        cursor.execute(SEALED)
        cursor.execute(change(dispatch, SENT))
    dispatch.refresh_from_db()
    assert dispatch.status == DispatchStatus.SENT


def test_a_part_that_is_sent_is_not_sent_again(tove, selected):
    dispatch = bare(selected, tove, "secure_mail")
    facts = {"signed": True, "encrypted": True, "sha256": "a" * 64, "fingerprint": "b" * 64, "size": 1}
    facts |= {"status": "sent", "sent_at": timezone.now(), "recipient": "a@b.invalid", "message_id": "<a@b.invalid>"}
    DispatchPart.objects.create(dispatch=dispatch, number=1, **facts)
    refused("UPDATE tilsyn_dispatchpart SET status = 'waiting', sent_at = NULL", match="kan ikke ændres")
    refused(change(dispatch, "status = 'discarded'"), match="Noget af forsendelsen er sendt")


def test_no_dispatch_ends_before_everybody_is_told(tove, selected):
    """V081: not by the status alone, not without a letter, and not with another's."""
    other = another(selected, tove)
    dispatch = ticked(posted(dispatch_of(selected, other, by=tove), tove), tove, moment="after")
    refused(change(dispatch, COMPLETED), match="orienteringsbreve")
    first, second = OrientationLetter.objects.order_by("pk")
    told = "UPDATE tilsyn_orientationletter SET status = 'sent', told_at = now() WHERE id = %s"
    refused(told, first.pk, match="orientation_told_has_letter")
    run_orientation(dispatch.pk)
    refused("UPDATE tilsyn_orientationletter SET status = 'waiting' WHERE id = %s", second.pk, match="orienteret")
    refused("DELETE FROM tilsyn_orientationletter", match="denied", error=ProgrammingError)
    complete(dispatch, by=tove)


def test_another_cases_letter_counts_for_nobody(tove, selected):
    other = another(selected, tove)
    posted(dispatch_of(selected, by=tove), tove)
    run_orientation(Dispatch.objects.get().pk)
    letter = OrientationLetter.objects.get()
    dispatch = posted(dispatch_of(other, by=tove), tove)
    told = (
        "UPDATE tilsyn_orientationletter SET status = 'sent', told_at = now(), document_id = %s WHERE dispatch_id = %s"
    )
    refused(told, letter.document_id, dispatch.pk, match="anden sag")


def test_what_is_in_a_dispatch_is_settled(tove, selected):
    dispatch, bundle = dispatch_of(selected, by=tove), ready_bundle(selected)
    with pytest.raises(IntegrityError, match="længere en kladde"), transaction.atomic():
        DispatchBundle.objects.create(dispatch=dispatch, bundle=bundle)
    refused("DELETE FROM tilsyn_dispatchbundle", match="denied", error=ProgrammingError)
    refused(change(dispatch, "channel = 'secure_mail', post_reason = ''"), match="lavet som")


def test_only_ready_bundles_of_this_supervision_come_along_and_once(tove, selected):
    sent = dispatch_of(selected, by=tove).bundles.get().bundle
    draft, foreign = bare(selected, tove), ready_bundle(selected_of(tove))
    for bundle, match in ((sent, "allerede i en"), (foreign, "Kun klare samlinger")):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            DispatchBundle.objects.create(dispatch=draft, bundle=bundle)


def test_what_is_over_stays_over(tove, selected):
    dispatch = dispatch_of(selected, by=tove)
    discard(dispatch, by=tove)
    refused(change(dispatch, "status = 'ready'"), match="er slut")
    gone = posted(dispatch_of(selected, by=tove), tove)
    refused(change(gone, "status = 'ready', sent_at = NULL, sent_by_id = NULL"), match="er sendt")


@short_letters()
def a_letter(selected, by):
    """Ready to be posted, with every step ticked and nobody to be told."""
    facts = {"kind": PaperKind.OTHER, "title": "Brev", "render": lambda number: b"%PDF"}
    paper = file_paper(selected.supervision, **facts, by=by)
    facts = {"kind": "letter", "channel": "post", "post_reason": "Grund", "papers": [paper]}
    return ticked(create_dispatch(selected.supervision, **facts, by=by), by)


def dispatches(selected, by):
    """A dispatch in each status, one after the other."""
    gone = {"sent_at": timezone.now(), "sent_by": by, "tracking": "RR1"}
    done = {"completed_at": timezone.now(), "completed_by": by}
    dispatch = a_letter(selected, by)
    rows = Dispatch.objects.filter(pk=dispatch.pk)
    for status in ("draft", "ready", "failed", "sending"):
        rows.update(status=status)
        yield dispatch
    rows.update(status="sent", **gone)
    yield dispatch
    dispatch.refresh_from_db()
    ticked(dispatch, by, moment="after")
    rows.update(status="completed", **done)
    yield dispatch
    discarded = a_letter(selected, by)
    discard(discarded, by=by)
    yield discarded


def parts(selected, by):
    facts = {"signed": True, "encrypted": True, "sha256": "a" * 64, "fingerprint": "b" * 64, "size": 1}
    facts |= {"recipient": "a@b.invalid", "message_id": "<a@b.invalid>"}
    part = DispatchPart.objects.create(dispatch=bare(selected, by, "secure_mail"), number=1, **facts)
    for status in PartStatus:
        if status != PartStatus.SENT:
            DispatchPart.objects.update(status=status)
            yield part
    DispatchPart.objects.update(status=PartStatus.SENT, sent_at=timezone.now())
    yield part


def letters(selected, by):
    dispatch = posted(dispatch_of(selected, by=by), by)
    for status in ("waiting", "refused"):
        OrientationLetter.objects.update(status=status)
        yield OrientationLetter.objects.get()
    OrientationLetter.objects.update(status="waiting")
    with short_letters():
        run_orientation(dispatch.pk)
    yield OrientationLetter.objects.get()


@pytest.mark.parametrize("rows", [dispatches, parts, letters])
def test_no_row_moves_outside_its_table(tove, selected, rows):
    tried = set()
    for row in rows(selected, tove):
        row.refresh_from_db()
        tried.add(row.status)
        for after in set(row.TRANSITIONS) - row.TRANSITIONS[row.status]:
            with pytest.raises(TransitionNotAllowed):
                row._move_to(after, by=tove, reason="Prøve")
    assert tried >= set(row.TRANSITIONS) - {"handed"}
