"""V081, V122, V123: who the law wants told, who was, and what is missing."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tilsyn import told
from tilsyn.actions.result import note_told
from tilsyn.models import Recipient, SupervisionPaper, SupervisionStatus, ToldEntry
from tilsyn.told import NOT_AT_ONCE, Told, rows_of, told_of

from ..factories.after import responsible
from ..factories.tilsyn import selected_of, supervision_of

FIRST, LATER = date(2026, 11, 2), date(2026, 11, 9)


def row_of(recipient, entries=(), status="result"):
    return next(row for row in rows_of(entries, status) if row.recipient == recipient)


@pytest.mark.parametrize(
    ("status", "missing"),
    [
        ("collecting", []),
        ("sent", ["citizens", "directorate"]),
        ("ended", ["citizens", "directorate"]),
        ("result", ["council", "auditor", "citizens", "directorate"]),
        ("closed", ["council", "auditor", "citizens", "directorate"]),
    ],
)
def test_what_is_missing_follows_from_how_far_the_supervision_is(status, missing):
    assert status in SupervisionStatus.values
    assert [row.recipient for row in rows_of([], status) if row.is_missing] == missing


@pytest.mark.parametrize(
    ("auditor", "warning"), [([], NOT_AT_ONCE), ([LATER], NOT_AT_ONCE), ([FIRST], ""), ([LATER, FIRST], "")]
)
def test_the_auditor_is_told_at_the_same_time_as_the_council(auditor, warning):
    """V123: «orienterer samtidig kommunens revisor»."""
    entries = [Told(Recipient.COUNCIL, FIRST, "Brev"), *(Told(Recipient.AUDITOR, day, "Kopi") for day in auditor)]
    assert row_of(Recipient.AUDITOR, entries).warning == warning


def test_others_are_shown_when_they_were_told():
    assert Recipient.MINISTRY not in [row.recipient for row in rows_of([], "result")]
    assert row_of(Recipient.MINISTRY, [Told(Recipient.MINISTRY, FIRST, "Kopi")]).law == ""


@pytest.mark.django_db
def test_what_another_part_knows_by_itself_is_among_them(monkeypatch):
    tove = responsible()
    supervision = supervision_of(tove)
    note_told(supervision, recipient="council", told_on=FIRST, how="Direktoratets brev", by=tove)
    letters = Told(Recipient.CITIZENS, LATER, "105 breve")
    monkeypatch.setattr(told, "_sources", [lambda of: [letters] if of == supervision else []])
    found = {row.recipient: row.entries for row in told_of(supervision)}
    assert found[Recipient.CITIZENS] == (letters,)
    assert [(one.on, one.by) for one in found[Recipient.COUNCIL]] == [(FIRST, str(tove))]


@pytest.mark.django_db
def test_a_double_click_notes_once():
    tove = responsible()
    supervision, key = supervision_of(tove), ToldEntry().key
    for _ in range(2):
        note_told(supervision, recipient="auditor", told_on=FIRST, how="Kopi", key=key, by=tove)
    assert ToldEntry.objects.count() == 1


@pytest.mark.thorough
@pytest.mark.django_db
def test_what_is_noted_stays_and_says_how():
    tove = responsible()
    supervision = supervision_of(tove)
    note_told(supervision, recipient="auditor", told_on=FIRST, how="Kopi", by=tove)
    for statement in ("UPDATE tilsyn_toldentry SET told_on = told_on + 1", "DELETE FROM tilsyn_toldentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="told_says_how"), transaction.atomic():
        note_told(supervision, recipient="auditor", told_on=FIRST, how=" ", by=tove)
    selected = selected_of(tove, supervision=supervision)
    about = {"number": 9, "kind": "other", "title": "Om en sag", "size": 1, "sha256": "", "selected": selected}
    paper = SupervisionPaper.objects.create(supervision=supervision, **about)
    with pytest.raises(IntegrityError, match="hører ikke til tilsynet"), transaction.atomic():
        note_told(supervision, recipient="auditor", told_on=FIRST, how="Brev", paper=paper, by=tove)
