"""The case page: journal, steps, panels, notes, caseworker, changes, closing."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion import panels
from sanktion.models import AccessLog, Case, CaseStatus, JournalEntry, NoteKind
from sanktion.views.course import CURRENT, steps

from ..factories import CaseFactory, CitizenFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db

TABS = ["case", "case_documents", "case_events", "case_supervision", "case_history"]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def page(client, case, name: str = "case") -> str:
    return client.get(reverse(name, args=[case.number])).content.decode()


def write(case, by, **entry) -> JournalEntry:
    return JournalEntry.objects.write(case, **({"kind": NoteKind.NOTE, "heading": "Notat", "by": by} | entry))


def test_identity_is_on_every_tab(visitor, case):
    for tab in TABS:
        text = page(visitor, case, tab)
        for shown in (case.citizen.name, case.citizen.masked_cpr, case.number, case.event.get_kind_display()):
            assert shown in text
        assert case.citizen.formatted_cpr not in text


def test_journal_shows_newest_first_with_facts_and_author(visitor, case, caseworker):
    write(case, caseworker, heading="Kontaktforsøg", text="Ringet to gange.", facts=[("Kanal", "Telefon")])
    text = page(visitor, case)
    assert text.index("Kontaktforsøg") < text.index("Sag åbnet på negativ hændelse")
    assert "Ringet to gange." in text
    assert "<dd>Telefon</dd>" in text
    assert f"af {caseworker}" in text


def test_journal_text_is_escaped_and_keeps_its_lines(visitor, case, caseworker):
    write(case, caseworker, text="<script>alert(1)</script>\nlinje to")
    text = page(visitor, case)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>linje to" in text


def test_only_the_opened_cases_journal_is_shown(visitor, case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    write(other, caseworker, text="Hører til den anden sag")
    assert "Hører til den anden sag" not in page(visitor, case)


@pytest.mark.parametrize("status", CaseStatus)
def test_steps_follow_the_status(case, status):
    """No step is called a home visit (B048)."""
    case.status = status
    shown = steps(case, None)
    assert [step["label"] for step in shown] == ["Negativ hændelse", "Partshøring", "Kontakt", "Afgørelse", "Lukket"]
    states = [step["state"] for step in shown]
    assert states == (["done"] * CURRENT[status] + ["now"] + [""] * 5)[:5]


@pytest.mark.parametrize(
    ("status", "button"),
    [
        (CaseStatus.ANSWERED, "assess"),
        (CaseStatus.READY, "assess"),
        (CaseStatus.DECIDED, "case_close"),
    ],
)
def test_next_step_offers_what_may_be_done_now(visitor, case, status, button):
    Case.objects.filter(pk=case.pk).update(status=status)
    offered = {
        name for name in ("assess", "decide", "case_close") if reverse(name, args=[case.number]) in page(visitor, case)
    }
    assert offered == {button}


def test_reader_without_the_right_to_handle_sees_no_buttons(client, case, team):
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    text = page(client, case)
    assert "ikke behandle den" in text
    assert reverse("note_new", args=[case.number]) not in text


def test_overdue_case_says_so(visitor, case):
    case.next_due = timezone.localdate() - timedelta(days=6)
    case.save()
    text = page(visitor, case)
    assert "Frist overskredet" in text
    assert "(6 dage over)" in text


def test_panels_of_other_apps_are_shown_in_their_slots(visitor, case, monkeypatch, settings, tmp_path):
    (tmp_path / "probe.html").write_text("<dt>{{ panel.name }}</dt><dd>{{ case.number }}</dd>")
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]} for engine in settings.TEMPLATES]
    shown = [panels.Panel(slot, "probe.html", lambda case, user, slot=slot: {"name": slot}) for slot in panels.SLOTS]
    hidden = panels.Panel("side", "probe.html", lambda case, user: None)
    monkeypatch.setattr(panels, "_panels", [*shown, hidden])
    text = page(visitor, case)
    assert text.count("<dt>side</dt>") == 1
    for slot in panels.SLOTS:
        assert f"<dt>{slot}</dt><dd>{case.number}</dd>" in text


def test_protected_address_is_one_click_away_and_logged(visitor, team, caseworker):
    case = CaseFactory(event__citizen=CitizenFactory(team=team, protected=True), by=caseworker)
    street = case.citizen.address.first_line
    for tab in TABS:
        assert street not in page(visitor, case, tab)
    assert street in visitor.post(reverse("case_address", args=[case.number])).content.decode()
    assert AccessLog.objects.filter(case=case, page="case_address", kind="read").count() == 1


def test_previous_events_with_the_outcome_of_their_case(visitor, case, caseworker):
    """V062."""
    earlier = CaseFactory(event__citizen=case.citizen, by=caseworker)
    waiting = EventFactory(citizen=case.citizen)
    text = page(visitor, case, "case_events")
    assert "Øvrige hændelser (2)" in text
    assert earlier.number in text
    assert reverse("open_case", args=[waiting.pk]) in text


def test_changes_are_told_in_words(visitor, case, caseworker):
    case.send_hearing(deadline=timezone.localdate(), by=caseworker)
    case.assign(UserFactory(first_name="Bo", last_name="Ny"), by=caseworker)
    text = page(visitor, case, "case_history")
    for told in ("Sagen er åbnet", "Partshøring sendt", "Sagsbehandler ændret", "Bo Ny", str(caseworker)):
        assert told in text
    assert f"Status: {CaseStatus.REGISTERED.label}" in text


def note(client, case, **changes):
    data = {"kind": "phone", "text": "Borgeren ringede.", "concerns": "yes", "key": uuid.uuid4()}
    return client.post(reverse("note_new", args=[case.number]), data | changes)


def test_writing_a_note(visitor, case, caseworker):
    """V069."""
    assert note(visitor, case).headers["Location"] == reverse("case", args=[case.number])
    entry = case.journal.first()
    assert (entry.kind, entry.heading, entry.text) == ("phone", "Telefonnotat", "Borgeren ringede.")
    assert entry.author == str(caseworker)
    assert AccessLog.objects.filter(case=case, kind="write", page="note_new").count() == 1


def test_double_click_writes_one_note(visitor, case):
    key = uuid.uuid4()
    before = case.journal.count()
    for _ in range(2):
        assert note(visitor, case, key=key).status_code == 302
    assert case.journal.count() == before + 1


@pytest.mark.parametrize(
    "changes", [{"text": " "}, {"kind": "visit"}, {"kind": "statement"}, {"key": "x"}, {"key": ""}]
)
def test_what_is_no_note_is_refused(visitor, case, changes):
    before = case.journal.count()
    assert note(visitor, case, **changes).status_code == 422
    assert case.journal.count() == before


def test_the_form_brings_a_fresh_key_each_time(visitor, case):
    first, second = (page(visitor, case, "note_new").split('name="key" value="')[1][:36] for _ in range(2))
    assert first != second


def test_taking_and_passing_on_a_case(visitor, case, team, caseworker):
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    url = reverse("case_assign", args=[case.number])
    for owner in (colleague, caseworker, caseworker):
        assert visitor.post(url, {"owner": owner.pk}).status_code == 302
        case.refresh_from_db()
        assert case.owner == owner
    assert case.history.filter(history_change_reason="Sagsbehandler ændret").count() == 2


def test_only_colleagues_of_the_team_who_may_handle_cases_can_be_chosen(visitor, case, team):
    strangers = [UserFactory(role="sagsbehandler"), UserFactory(role="leder", teams=[team])]
    for stranger in strangers:
        assert visitor.post(reverse("case_assign", args=[case.number]), {"owner": stranger.pk}).status_code == 422
    case.refresh_from_db()
    assert case.owner not in strangers


def test_closing_a_decided_case(visitor, case):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.DECIDED, next_due=None)
    assert "Luk sagen?" in page(visitor, case, "case_close")
    visitor.post(reverse("case_close", args=[case.number]))
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.journal.first().heading == "Sagen er lukket"


def test_case_that_is_not_decided_cannot_be_closed(visitor, case):
    """V089: no silent closing."""
    response = visitor.post(reverse("case_close", args=[case.number]), follow=True)
    assert "Det kan ikke lade sig gøre" in response.content.decode()
    case.refresh_from_db()
    assert case.status == CaseStatus.REGISTERED


@pytest.mark.parametrize("number", ["2026-9999999", "x", "%00", "2026-0000001 "])
def test_number_that_is_no_case_is_not_found(visitor, number):
    assert visitor.get(f"/sager/{number}/").status_code == 404


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("entries", [5, 50])
def test_query_count_does_not_follow_the_entries(
    visitor, case, caseworker, tab, entries, django_assert_max_num_queries
):
    for number in range(entries):
        write(case, caseworker, text=f"Notat {number}")
        EventFactory(citizen=case.citizen)
    with django_assert_max_num_queries(15):
        assert case.citizen.name in page(visitor, case, tab)


def test_query_count_does_not_follow_the_cases_of_the_database(
    visitor, case, team, caseworker, django_assert_max_num_queries
):
    for _ in range(60):
        CaseFactory(event__citizen__team=team, by=caseworker)
    with django_assert_max_num_queries(15):
        page(visitor, case)
