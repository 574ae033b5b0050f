"""The citizen's own export (art. 15): what is in it, who may make it, and that it is gone again."""

import csv
import io
import itertools
import random
import tracemalloc
import uuid
from datetime import date, timedelta
from unittest.mock import patch
from zipfile import ZipFile

import pypdfium2
import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sanktion.actions.contact import record_attempt
from sanktion.actions.document import file_document
from sanktion.actions.subject_access import (
    PieceWriter,
    SubjectAccessNotAllowed,
    delete_file,
    delete_outlived,
    make,
    release,
    request_subject_access,
    stored_pieces,
)
from sanktion.actions.subject_access_log import page_name
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import (
    AccessKind,
    AccessLog,
    Case,
    CaseDocument,
    ContactChannel,
    JournalEntry,
    MaterialKind,
    NoteKind,
    SubjectAccess,
    SubjectAccessPiece,
    SubjectAccessStatus,
)
from sanktion.models.subject_access import STALLED_AFTER, TRANSITIONS
from sanktion.tasks import resume_subject_accesses
from sanktion.views.base import LogsAccess

from ..checks.urls import addresses
from ..factories import CaseFactory, TeamFactory, UserFactory
from ..factories.complaints import ruled, wrong_payment_of
from ..factories.decisions import sanction_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

PAIRS = list(itertools.product(SubjectAccessStatus, SubjectAccessStatus))


def ordered(citizen, by, **changes) -> SubjectAccess:
    wanted = {"purpose": "Borgeren bad om indsigt", "asked_on": timezone.localdate(), "key": uuid.uuid4(), **changes}
    return request_subject_access(citizen, **wanted, by=by)


def made(citizen, by) -> SubjectAccess:
    access = ordered(citizen, by)
    make(access.pk)
    access.refresh_from_db()
    return access


def archive_of(access) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(stored_pieces(access, by=access.created_by))))


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_holds_what_is_held_about_the_citizen(citizen, caseworker):
    decision = sanction_of(citizen, caseworker)
    case = decision.case
    record_attempt(
        case,
        channel=ContactChannel.VISIT,
        happened_at=timezone.now(),
        reached=False,
        heading="Hjemmebesøg",
        facts=[("Navn på dørtelefon", "Borgerens navn")],
        by=caseworker,
    )
    JournalEntry.objects.write(case, kind=NoteKind.NOTE, heading="Notat", text="Naboen har ringet.", by=caseworker)
    access = made(citizen, caseworker)
    assert access.status == SubjectAccessStatus.READY
    with archive_of(access) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        master = pdf_text(archive.read("01-stamoplysninger.pdf"))
        sheet = pdf_text(archive.read(f"sager/{case.number}/sagsark.pdf"))
        journal = pdf_text(archive.read(f"sager/{case.number}/journal.pdf"))
        cover = pdf_text(archive.read("00-foelgebrev.pdf"))
        letter = archive.read(f"sager/{case.number}/{decision.letter.file_name}")
    assert letter == decision.letter.data
    assert f"sager/{case.number}/{case.number}-001.pdf" in names
    for part in (citizen.formatted_cpr, citizen.address.first_line, case.event.get_kind_display(), "Partshøringer"):
        assert part in master
    for part in ("Hjemmebesøg", "Navn på dørtelefon", "Fradrag", decision.reasons, "Rådighedsvurdering"):
        assert part in sheet
    assert "Naboen har ringet." in journal
    for part in (f"Kære {citizen.name}", "artikel 15", "Datatilsynet"):
        assert part in cover


def test_tells_what_came_after_the_decision(case, caseworker):
    """The complaint in the citizen's words, what Ankestyrelsen said, and money paid by mistake."""
    complaint = ruled(case, caseworker)
    payment = wrong_payment_of(Case.objects.get(pk=case.pk), caseworker)
    with archive_of(made(case.citizen, caseworker)) as archive:
        sheet = pdf_text(archive.read(f"sager/{case.number}/sagsark.pdf"))
    for part in (complaint.text, complaint.result_text, "Tiltrådt.", payment.shown_amount, payment.found):
        assert part in sheet


def test_no_name_in_the_file_says_whose_it_is(citizen, caseworker):
    sanction_of(citizen, caseworker)
    access = made(citizen, caseworker)
    with archive_of(access) as archive:
        said = " ".join([access.file_name, str(access), *archive.namelist()])
    assert not any(part in said for part in (citizen.cpr, citizen.first_name, citizen.last_name))


def log_of(access) -> list[dict]:
    with archive_of(access) as archive:
        text = archive.read("02-opslag.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_log_tells_role_time_and_what_but_no_name(citizen, caseworker):
    """Domain, «Privacy»: colleagues' names are withheld by default."""
    AccessLog.objects.note(caseworker, AccessKind.READ, page="citizen_cpr", citizens=[citizen])
    rows = log_of(made(citizen, caseworker))
    assert [(row["Hvem"], row["Handling"], row["Side"]) for row in rows] == [
        ("Sagsbehandler", "Åbnet", "CPR-nummer"),
    ]
    assert str(caseworker) not in str(rows)


def test_log_names_colleagues_when_the_unit_has_chosen_so(citizen, caseworker, settings):
    settings.SANKTION_SUBJECT_ACCESS_NAMES_STAFF = True
    AccessLog.objects.note(caseworker, AccessKind.READ, page="citizen", citizens=[citizen])
    assert [row["Hvem"] for row in log_of(made(citizen, caseworker))] == [f"{caseworker} (Sagsbehandler)"]


def test_log_tells_no_way_of_seeking_contact_from_another(case, caseworker):
    """B048: the log in the file is the log: one name for all contact work."""
    AccessLog.objects.note_contact(caseworker, AccessKind.READ, cases=[case])
    assert [row["Side"] for row in log_of(made(case.citizen, caseworker))] == ["Arbejdet med at få kontakt"]


def test_page_is_told_by_what_it_was_about():
    told = {page: page_name(page) for page in ("complaint_ruling", "subject_access_detail", "citizen", "ny_side")}
    assert told == {
        "complaint_ruling": "Klage over afgørelsen",
        "subject_access_detail": "Indsigt efter art. 15",
        "citizen": "Borgerens side",
        "ny_side": "Anden side (ny_side)",
    }


def test_every_page_that_is_logged_has_a_name_the_citizen_can_read():
    views = {address.name: getattr(address.callback, "view_class", object) for address in addresses()}
    logged = [view.access_page or name for name, view in views.items() if issubclass(view, LogsAccess)]
    assert len(logged) > 100
    assert [page for page in logged if page_name(page).startswith("Anden side")] == []


def test_who_does_not_see_every_case_can_not_make_half_a_file(case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, is_restricted=True)
    with pytest.raises(SubjectAccessNotAllowed, match="ikke har adgang til"):
        ordered(case.citizen, caseworker)
    assert other.number not in str(SubjectAccess.objects.values())


def test_file_is_out_of_sight_when_a_case_is(case, caseworker):
    access = made(case.citizen, caseworker)
    assert access in SubjectAccess.objects.visible_to(caseworker)
    assert access not in SubjectAccess.objects.visible_to(UserFactory(role="sagsbehandler", teams=[TeamFactory()]))
    CaseFactory(event__citizen=case.citizen, is_restricted=True)
    assert access not in SubjectAccess.objects.visible_to(caseworker)


def test_the_same_page_twice_is_one_order(citizen, caseworker):
    key = uuid.uuid4()
    assert ordered(citizen, caseworker, key=key) == ordered(citizen, caseworker, key=key)


@pytest.mark.parametrize(
    ("asked", "due"), [(date(2026, 5, 3), date(2026, 6, 3)), (date(2026, 1, 31), date(2026, 2, 28))]
)
def test_due_a_month_after_it_was_asked_for(asked, due):
    access = SubjectAccess(asked_on=asked)
    assert access.due_on == due
    assert access.due_explanation.startswith("1 måned fra ")


def test_released_only_when_it_is_there_to_be_read(citizen, caseworker):
    access = ordered(citizen, caseworker)
    with pytest.raises(TransitionNotAllowed):
        release(access, note="", by=caseworker)
    make(access.pk)
    release(access, note="Naboens navn er streget over.", by=caseworker)
    access.refresh_from_db()
    assert (access.status, access.released_by) == (SubjectAccessStatus.RELEASED, caseworker)
    assert access.read_note == "Naboens navn er streget over."


def test_file_is_deleted_when_its_days_have_passed(citizen, caseworker, settings):
    settings.SANKTION_SUBJECT_ACCESS_DAYS = 10
    access = made(citizen, caseworker)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        assert delete_outlived() == 0
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        assert delete_outlived() == 1
        assert delete_outlived() == 0
    access.refresh_from_db()
    assert access.status == SubjectAccessStatus.DELETED
    assert not SubjectAccessPiece.objects.filter(access=access).exists()


def test_made_once_however_often_it_is_asked_for(citizen, caseworker):
    access = made(citizen, caseworker)
    make(access.pk)
    before = access.sha256
    access.refresh_from_db()
    assert access.sha256 == before


def test_fault_leaves_nothing_and_tells_so(case, caseworker):
    access = ordered(case.citizen, caseworker)
    with patch("sanktion.actions.subject_access_file.log_rows", side_effect=RuntimeError("hemmeligt")):
        make(access.pk)
    access.refresh_from_db()
    assert access.status == SubjectAccessStatus.FAILED
    assert not access.pieces.exists()


def test_what_a_dead_worker_left_is_taken_up(citizen, caseworker):
    access = ordered(citizen, caseworker)
    SubjectAccess.objects.update(status_changed_at=timezone.now() - STALLED_AFTER * 1.1)
    resume_subject_accesses()
    access.refresh_from_db()
    assert access.status == SubjectAccessStatus.READY


def test_pieces_are_sealed_and_are_the_file_again(citizen, caseworker):
    access = ordered(citizen, caseworker)
    writer = PieceWriter(access)
    whole = bytes(range(256)) * 9000  # 2.2 MiB
    for start in range(0, len(whole), 70_000):
        writer.write(whole[start : start + 70_000])
    writer.finish()
    access.size = writer.size
    assert b"".join(stored_pieces(access, by=access.created_by)) == whole
    assert [len(piece.data) for piece in access.pieces.all()] == [SubjectAccessPiece.BYTES] * 2 + [206_848]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM sanktion_subjectaccesspiece WHERE number = 1")
        assert whole[:64] not in bytes(cursor.fetchone()[0])


def test_memory_does_not_grow_with_the_file(case, caseworker):
    """Documents of 2 MB that no compression makes smaller: twelve take what three take."""
    few, many = _peak_with(3, case, caseworker), _peak_with(9, case, caseworker)
    assert many < 1.2 * few


def _peak_with(more: int, case, by) -> int:
    """The most bytes held at once while the file is made, with ``more`` documents than before."""
    for _ in range(more):
        data = b"%PDF" + random.Random(1).randbytes(2 * 1024 * 1024)
        file_document(case, title="Bilag", kind=MaterialKind.OTHER, render=lambda number, data=data: data, by=by)
    access = ordered(case.citizen, by)
    tracemalloc.start()
    try:
        with (
            patch("sanktion.actions.subject_access_file._render", return_value=b"%PDF"),
            patch("sanktion.actions.subject_access_file.render_journal_sheet", return_value=b"%PDF"),
        ):
            make(access.pk)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    access.refresh_from_db()
    assert access.size > CaseDocument.objects.filter(case=case).count() * 2 * 1024 * 1024
    return peak


@pytest.mark.parametrize(("current", "wanted"), PAIRS, ids=[f"{a.value}-{b.value}" for a, b in PAIRS])
def test_every_pair_of_statuses(citizen, caseworker, current, wanted):
    access = ordered(citizen, caseworker)
    facts = {"size": 1, "kept_until": timezone.localdate(), "released_at": timezone.now(), "released_by": caseworker}
    for step in _way_to(current):
        access._move_to(step, by=caseworker, reason="Prøve", **facts)
    if wanted in TRANSITIONS[current]:
        access._move_to(wanted, by=caseworker, reason="Prøve", **facts)
        access.refresh_from_db()
        assert access.status == wanted
    else:
        with pytest.raises(TransitionNotAllowed, match=wanted.label):
            access._move_to(wanted, by=caseworker, reason="Prøve", **facts)


def _way_to(status) -> list[SubjectAccessStatus]:
    ready = SubjectAccessStatus.READY
    return {
        SubjectAccessStatus.MAKING: [],
        SubjectAccessStatus.FAILED: [SubjectAccessStatus.FAILED],
        ready: [ready],
        SubjectAccessStatus.RELEASED: [ready, SubjectAccessStatus.RELEASED],
        SubjectAccessStatus.DELETED: [ready, SubjectAccessStatus.DELETED],
    }[status]


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_database_refuses_a_release_that_nobody_read(citizen, caseworker):
    access = ordered(citizen, caseworker)
    update = (
        "UPDATE sanktion_subjectaccess SET status = 'released', released_at = now(), released_by_id = %s, size = 1,"
        " kept_until = current_date WHERE id = %s"
    )
    with pytest.raises(IntegrityError, match="læst igennem"):
        execute(update, caseworker.pk, access.pk)
    make(access.pk)
    with pytest.raises(IntegrityError, match="subject_access_released_by_someone"):
        execute("UPDATE sanktion_subjectaccess SET status = 'released' WHERE id = %s", access.pk)


def test_database_refuses_to_call_a_file_deleted_that_is_there(citizen, caseworker):
    access = made(citizen, caseworker)
    with pytest.raises(IntegrityError, match="ikke slettet"):
        execute("UPDATE sanktion_subjectaccess SET status = 'deleted' WHERE id = %s", access.pk)
    delete_file(access, by=caseworker)
    with pytest.raises(IntegrityError, match="bestilt med"):
        execute("UPDATE sanktion_subjectaccess SET asked_on = asked_on - 1 WHERE id = %s", access.pk)
