"""V018, V092: a case leaves or comes back, and the directorate is told «hurtigst muligt»."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.base import typesetting
from sanktion.checks import registered_checks
from sanktion.duties import registered_duties
from sanktion.models import JournalEntry, Words
from tilsyn.actions.eligibility import (
    WithdrawalNotAllowed,
    bring_back_case,
    mark_letters_sent,
    withdraw_case,
    write_letters,
)
from tilsyn.actions.steps import end_supervision
from tilsyn.letters.withdrawal import WITHDRAWAL_LETTER
from tilsyn.models import PaperKind, SentBy, WithdrawalNotice, WithdrawnBecause

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.tilsyn import eligible, selected_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@pytest.fixture
def letters(monkeypatch):
    """What the letters say, without drawing them."""
    drawn = []
    monkeypatch.setattr(typesetting, "_write", lambda text, root, sheets, variant: drawn.append(text) or b"%PDF-1.7")
    return drawn


def out(selected, by, because=WithdrawnBecause.NO_DUTY):
    withdraw_case(selected, because, note="Hændelsen er trukket tilbage.", by=by)
    selected.refresh_from_db()
    return selected


def sent(selected, by, on=None):
    write_letters(selected.supervision, by=by)
    return mark_letters_sent(selected.supervision, sent_on=on or timezone.localdate(), way=SentBy.SECURE_MAIL, by=by)


def duties_of(user):
    source = next(one for one in registered_duties() if one.name == "withdrawal_letters")
    found = list(source.open_for(user).values_list("pk", flat=True))
    return list(source.rows(found, user).values())


def check(name):
    return next(one for one in registered_checks() if one.name == name)


def test_a_case_leaves_with_a_reason_and_the_journal_says_so(tove, selected):
    out(selected, tove)
    assert selected.get_withdrawn_because_display() == "Hændelsen udløste ikke pligt til at vurdere rådigheden"
    entry = JournalEntry.objects.filter(case=selected.case).first()
    assert entry.heading == f"Sagen udgår af tilsyn {selected.supervision.number}"
    assert "Hændelsen er trukket tilbage." in entry.text


def test_a_double_click_withdraws_once(tove, selected):
    out(selected, tove)
    out(selected, tove)
    assert WithdrawalNotice.objects.count() == 1


def test_category_4_owes_the_letter_from_the_moment_it_is_named(tove):
    """V092: nobody has to remember it."""
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove), category=4)
    selected = selected_of(tove, case=case)
    assert selected.notices.get().due == timezone.localdate()


def test_what_the_directorate_took_out_itself_needs_no_letter(tove, selected):
    out(selected, tove, WithdrawnBecause.DIRECTORATE)
    assert not WithdrawalNotice.objects.exists()


def test_it_comes_back_until_the_letter_is_sent(tove, selected, letters):
    out(selected, tove)
    write_letters(selected.supervision, by=tove)
    bring_back_case(selected, by=tove)
    selected.refresh_from_db()
    assert selected.takes_part
    assert not WithdrawalNotice.objects.standing().exists()
    out(selected, tove)
    sent(selected, tove)
    with pytest.raises(WithdrawalNotAllowed, match="fået brev"):
        bring_back_case(selected, by=tove)


def test_category_4_does_not_come_back(tove):
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove), category=5)
    with pytest.raises(WithdrawalNotAllowed, match="matchkategori"):
        bring_back_case(selected_of(tove, case=case), by=tove)


def test_one_click_writes_the_letter_of_each_waiting_case(tove, selected, letters):
    out(selected, tove)
    other = out(selected_of(tove, supervision=selected.supervision), tove)
    papers = write_letters(selected.supervision, by=tove)
    assert {paper.selected for paper in papers} == {selected, other}
    assert {paper.kind for paper in papers} == {PaperKind.WITHDRAWAL}
    assert write_letters(selected.supervision, by=tove) == []


def test_the_letter_names_the_category_who_assessed_it_and_when_and_no_citizen(tove, letters):
    """V016, V092."""
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove), category=4)
    selected = selected_of(tove, case=case)
    write_letters(selected.supervision, by=tove)
    text = letters[0]
    assert case.number in text
    for said in ("Liste 1, række 1", "Matchkategori på hændelsens dato", "<td>4</td>", "Rådgiver", "1. januar 2020"):
        assert said in text
    for unsaid in (case.citizen.last_name, case.citizen.formatted_cpr, "Andre problemer end ledighed"):
        assert unsaid not in text


def test_letters_of_cases_outside_the_scope_are_left_for_others(tove, selected, letters):
    out(selected, tove)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    assert write_letters(selected.supervision, by=stranger) == []


def test_the_letter_stands_in_the_queue_until_it_is_sent(tove, selected, letters):
    out(selected, tove)
    row = duties_of(tove)[0]
    assert (row.number, row.step, row.due) == (selected.case.number, "Skriv til direktoratet", timezone.localdate())
    assert duties_of(UserFactory(role="sagsbehandler", teams=[tove.teams.get()])) == []
    sent(selected, tove)
    assert duties_of(tove) == []


def test_a_letter_older_than_a_day_is_red_in_the_nightly_check(tove, selected):
    out(selected, tove)
    asked = check("withdrawal_letters")
    today = timezone.localdate()
    assert [asked.late(today + timedelta(days=days - asked.days)) for days in (0, 1, 2)] == [0, 0, 1]


def test_the_card_tells_how_old_the_oldest_is(client, tove, selected):
    out(selected, tove)
    client.force_login(tove)
    url = reverse("supervision", args=[selected.supervision.number])
    assert "Den ældste udgik i dag" in client.get(url).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        client.force_login(tove)
        assert "Den ældste har ventet 3 dage" in client.get(url).content.decode()


def test_the_pages_take_a_case_out_and_back(client, tove, selected):
    client.force_login(tove)
    arguments = [selected.supervision.number, selected.case.number]
    url = reverse("supervision_withdraw", args=arguments)
    assert client.post(url, {"because": "no_duty", "note": ""}).status_code == 422
    assert client.post(url, {"because": "no_duty", "note": "Trukket tilbage"}).status_code == 302
    selected.refresh_from_db()
    assert not selected.takes_part
    client.post(reverse("supervision_bring_back", args=arguments))
    selected.refresh_from_db()
    assert selected.takes_part


def test_the_date_of_sending_is_neither_before_the_case_left_nor_after_today(client, tove, selected, letters):
    out(selected, tove)
    write_letters(selected.supervision, by=tove)
    client.force_login(tove)
    url = reverse("withdrawal_sent", args=[selected.supervision.number])
    for days, status in ((-1, 422), (1, 422), (0, 302)):
        day = timezone.localdate() + timedelta(days=days)
        letter = WithdrawalNotice.objects.get().pk
        answer = client.post(url, {"sent_on": f"{day:%d-%m-%Y}", "way": "secure_mail", "letters": [letter]})
        assert answer.status_code == status
    assert WithdrawalNotice.objects.get().sent_on == timezone.localdate()


def test_who_only_reads_can_take_no_case_out(client, tove, selected):
    client.force_login(UserFactory(role="sagsbehandler", teams=[tove.teams.get()]))
    url = reverse("supervision_withdraw", args=[selected.supervision.number, selected.case.number])
    assert client.post(url, {"because": "no_duty", "note": "x"}).status_code == 403


@pytest.mark.thorough
def test_the_draft_and_the_sample_are_pdfs(client, tove, selected):
    out(selected, tove)
    client.force_login(tove)
    url = reverse("withdrawal_preview", args=[selected.supervision.number, selected.case.number])
    assert client.get(url).content.startswith(b"%PDF")
    assert WITHDRAWAL_LETTER.preview(Words("withdrawal")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("because", "told"),
    [(WithdrawnBecause.CATEGORY, "matchkategori 2"), (WithdrawnBecause.NOT_REGISTERED, "tilmeldt på hændelsens dato")],
)
def test_the_register_must_bear_out_why_a_case_leaves(client, tove, selected, because, told):
    """V018, V022: the unit takes no case out on a ground that its own register denies."""
    with pytest.raises(WithdrawalNotAllowed, match=told):
        out(selected, tove, because)
    client.force_login(tove)
    url = reverse("supervision_withdraw", args=[selected.supervision.number, selected.case.number])
    response = client.post(url, {"because": because, "note": "Bare ud"})
    assert response.status_code == 422
    assert "Bare ud" in response.content.decode()


def test_the_database_takes_no_case_out_for_a_category_it_did_not_have(tove, selected):
    with pytest.raises(IntegrityError, match="ikke i matchkategori 4-5"), transaction.atomic():
        selected.withdraw(WithdrawnBecause.CATEGORY, note="x", by=tove)


def test_the_letters_are_written_and_sent_after_the_end_too(client, tove, selected, letters):
    """V092: what is owed doesn't lapse when the supervision ends, and the page must let it be done."""
    out(selected, tove)
    end_supervision(selected.supervision, ended_on=timezone.localdate(), by=tove)
    client.force_login(tove)
    page = reverse("supervision_eligibility", args=[selected.supervision.number])
    assert "Skriv 1 brev" in client.get(page).content.decode()
    client.post(reverse("withdrawal_letters", args=[selected.supervision.number]))
    shown = client.get(page).content.decode()
    assert reverse("withdrawal_sent", args=[selected.supervision.number]) in shown
    assert "Med igen" not in shown


def test_only_the_letters_ticked_are_noted_as_sent(client, tove, selected, letters):
    """What a colleague writes meanwhile has not been sent by anybody."""
    out(selected, tove)
    write_letters(selected.supervision, by=tove)
    client.force_login(tove)
    url = reverse("withdrawal_sent", args=[selected.supervision.number])
    first = WithdrawalNotice.objects.get()
    assert f'value="{first.pk}"' in client.get(url).content.decode()
    out(selected_of(tove, supervision=selected.supervision), tove)
    write_letters(selected.supervision, by=tove)
    given = {"sent_on": f"{timezone.localdate():%d-%m-%Y}", "way": "secure_mail"}
    assert client.post(url, given).status_code == 422
    assert client.post(url, given | {"letters": [first.pk]}).status_code == 302
    assert list(WithdrawalNotice.objects.unsent().values_list("pk", flat=True)) != [first.pk]
    assert WithdrawalNotice.objects.unsent().count() == 1
