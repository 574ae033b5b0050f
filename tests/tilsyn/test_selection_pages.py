"""V026-V038 on the pages: who may, what is shown and logged, and what is never shown."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.models import AccessKind, AccessLog
from tilsyn.actions.selection.recording import discard
from tilsyn.contributions import listed
from tilsyn.models import ListStatus, SelectedCase, SelectionDestruction, SelectionList, SelectionWay

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.selection import STRANGER, answered, demo_events, opened, recorded
from ..factories.tilsyn import supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture(autouse=True)
def folders_of_its_own(settings, tmp_path):
    settings.SANKTION_LEDGER = tmp_path / "ledger"
    settings.VAR = tmp_path


@pytest.fixture
def tove(client):
    user = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    client.force_login(user)
    return user


def url(name, selection, *more):
    return reverse(name, args=[selection.supervision.number, selection.number, *more])


def posted(client, supervision, **data):
    given = {"received_on": f"{timezone.localdate():%d-%m-%Y}", "key": supervision.key, **data}
    return client.post(reverse("selection_new", args=[supervision.number]), given)


def test_a_list_is_pasted_looked_through_and_its_cases_recorded(client, tove):
    events = demo_events(tove.teams.get(), 3)
    cases = opened(events[:2], tove)
    supervision = supervision_of(tove)
    answer = posted(client, supervision, pasted="\n".join([one.citizen.cpr for one in events] + [STRANGER, "12"]))
    selection = SelectionList.objects.get()
    assert answer.url == url("selection_list", selection)
    page = client.get(answer.url).content.decode()
    assert all(f"{one.citizen.cpr[:6]}-xxxx" in page and one.citizen.cpr not in page for one in events)
    assert "CPR-nummer skal have ti cifre." in page
    assert cases[0].number in page
    assert AccessLog.objects.filter(user=tove, page="selection_list", kind=AccessKind.LIST).count() == 3
    assert cases[1].number in client.get(url("selection_name", selection)).content.decode()
    client.post(url("selection_name", selection))
    assert SelectedCase.objects.count() == 2
    tab = client.get(reverse("selection", args=[supervision.number])).content.decode()
    assert "Sager registreret" in tab
    assert client.get(f"{answer.url}?udfald=unknown&side=7").context["total"] == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Vælg en fil, eller indsæt linjer."),
        ({"pasted": "navn\nIda"}, "Listen skal have en kolonne med CPR-nummer"),
        ({"pasted": STRANGER, "received_on": "31-12-2099"}, "efter i dag"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_on_it(client, tove, data, told):
    answer = posted(client, supervision_of(tove), **data)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_round_1_and_2_from_the_list_to_the_certificate(client, tove):
    events = demo_events(tove.teams.get(), 3)
    opened(events, tove)
    supervision = supervision_of(tove, way=SelectionWay.CPR_LIST)
    text = "\n".join([one.citizen.cpr for one in events] + [STRANGER])
    posted(client, supervision, pasted=text, runde=1, fra="01-01-2026", til=f"{timezone.localdate():%d-%m-%Y}")
    question = SelectionList.objects.get()
    assert "Hændelse i perioden" in client.get(url("selection_list", question)).content.decode()
    file = client.post(url("selection_answer", question), {"file_format": "csv"})
    assert file["Cache-Control"] == "no-store"
    assert events[0].citizen.formatted_cpr in file.content.decode()
    assert AccessLog.objects.filter(kind=AccessKind.PRINT, page="selection_answer").count() == 3
    today = f"{timezone.localdate():%d-%m-%Y}"
    client.post(url("selection_sent", question), {"file_format": "csv", "sent_on": today})
    question.refresh_from_db()
    assert question.status == ListStatus.SENT
    choice = recorded(supervision, [events[0].citizen.cpr], tove)
    assert "og destruér resten" in client.get(url("selection_name", choice)).content.decode()
    answer = client.post(url("selection_name", choice), follow=True)
    page = answer.content.decode()
    assert "0 fund" in page
    assert "også søgt efter numrene selv" in page
    assert "3 destrueret, 1 valgt" in page
    assert not any(one.citizen.cpr in page or f"{one.citizen.cpr[:6]}-xxxx" in page for one in events)
    assert "også søgt" not in client.get(answer.redirect_chain[-1][0]).content.decode()
    checked = client.post(f"{answer.redirect_chain[-1][0]}kontrol/").content.decode()
    assert "0 fund" in checked
    assert "Sletning" not in client.get(url("selection_list", question)).content.decode()


def test_what_is_outside_the_users_access_is_a_number_on_the_page(client, tove):
    hidden = CaseFactory(event__citizen=CitizenFactory(team=TeamFactory()))
    selection = recorded(supervision_of(tove), [hidden.citizen.cpr, STRANGER], tove)
    page = client.get(url("selection_list", selection)).content.decode()
    assert "1 række er uden for din adgang" in page
    assert hidden.number not in page
    assert f"{hidden.citizen.cpr[:6]}-xxxx" not in page
    assert hidden.citizen.last_name not in page
    assert not AccessLog.objects.filter(citizen=hidden.citizen, user=tove).exists()


def test_a_delivery_error_is_noted_as_put_right(client, tove):
    selection = recorded(supervision_of(tove, way=SelectionWay.REGISTER_EXTRACT), ["reference", "L0009-00001"], tove)
    page = client.get(url("selection_list", selection)).content.decode()
    assert "Notér rettet i registret" in page
    client.post(url("selection_correction", selection, 2), {"note": "Rækken er trukket tilbage"})
    assert "Rækken er trukket tilbage" in client.get(url("selection_list", selection)).content.decode()
    assert client.get(url("selection_correction", selection, 3)).status_code == 404


@pytest.mark.thorough
def test_the_period_of_registration_is_shown_and_fetched(client, tove):
    event = demo_events(tove.teams.get(), 1)[0]
    today = timezone.localdate()
    supervision = supervision_of(tove, way="registration_period", period_from=today, period_to=today)
    page = client.get(reverse("selection_period", args=[supervision.number])).content.decode()
    assert event.citizen.name in page
    day = f"{today:%d-%m-%Y}"
    data = {"fra": day, "til": day, "file_format": "xlsx"}
    file = client.post(reverse("selection_period_file", args=[supervision.number]), data)
    assert file.content.startswith(b"PK")
    CaseFactory(event__citizen=CitizenFactory(team=TeamFactory()))
    assert client.post(reverse("selection_period_file", args=[supervision.number]), data).status_code == 302


@pytest.mark.thorough
def test_a_list_is_discarded_and_asked_for_again(client, tove):
    selection = recorded(supervision_of(tove), [STRANGER], tove)
    client.post(url("selection_look_again", selection))
    assert "destrueres" in client.get(url("selection_discard", selection)).content.decode()
    client.post(url("selection_discard", selection))
    client.post(url("selection_discard", selection))
    assert SelectionDestruction.objects.get().rows == 1


@pytest.mark.thorough
@pytest.mark.parametrize("role", ["sagsbehandler", "leder", "udkørende"])
def test_others_may_not(client, role):
    by = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    selection = answered(supervision_of(by, way=SelectionWay.CPR_LIST), [], by, STRANGER)
    client.force_login(UserFactory(role=role, teams=by.teams.all()))
    assert client.get(url("selection_list", selection)).status_code == 403
    assert client.post(url("selection_name", selection)).status_code == 403


def test_the_citizen_is_told_of_the_list_until_it_is_destroyed(tove):
    """Art. 15."""
    citizen = CitizenFactory(team=tove.teams.get())
    selection = recorded(supervision_of(tove), [citizen.cpr], tove)
    told = [("Tilsyn " + selection.supervision.number, "Borgerens nummer står på en liste, direktoratet har sendt.")]
    assert list(listed(citizen)) == told
    discard(selection, by=tove)
    assert list(listed(citizen)) == []


@pytest.mark.thorough
def test_an_error_in_a_case_outside_the_users_access_is_no_page(client, tove):
    hidden = CaseFactory(event__citizen=CitizenFactory(team=TeamFactory()))
    both = UserFactory(role="tilsynsansvarlig", teams=[hidden.team, tove.teams.get()])
    supervision = supervision_of(tove, way=SelectionWay.REGISTER_EXTRACT)
    selection = recorded(supervision, ["sagsnummer", hidden.number], both)
    assert client.get(url("selection_correction", selection, 2)).status_code == 404
    client.post(url("selection_look_again", selection))
    assert selection.rows.get().fault_kind == "facts"
    client.force_login(both)
    assert client.get(url("selection_correction", selection, 2)).status_code == 200
