"""V074: the pages on which something is held back, and the log of it."""

import pytest
from django.urls import reverse

from sanktion.base.redaction import find
from sanktion.models import AccessLog, JournalEntry, NoteKind, SupervisionRelevance
from tilsyn.actions.holdback import (
    HoldBackRefused,
    choose_scope,
    drop_page,
    fingerprint,
    give_reason,
    mark_word,
    open_holdback,
    send_to_approval,
)
from tilsyn.contributions import held_back
from tilsyn.figures.held_back import log_of
from tilsyn.models import HoldBack, HoldBackMark, HoldStatus

from ..factories import TeamFactory, UserFactory
from ..factories.redaction import KEPT, SECRET, again, approved, document_in, marked, waiting
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def kirsten(team):
    return UserFactory(role="sagsbehandler", teams=[team])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@pytest.fixture
def paper(selected, tove):
    return document_in(selected, by=tove, title="Brev fra Per")


def address(name, selected, held="dokument-1", **more):
    numbers = {"supervision": selected.supervision.number, "number": selected.case.number, "held": held}
    return reverse(name, kwargs=numbers | more)


def log_address(selected, name="held_back_log"):
    return reverse(name, args=[selected.supervision.number])


def test_from_a_found_word_to_an_approved_file(client, selected, paper, tove, kirsten):
    client.force_login(tove)
    assert "Skal afgøres" in client.get(reverse("held_back", args=[selected.supervision.number])).content.decode()
    client.post(address("holdback_open", selected))
    client.post(address("holdback_mark", selected), {"reason": "persons", "word": SECRET.lower()})
    page = client.get(address("holdback", selected)).content.decode()
    assert f"«{SECRET}»" in page
    client.post(address("holdback_send", selected), {"title": "Brev fra en anden"})
    client.force_login(kirsten)
    page = client.get(address("holdback_decide", selected))
    assert "Side 1: Oplysninger om andre personer" in page.content.decode()
    seen = page.context["form"].initial["seen"]
    client.post(address("holdback_decide", selected), {"verdict": "approve", "seen": seen})
    holdback = HoldBack.objects.get()
    assert (holdback.status, holdback.released_title) == (HoldStatus.APPROVED, "Brev fra en anden")
    sent = client.get(address("holdback_pdf", selected)).content
    assert find(sent, KEPT)
    assert not find(sent, SECRET)


def test_a_box_is_drawn_where_the_page_shows_it(client, selected, paper, tove):
    client.force_login(tove)
    open_holdback(selected, paper, by=tove)
    drawn = {"reason": "health", "page": "1", "x0": "30", "y0": "140", "x1": "100", "y1": "170"}
    assert client.post(address("holdback_mark", selected), drawn)["Location"].endswith("#side-1")
    assert [(mark.page, mark.box.y0, mark.box.y1) for mark in HoldBackMark.objects.all()] == [(1, 140, 170)]
    assert 'y="30.00"' in client.get(address("holdback", selected)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"word": SECRET, "reason": "other"},
        {"word": SECRET, "reason": "x"},
        {"reason": "health", "page": "1", "x0": "nan", "y0": "1", "x1": "9", "y1": "9"},
        {"reason": "health", "page": "1", "x0": "1", "y0": "1", "x1": "1", "y1": "1"},
    ],
)
def test_what_can_not_be_marked_is_said_on_the_page(client, selected, paper, tove, wrong):
    client.force_login(tove)
    open_holdback(selected, paper, by=tove)
    response = client.post(address("holdback_mark", selected), wrong)
    assert response.status_code == 422
    assert "data-error-summary" in response.content.decode()
    assert not HoldBackMark.objects.exists()


@pytest.mark.parametrize("wrong", [{"drop_page": "9"}, {"page": "9", "x0": "1", "y0": "1", "x1": "9", "y1": "9"}])
def test_a_page_that_is_not_there_is_not_marked(client, selected, paper, tove, wrong):
    client.force_login(tove)
    open_holdback(selected, paper, by=tove)
    client.post(address("holdback_mark", selected), {"reason": "health", **wrong})
    assert not HoldBackMark.objects.exists()


def test_pages_are_pictures_that_nobody_keeps_and_each_look_is_logged(client, selected, paper, tove):
    marked(selected, paper, by=tove)
    client.force_login(tove)
    before = AccessLog.objects.count()
    for name in ("holdback_page", "holdback_after"):
        response = client.get(address(name, selected, page=1))
        assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "no-store")
        assert response.content.startswith(b"\x89PNG")
        assert client.get(address(name, selected, page=2)).status_code == 404
    assert AccessLog.objects.count() == before + 2


def test_a_mark_gets_another_reason_and_goes(client, selected, paper, tove):
    mark = marked(selected, paper, by=tove).marks.get()
    client.force_login(tove)
    change = address("holdback_change", selected, mark=mark.pk)
    client.post(change, {"reason": "other", "note": ""})
    mark.refresh_from_db()
    assert mark.reason == "persons"
    client.post(change, {"reason": "other", "note": "Tredjemand"})
    mark.refresh_from_db()
    assert (mark.reason, mark.note) == ("other", "Tredjemand")
    client.post(change, {"fjern": "1"})
    assert not HoldBackMark.objects.exists()


def test_another_papers_mark_is_not_found(client, selected, paper, tove):
    other = document_in(selected, by=tove)
    mark = marked(selected, other, by=tove).marks.get()
    open_holdback(selected, paper, by=tove)
    client.force_login(tove)
    response = client.post(address("holdback_change", selected, mark=mark.pk), {"fjern": "1"})
    assert response.status_code == 404


def test_left_out_whole_with_its_reason(client, selected, paper, tove):
    client.force_login(tove)
    open_holdback(selected, paper, by=tove)
    scope = address("holdback_scope", selected)
    assert client.post(scope, {"omfang-scope": "whole"}).status_code == 422
    client.post(scope, {"omfang-scope": "whole", "omfang-reason": "unrelated"})
    client.post(address("holdback_send", selected), {"title": ""})
    assert "angår ikke tilsynet" in client.get(address("holdback", selected)).content.decode().lower()
    client.post(address("holdback_undo", selected))
    assert HoldBack.objects.get().status == HoldStatus.DRAFT
    client.post(address("holdback_undo", selected), {"alt": "1"})
    assert HoldBack.objects.get().status == HoldStatus.WITHDRAWN


def test_who_only_approves_changes_nothing_and_who_made_it_does_not_answer(client, selected, paper, tove, kirsten):
    holdback = waiting(selected, paper, by=tove)
    client.force_login(kirsten)
    assert client.post(address("holdback_undo", selected)).status_code == 403
    client.force_login(tove)
    assert client.get(address("holdback_decide", selected)).status_code == 403
    assert again(holdback).is_waiting


def test_the_overview_says_what_waits(client, selected, paper, tove):
    client.force_login(tove)
    overview = reverse("supervision", args=[selected.supervision.number])
    assert "holdes tilbage</a>" not in client.get(overview).content.decode()
    holdback = marked(selected, paper, by=tove)
    assert "1 papir med noget" in client.get(overview).content.decode()
    send_to_approval(holdback, by=tove)
    assert "1 papir venter på" in client.get(overview).content.decode()


def test_sent_back_says_why(client, selected, paper, tove, kirsten):
    seen = fingerprint(waiting(selected, paper, by=tove))
    client.force_login(kirsten)
    assert client.post(address("holdback_decide", selected), {"verdict": "return", "seen": seen}).status_code == 422
    client.post(address("holdback_decide", selected), {"verdict": "return", "seen": seen, "remark": "Tag mere med"})
    client.force_login(tove)
    assert "Tag mere med" in client.get(address("holdback", selected)).content.decode()


def test_journal_entries_are_left_out_on_the_journals_page(client, selected, tove):
    entry = JournalEntry.objects.write(
        selected.case,
        kind=NoteKind.NOTE,
        heading="Notat",
        text=SECRET,
        concerns=SupervisionRelevance.PARTLY,
        by=tove,
    )
    client.force_login(tove)
    too_early = client.post(address("holdback_mark", selected, "journal"), {"reason": "health", "word": "x"})
    assert too_early.status_code == 302
    assert not HoldBack.objects.exists()
    client.post(address("holdback_open", selected, "journal"))
    client.post(address("holdback_mark", selected, "journal"), {"reason": "health", "entry": entry.number})
    page = client.get(address("holdback", selected, "journal")).content.decode()
    assert "Udeladt" in page
    client.post(address("holdback_open", selected, "journal"), {"nyt": "1"})
    assert HoldBack.objects.get().left_out_entries == {entry.number}


def test_the_log_tells_where_and_why_and_not_what(client, selected, paper, tove, kirsten):
    holdback = marked(selected, paper, by=tove)
    mark_word(holdback, KEPT, reason="other", note="Om en nabo", by=tove)
    send_to_approval(holdback, by=tove)
    approved(holdback, by=kirsten)
    document_in(selected, by=tove, concerns=SupervisionRelevance.NO)
    client.force_login(tove)
    page = client.get(log_address(selected)).content.decode()
    for told in (
        "2 steder på side 1",
        "Andet: Om en nabo",
        "Oplysninger om andre personer",
        str(kirsten),
        str(tove),
        paper.full_number,
    ):
        assert told in page
    for hidden in (SECRET, "Brev fra Per", selected.case.citizen.last_name):
        assert hidden not in page


def test_the_log_is_fetched_as_a_table_and_a_paper(client, selected, paper, tove, kirsten):
    approved(waiting(selected, paper, by=tove), by=kirsten)
    client.force_login(tove)
    table = client.get(log_address(selected, "held_back_log_csv"))
    assert "1 sted på side 1" in table.content.decode("utf-8-sig")
    assert client.get(log_address(selected, "held_back_log_pdf")).content.startswith(b"%PDF")
    assert selected.supervision.number in table["Content-Disposition"]


@pytest.mark.parametrize("name", ["held_back", "held_back_log", "held_back_log_csv"])
def test_cases_of_other_teams_are_counted_and_not_shown(client, selected, paper, tove, name):
    other = selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]), supervision=selected.supervision)
    client.force_login(tove)
    page = client.get(log_address(selected, name)).content.decode()
    assert other.case.number not in page
    if not name.endswith("csv"):
        assert "1 sag i tilsynet ligger uden for" in page


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_asks_as_much_of_three_cases_as_of_one(client, tove, django_assert_max_num_queries, cases):
    first = selected_of(tove)
    for _ in range(cases - 1):
        selected_of(tove, supervision=first.supervision)
    for one in first.supervision.selected.all():
        document_in(one, by=tove)
    client.force_login(tove)
    with django_assert_max_num_queries(30):
        client.get(reverse("held_back", args=[first.supervision.number]))


def test_a_file_without_a_page_left_is_told_and_not_broken(client, selected, paper, tove):
    holdback = open_holdback(selected, paper, by=tove)
    drop_page(holdback, 1, reason="unrelated", by=tove)
    client.force_login(tove)
    page = client.get(address("holdback_pdf", selected), follow=True)
    assert (page.status_code, "alle sider er udeladt" in page.content.decode()) == (200, True)


def test_a_reason_for_a_mark_that_went_meanwhile_is_refused(selected, paper, tove):
    holdback = marked(selected, paper, by=tove)
    mark = holdback.marks.get()
    HoldBackMark.objects.get(pk=mark.pk).delete()
    with pytest.raises(HoldBackRefused, match="ændret"):
        give_reason(mark, reason="health", note="", by=tove)


def logged(document, user, selected) -> list[str]:
    return [row.what for row in log_of(selected.supervision, user) if row.paper == document.full_number]


def test_the_log_does_not_say_that_what_is_sent_after_all_is_left_out(selected, tove, kirsten):
    """V074: noted as none of the directorate's business when it was filed, and sent whole by a later decision."""
    document = document_in(selected, by=tove, concerns=SupervisionRelevance.NO)
    assert logged(document, tove, selected) == ["Hele dokumentet"]
    holdback = open_holdback(selected, document, by=tove)
    choose_scope(holdback, "nothing", by=tove)
    send_to_approval(holdback, by=tove)
    approved(again(holdback), by=kirsten)
    assert logged(document, tove, selected) == ["Intet: sendes helt"]


def test_the_citizen_is_told_what_was_held_back_and_not_of_whom(selected, paper, tove, kirsten):
    """Art. 15: the reasons' notes may name others."""
    holdback = open_holdback(selected, paper, by=tove)
    mark_word(holdback, SECRET, reason="persons", note="Naboen Per", by=tove)
    assert list(held_back(selected.case.citizen)) == []
    send_to_approval(holdback, by=tove)
    approved(again(holdback), by=kirsten)
    ((label, told),) = held_back(selected.case.citizen)
    assert label == f"{paper.full_number}, tilsyn {selected.supervision.number}"
    assert told.startswith("Dele holdes tilbage (oplysninger om andre personer), godkendt ")
    assert "Per" not in told
