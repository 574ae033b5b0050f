"""The demo's guided tour, from its start to its end through the pages, and who may see it."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from koerelister.models import RoutePlan, Stop
from parthoering import demo_tour
from parthoering.models import Hearing
from sanktion.base.cpr import parse
from sanktion.demo.tour import is_practice, practice_of, tour_of
from sanktion.models import Case, CaseStatus, Citizen, LegalBasis, NegativeEvent, User

from ..factories import CaseFactory, TeamFactory, UserFactory
from ..factories.koerelister import AreaFactory, CrewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
TITLES = [
    "Åbn sag på hændelsen",
    "Registrér den skriftlige vejledning",
    "Send partshøring",
    "Vent på svar",
    "Søg kontakt på anden måde",
    "Sæt borgeren på en køreliste",
    "Notér besøget",
    "Afslut kontaktforsøgene",
    "Vurdér sagen",
    "Træf afgørelse",
    "Brevet når borgeren",
]


@pytest.fixture
def demo():
    with override_settings(SANKTION_DEMO=True):
        yield


class Learner:
    """A new caseworker at the browser: follows the tour's own links, and what is asked of the worker is done."""

    def __init__(self, client, user: User, on_commit):
        self.client, self.user, self.on_commit = client, user, on_commit
        client.force_login(user)

    def page(self, query: str = "") -> str:
        return self.client.get(reverse("tour") + query).content.decode()

    def post(self, url: str, data: dict | None = None):
        with self.on_commit(execute=True):
            response = self.client.post(url, data or {})
        assert response.status_code == 302, response.content.decode()
        return response

    @property
    def now(self):
        tour = tour_of(practice_of(User.objects.get(pk=self.user.pk)))
        return tour.now and tour.now.step.title

    @property
    def case(self) -> Case:
        return practice_of(self.user).case

    def at(self, name: str, *, data: dict | None = None):
        """The tour's link leads to the page ``name``, which is filled in."""
        url = reverse(name, args=[self.case.number])
        assert f'href="{url}"' in self.page()
        return self.post(url, data)


@pytest.fixture
def learner(client, demo, django_capture_on_commit_callbacks):
    team = TeamFactory(postcodes=["5000"])
    user = UserFactory(role="sagsbehandler", teams=[team])
    return Learner(client, user, django_capture_on_commit_callbacks)


def today() -> str:
    return f"{timezone.localdate():%d-%m-%Y}"


def guided(learner):
    paper = SimpleUploadedFile("vejledning.txt", b"Du har pligt til at komme til samtaler.", "text/plain")
    data = {"given_on": f"{timezone.localdate() - timedelta(days=90):%d-%m-%Y}", "file": paper, "key": uuid.uuid4()}
    learner.at("guidance_new", data=data)


def heard(learner):
    learner.post(reverse("tour_begin"))
    event = practice_of(learner.user).event
    learner.post(reverse("open_case", args=[event.pk]))
    guided(learner)
    learner.at("hearing_new", data={"channel": "digital_post"})


def tried(learner):
    now = timezone.localtime()
    data = {"channel": "phone", "day": today(), "time": f"{now:%H.%M}", "times": "1", "result": "not_reached"}
    learner.at("contact_new", data=data | {"key": uuid.uuid4()})


def listed(learner):
    area, crew = AreaFactory(), CrewFactory()
    assert reverse("plan_new") in learner.page()
    learner.client.get(reverse("plan_new"))
    wanted = {"date": today(), "areas": [area.pk], "crews": [crew.pk], "max_stops": 20, "key": uuid.uuid4()}
    learner.post(reverse("plan_new"), wanted)
    plan = RoutePlan.objects.get()
    assert learner.now == "Sæt borgeren på en køreliste", "a draft is seen by planners alone"
    assert reverse("plan_detail", args=[plan.pk]) in learner.page()
    learner.post(reverse("plan_publish", args=[plan.pk]))


def visited(learner):
    stop = Stop.objects.get(case=learner.case)
    assert "log ind som <strong>anders</strong>" in learner.page()
    assert reverse("route_register", args=[stop.route_list_id]) in learner.page()
    minute = timezone.localtime() - timedelta(minutes=1)
    seen = {
        "date": f"{minute:%d-%m-%Y}",
        "time": f"{minute:%H.%M}",
        "door_phone": "citizen",
        "mailbox": "none",
        "front_door": "not_read",
        "contact": "no",
        "other_opened": "no",
    }
    data = {f"stop{stop.position}-{name}": value for name, value in seen.items()}
    learner.post(reverse("stop_register", args=[stop.route_list_id, stop.position]), data)


def weighed(learner):
    data = {"is_available": "nej", "text": "Mødte ikke.", "reasonable_ground": "no", "weighing": "Ingen grund."}
    learner.at("assess", data=data | {"effect": "none", "key": uuid.uuid4()})


def decided(learner):
    basis = LegalBasis.objects.for_event(learner.case.event).first()
    data = {"outcome": "deduction", "legal_basis": basis.pk, "effect_from": today(), "reasons": "Du mødte ikke."}
    learner.at("decide", data=data | {"bekraeft": "1"})


def test_a_new_colleague_walks_one_case_through_the_whole_chain(learner):
    assert "Du er ikke begyndt" in learner.page()
    heard(learner)
    assert learner.now == "Vent på svar"
    waiting = learner.case
    assert f'action="{reverse("tour_pass")}"' in learner.page()
    learner.post(reverse("tour_pass"))
    assert learner.case != waiting
    waiting.refresh_from_db()
    assert waiting.status == CaseStatus.HEARING, "nothing is moved back in time"
    assert learner.case.status == CaseStatus.SEEKING_CONTACT
    passed = []
    for act in (tried, listed, visited):
        passed.append(learner.now)
        act(learner)
    passed.append(learner.now)
    learner.at("hearing_conclude")
    for act in (weighed, decided):
        passed.append(learner.now)
        act(learner)
    assert passed == TITLES[4:10]
    learner.case.refresh_from_db()
    assert learner.case.status == CaseStatus.DECIDED
    assert learner.now is None, "the letter has left"
    assert "Alle 11 trin er gjort" in learner.page()


def test_each_step_says_why_and_where_it_is_written(learner):
    learner.post(reverse("tour_begin"))
    tour = tour_of(practice_of(learner.user))
    assert [stop.step.title for stop in tour.stops] == TITLES
    page = learner.page()
    for stop in tour.stops:
        assert stop.step.text.count(". ") == 1, f"{stop.step.title}: two sentences"
        assert stop.step.law in page
    assert page.count('aria-current="step"') == 1


def test_the_deadline_is_passed_once_however_often_it_is_asked(learner):
    heard(learner)
    demo_tour.pass_deadline(learner.user.pk)
    demo_tour.pass_deadline(learner.user.pk)
    assert NegativeEvent.objects.filter(reference__startswith="ØVELSE").count() == 2
    hearing = Hearing.objects.get(case=learner.case)
    assert hearing.runs_until < timezone.localdate()
    assert timezone.localdate(hearing.delivery.sent_at) < hearing.runs_until


def test_nobody_passes_a_deadline_before_there_is_one(learner):
    learner.post(reverse("tour_pass"))
    learner.post(reverse("tour_begin"))
    learner.post(reverse("tour_pass"))
    demo_tour.pass_deadline(learner.user.pk)
    assert NegativeEvent.objects.count() == 1


def test_it_can_be_begun_again_with_somebody_new(learner):
    heard(learner)
    before = learner.case
    learner.post(reverse("tour_begin"))
    assert learner.now == TITLES[0]
    assert practice_of(learner.user).event.citizen != before.citizen
    assert Case.objects.filter(pk=before.pk).exists()


def test_the_citizen_is_made_up_and_of_the_users_own_team(learner):
    learner.post(reverse("tour_begin"))
    citizen = Citizen.objects.get()
    assert parse(citizen.cpr).is_replacement
    assert citizen.team_id in learner.user.team_ids


def test_without_a_team_one_is_told_why_nothing_begins(learner):
    learner.user.teams.clear()
    learner.post(reverse("tour_begin"))
    assert "du er ikke i noget team" in learner.page()
    assert not NegativeEvent.objects.exists()


def test_the_bar_stands_on_ones_own_practice_and_on_no_other_case(learner):
    heard(learner)
    bar = 'class="tourbar"'
    url = reverse("case", args=[learner.case.number])
    assert bar in learner.client.get(url).content.decode()
    other = CaseFactory(event__citizen__team=learner.case.team, by=learner.user)
    assert bar not in learner.client.get(reverse("case", args=[other.number])).content.decode()
    colleague = UserFactory(role="sagsbehandler", teams=[learner.case.team])
    learner.client.force_login(colleague)
    assert bar not in learner.client.get(url).content.decode()


def test_a_practice_of_user_1_is_not_that_of_user_12(caseworker):
    event = NegativeEvent(reference=f"ØVELSE-{caseworker.pk}2-ab")
    assert not is_practice(event, caseworker)


def test_the_tour_asks_again_by_itself_while_time_passes_and_only_then(learner):
    heard(learner)
    assert "hx-trigger" not in learner.page()
    assert "hx-trigger" in learner.page("?tiden=gaar")
    demo_tour.pass_deadline(learner.user.pk)
    assert "hx-trigger" not in learner.page("?tiden=gaar")


@pytest.mark.parametrize(("name", "method"), [("tour", "get"), ("tour_begin", "post"), ("tour_pass", "post")])
def test_outside_the_demo_there_is_no_tour(client, caseworker, name, method):
    client.force_login(caseworker)
    assert getattr(client, method)(reverse(name)).status_code == 404
    assert "Rundvisning" not in client.get(reverse("queue")).content.decode()


@pytest.mark.parametrize("role", ["udkørende", "leder", "tilsynsansvarlig", "administrator"])
def test_it_is_for_those_who_handle_cases(client, demo, role):
    client.force_login(UserFactory(role=role, teams=[TeamFactory()]))
    assert client.get(reverse("tour")).status_code == 403
    assert client.post(reverse("tour_begin")).status_code == 403


def test_outside_the_demo_the_worker_passes_no_deadline(caseworker):
    from parthoering.tasks import pass_practice_deadline

    pass_practice_deadline(caseworker.pk)
    assert not NegativeEvent.objects.exists()
