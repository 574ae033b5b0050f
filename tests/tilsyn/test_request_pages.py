"""The pages of a request (V019-V021, V025, V053, V094, V095, V126): who gets in, and what they do."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tilsyn.models import DirectorateDelay, PaperKind, Supervision, SupervisionDelay, SupervisionStatus

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.days import as_days
from ..factories.letters import short_letters
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove(client):
    tove = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    client.force_login(tove)
    return tove


def danish(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def fields(tove, **changes) -> dict:
    return {
        "form": "central_sample",
        "way": "notices",
        "received_on": danish(timezone.localdate()),
        "owner": tove.pk,
        "key": str(uuid.uuid4()),
        **changes,
    }


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_request_is_registered_with_its_letter(client, tove):
    """V021."""
    letter = SimpleUploadedFile("brev.txt", b"Anmodning om materiale")
    response = client.post(reverse("supervision_new"), fields(tove, announced_size="12", notice=letter))
    supervision = Supervision.objects.get()
    assert response.headers["Location"] == reverse("supervision", args=[supervision.number])
    assert (supervision.announced_size, supervision.owner) == (12, tove)
    assert supervision.papers.get().kind == PaperKind.NOTICE


def test_the_same_page_sent_twice_registers_once(client, tove):
    given = fields(tove)
    answers = [client.post(reverse("supervision_new"), given).headers["Location"] for _ in range(2)]
    assert (Supervision.objects.count(), answers[0]) == (1, answers[1])


def test_what_another_form_asks_of_is_dropped(client, tove):
    visit_on = danish(timezone.localdate() + timedelta(days=20))
    client.post(reverse("supervision_new"), fields(tove, theme="Sygdom", visit_on=visit_on))
    supervision = Supervision.objects.get()
    assert (supervision.theme, supervision.visit_on) == ("", None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"form": "visit"}, "Skriv, hvornår besøget er"),
        ({"form": "visit", "visit_on": "01-01-2020"}, "før varslet kom"),
        ({"form": "spot_survey"}, "Skriv, hvad undersøgelsen gælder"),
        ({"received_on": timedelta(days=1)}, "fremtiden"),
        ({"received_on": "01-01-2005"}, "hvem der fører tilsyn"),
        ({"period_from": "01-01-2026"}, "både den første og den sidste"),
        ({"period_from": "02-01-2026", "period_to": "01-01-2026"}, "slutter, før den begynder"),
        ({"composition": "Sagen om 010190-1234"}, "ligner et CPR-nr."),
        ({"announced_size": "0"}, "større end eller lig 1"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(client, tove, changes, told):
    typed = {name: danish(told) if isinstance(told, date) else told for name, told in as_days(changes).items()}
    response = client.post(reverse("supervision_new"), fields(tove, **typed))
    assert response.status_code == 422
    assert told in text(response)
    assert not Supervision.objects.exists()


@pytest.mark.parametrize("role", ["sagsbehandler", "leder", "medunderskriver"])
def test_who_may_look_may_not_register(client, role):
    client.force_login(UserFactory(role=role, teams=[TeamFactory()]))
    assert client.get(reverse("supervisions")).status_code == 200
    assert client.get(reverse("supervision_new")).status_code == 403


def test_the_overview_shows_announced_received_and_answered(client, tove):
    """V025, V052, V002."""
    supervision = selected_of(tove, announced_size=3).supervision
    shown = text(client.get(reverse("supervision", args=[supervision.number])))
    for words in ("1 af 3 varslede sager er registreret", "0 af 1", "§ 7", "14 dage fra", "nr. 1404"):
        assert words in shown


def test_the_overview_tells_of_cases_outside_ones_scope(client, tove):
    supervision = supervision_of(tove)
    other = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    elsewhere = eligible(CaseFactory(event__citizen=CitizenFactory(team=other.teams.get()), by=other))
    selected_of(other, supervision=supervision, case=elsewhere)
    page = reverse("supervision", args=[supervision.number])
    assert "1 af tilsynets sager ligger uden for dit område" in text(client.get(page))
    response = client.post(
        reverse("supervision_end", args=[supervision.number]),
        {"ended_on": danish(timezone.localdate()), "bekraeft": "1"},
    )
    assert response.status_code == 422
    assert Supervision.objects.get().status == SupervisionStatus.COLLECTING


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_and_the_list_cost_the_same_however_much_there_is(
    client, tove, count, django_assert_max_num_queries
):
    for _ in range(count):
        supervision = supervision_of(tove)
    selected_of(tove, supervision=supervision)
    with django_assert_max_num_queries(32):
        client.get(reverse("supervision", args=[supervision.number]))
    with django_assert_max_num_queries(14):
        client.get(reverse("supervisions"))


def test_the_list_is_narrowed(client, tove):
    sample, survey = supervision_of(tove), supervision_of(tove, form="spot_survey")
    closed = supervision_of(tove)
    facts = {"status": SupervisionStatus.CLOSED, "ended_on": timezone.localdate()}
    Supervision.objects.filter(pk=closed.pk).update(**facts)

    def listed(**query):
        return client.get(reverse("supervisions"), query).context["supervisions"]

    assert listed() == [survey, sample]
    assert listed(vis="alle") == [closed, survey, sample]
    assert listed(form="spot_survey", aar=str(survey.year)) == [survey]
    assert listed(aar="1999") == listed(form="x") == [survey, sample]


def test_the_calendar_shows_the_year(client, tove):
    """V020."""
    visit = supervision_of(tove, form="visit", received_on=date(2026, 3, 3), visit_on=date(2026, 3, 20))
    shown = text(client.get(reverse("supervision_calendar"), {"aar": "2026"}))
    assert "Tilsyn i 2026" in shown
    assert shown.count(f"Tilsynsbesøg {visit.number}") == 2
    assert visit.number not in text(client.get(reverse("supervision_calendar"), {"aar": "2025"}))
    assert client.get(reverse("supervision_calendar"), {"aar": "x"}).status_code == 200


def test_a_request_is_put_right_with_a_reason(client, tove):
    supervision = supervision_of(tove, contact="Inger")
    page = reverse("supervision_edit", args=[supervision.number])
    given = {"received_on": danish(supervision.received_on), "owner": tove.pk, "contact": "Bo"}
    assert "Udfyld feltet." in text(client.post(page, given))
    assert "ikke rettet noget" in text(client.post(page, given | {"contact": "Inger", "reason": "Nej"}))
    client.post(page, given | {"reason": "Ny kontakt"})
    assert Supervision.objects.get().contact == "Bo"
    assert "Ny kontakt" in text(client.get(reverse("supervision", args=[supervision.number])))


def test_what_may_not_change_is_not_in_the_form(client, tove):
    supervision = selected_of(tove).supervision
    Supervision.objects.get(pk=supervision.pk).mark_sent(by=tove)
    form = client.get(reverse("supervision_edit", args=[supervision.number])).context["form"]
    assert {"received_on", "visit_on", "theme", "earlier"} & set(form.fields) == set()


def test_one_more_letter_is_filed(client, tove):
    supervision = supervision_of(tove)
    given = {"kind": "notice", "title": "Liste over sager", "received_on": danish(timezone.localdate())}
    page = reverse("supervision_letter_new", args=[supervision.number])
    client.post(page, given | {"file": SimpleUploadedFile("a.txt", b"Liste")})
    assert supervision.papers.get().title == "Liste over sager"
    refused = client.post(page, given | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")})
    assert refused.status_code == 422


def test_a_step_is_confirmed_before_it_is_taken(client, tove):
    supervision = selected_of(tove).supervision
    page = reverse("supervision_end", args=[supervision.number])
    given = {"ended_on": danish(timezone.localdate())}
    asked = client.post(page, given)
    assert "Bekræft: afslut tilsynet" in text(asked)
    assert Supervision.objects.get().status == SupervisionStatus.COLLECTING
    client.post(page, given | {"bekraeft": "1"})
    assert Supervision.objects.get().status == SupervisionStatus.ENDED
    again = client.post(page, given | {"bekraeft": "1"})
    assert (again.status_code, "kan ikke blive" in text(again)) == (422, True)


def test_a_visit_is_held_and_its_copies_get_a_deadline(client, tove):
    facts = {"received_on": timezone.localdate() - timedelta(days=20), "visit_on": timezone.localdate()}
    visit = selected_of(tove, form="visit", **facts).supervision
    assert "Besøget er holdt" in text(client.get(reverse("supervision", args=[visit.number])))
    given = {"held_on": danish(timezone.localdate()), "bekraeft": "1"}
    client.post(reverse("supervision_visit_held", args=[visit.number]), given)
    held = Supervision.objects.get()
    assert (held.status, held.due) == (SupervisionStatus.VISITED, held.deadline.end)


def test_the_notice_of_delay_is_read_confirmed_and_given_once(client, tove):
    """V053."""
    supervision = supervision_of(tove)
    page = reverse("supervision_delay", args=[supervision.number])
    new_due = supervision.due + timedelta(days=7)
    given = {"reason": "Vi mangler timesedler.", "new_due": danish(new_due), "key": str(uuid.uuid4())}
    with short_letters():
        shown = client.post(page, given | {"vis": "1"})
        assert (shown.headers["Content-Type"], shown.headers["Cache-Control"]) == ("application/pdf", "no-store")
        assert "Det kan ikke fortrydes" in text(client.post(page, given))
        assert not SupervisionDelay.objects.exists()
        answers = [client.post(page, given | {"bekraeft": "1"}).status_code for _ in range(2)]
    assert (answers, SupervisionDelay.objects.count()) == ([302, 302], 1)
    assert Supervision.objects.get().due == new_due


def test_a_delay_that_can_not_be_given_is_told_on_the_page(client, tove):
    supervision = supervision_of(tove)
    given = {"reason": "Fordi", "new_due": danish(supervision.due), "key": str(uuid.uuid4())}
    response = client.post(reverse("supervision_delay", args=[supervision.number]), given)
    assert (response.status_code, "efter den nuværende frist" in text(response)) == (422, True)


def test_the_directorates_delay_is_noted_with_its_letter(client, tove):
    """V126."""
    supervision, today = supervision_of(tove), timezone.localdate()
    Supervision.objects.update(status=SupervisionStatus.ENDED, ended_on=today)
    given = {"received_on": danish(today), "expected_on": danish(today + timedelta(days=120)), "reason": "Travlhed"}
    given |= {"file": SimpleUploadedFile("a.txt", b"Besked"), "key": str(uuid.uuid4())}
    client.post(reverse("supervision_directorate_delay", args=[supervision.number]), given)
    noted = DirectorateDelay.objects.get()
    assert noted.paper.kind == PaperKind.DIRECTORATE_DELAY
    assert "Travlhed" in text(client.get(reverse("supervision", args=[supervision.number])))


def test_a_closed_supervision_offers_nothing(client, tove):
    supervision = supervision_of(tove)
    Supervision.objects.update(status=SupervisionStatus.RESULT, ended_on=timezone.localdate())
    client.post(reverse("supervision_close", args=[supervision.number]))
    assert Supervision.objects.get().status == SupervisionStatus.CLOSED
    shown = client.get(reverse("supervision", args=[supervision.number]))
    assert "Ret oplysninger" not in text(shown)


def test_a_request_that_lapses_is_confirmed_first_and_says_why(client, tove):
    supervision = supervision_of(tove)
    page = reverse("supervision_lapse", args=[supervision.number])
    assert page in text(client.get(reverse("supervision", args=[supervision.number])))
    assert client.post(page, {"reason": ""}).status_code == 422
    assert "Kan ikke fortrydes" in text(client.post(page, {"reason": "Registreret to gange"}))
    client.post(page, {"reason": "Registreret to gange", "bekraeft": "1"})
    shown = text(client.get(reverse("supervision", args=[supervision.number])))
    assert "Bortfaldet: Registreret to gange" in shown
    assert "Direktoratets resultat" not in shown
    assert "Direktoratets brev er ikke lagt" not in shown
    assert '<dt>Besvaret</dt><dd><span class="badge badge-neutral">Bortfaldet' in shown


def test_the_same_letter_of_delay_twice_is_told_on_the_page(client, tove):
    """V126: the second notice is its own, and a letter tells of one of them."""
    supervision, today = supervision_of(tove), timezone.localdate()
    Supervision.objects.update(status=SupervisionStatus.ENDED, ended_on=today)
    page = reverse("supervision_directorate_delay", args=[supervision.number])
    statuses = []
    for days in (120, 150):
        given = {"received_on": danish(today), "expected_on": danish(today + timedelta(days=days)), "reason": "Travl"}
        given |= {"file": SimpleUploadedFile("a.txt", b"Besked"), "key": str(uuid.uuid4())}
        response = client.post(page, given)
        statuses.append(response.status_code)
    assert statuses == [302, 422]
    assert "Brevet er allerede noteret" in text(response)


def test_a_letter_is_not_put_on_a_closed_supervision(client, tove):
    supervision, today = supervision_of(tove), timezone.localdate()
    Supervision.objects.update(status=SupervisionStatus.CLOSED, ended_on=today)
    given = {"file": SimpleUploadedFile("a.txt", b"Besked"), "kind": "other", "title": "Brev"}
    given |= {"received_on": danish(today)}
    response = client.post(reverse("supervision_letter_new", args=[supervision.number]), given)
    assert response.status_code == 422
    assert "Tilsynet er lukket" in text(response)


def test_how_material_is_sent_is_linked_from_who_supervises(client):
    """V084."""
    client.force_login(UserFactory(role="administrator", teams=[TeamFactory()]))
    assert reverse("procedures") in text(client.get(reverse("directorates")))
    assert reverse("directorates") in text(client.get(reverse("procedures")))


def test_the_letter_that_names_the_cases_is_for_those_who_handle_supervisions(client, tove):
    """V090, V095: it names citizens of whatever team; a colleague reads of those cases alone that are theirs."""
    client.post(reverse("supervision_new"), fields(tove) | {"notice": SimpleUploadedFile("a.txt", b"010170-1234")})
    supervision = Supervision.objects.get()
    overview, letter = reverse("supervision", args=[supervision.number]), "Anmodning om central"
    page = reverse("supervision_paper", args=[supervision.number, supervision.papers.get().number])
    assert (client.get(page).status_code, letter in text(client.get(overview))) == (200, True)
    for role in ("sagsbehandler", "leder"):
        client.force_login(UserFactory(role=role, teams=[tove.teams.get()]))
        shown = text(client.get(overview))
        assert (letter in shown, "1 brev nævner sager uden for din adgang" in shown) == (False, True)
        assert client.get(page).status_code in (403, 404)
