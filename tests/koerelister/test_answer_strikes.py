"""B014, B017, B020: an answer that comes late strikes the planned visit at once – on the screen, at the reprint and on
the phone – and the assessment is open again."""

import io

import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.drafts import publish
from koerelister.actions.orders import take_orders
from koerelister.actions.visits import log_visit
from koerelister.models import VisitOrder
from parthoering import tasks
from parthoering.models import Hearing
from sanktion.models import AccessLog, CaseStatus
from tests.factories import CaseFactory
from tests.factories.koerelister import drafts_of, visit
from tests.factories.parthoering import LONG_AGO, attempt_noted, hearing_sent

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def two_cases(case, team, caseworker):
    """Heard long ago; the deadlines have passed, and the cases ask for contact."""
    case.citizen.first_name = "Svarende"
    case.citizen.save()
    other = CaseFactory(event__citizen__team=team, by=caseworker)
    with time_machine.travel(timezone.now() - LONG_AGO, tick=False):
        hearing_sent(case, caseworker)
        hearing_sent(other, caseworker)
    tasks.expire_hearings()
    case.refresh_from_db()
    return case, other


@pytest.fixture
def driven(two_cases, team, caseworker, area, crew):
    """Both are on today's list."""
    take_orders()
    (made,) = drafts_of(caseworker, team=team, areas=[area], crews=[crew])
    publish([made], by=caseworker)
    return made


def answer(client, case):
    now = timezone.localtime()
    data = {
        "outcome": "statement",
        "answered_on": f"{now:%d-%m-%Y}",
        "channel": "phone",
        "text": "Jeg var syg.",
        "read_back": "on",
        "key": "0f9d3b1e-7a60-4b1c-9a63-0a54d7a1a333",
    }
    assert client.post(reverse("hearing_answer", args=[case.number]), data).status_code == 302


def printed(client, route_list) -> str:
    data = client.post(reverse("route_print", args=[route_list.pk])).content
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_stop_is_struck_everywhere_at_once(client, two_cases, driven, caseworker):
    case, other = two_cases
    client.force_login(caseworker)
    assert case.citizen.name in printed(client, driven)
    answer(client, case)
    case.refresh_from_db()
    assert case.status == CaseStatus.ANSWERED
    screen = client.get(reverse("route_list", args=[driven.pk])).content.decode()
    assert "1 at besøge af 2 stop" in screen
    assert "Udgår" in screen
    reprint = printed(client, driven)
    assert case.citizen.name not in reprint
    assert other.citizen.name in reprint
    position = driven.stops.get(case=case).position
    phone = client.get(reverse("stop_visit", args=[driven.pk, position])).content.decode()
    assert "Kør ikke derhen" in phone
    assert "Borgeren har svaret" in phone


def test_a_visit_that_only_waits_is_never_put_on_a_list(client, two_cases, team, caseworker, area, crew):
    case, other = two_cases
    take_orders()
    assert VisitOrder.objects.ready().count() == 2
    client.force_login(caseworker)
    answer(client, case)
    (made,) = drafts_of(caseworker, team=team, areas=[area], crews=[crew])
    assert [stop.case for stop in made.stops.all()] == [other]


def test_an_answer_reopens_a_case_that_was_ready_for_its_decision(client, two_cases, caseworker):
    case, _ = two_cases
    attempt_noted(case, caseworker)
    client.force_login(caseworker)
    client.post(reverse("hearing_conclude", args=[case.number]))
    case.refresh_from_db()
    assert case.status == CaseStatus.READY
    answer(client, case)
    case.refresh_from_db()
    assert (case.status, Hearing.objects.get(case=case).status) == (CaseStatus.ANSWERED, "answered")
    assert ("Gengivelse", "Skrevet ned under samtalen, læst op og godkendt af borgeren") in case.journal.first().facts


@pytest.mark.parametrize(
    ("channel", "status", "told"),
    [("in_person", 302, "ikke læst op for borgeren"), ("letter", 302, "efter borgerens brev")],
)
def test_how_the_words_got_onto_the_page_is_kept(client, two_cases, caseworker, channel, status, told):
    case, _ = two_cases
    client.force_login(caseworker)
    data = {
        "outcome": "statement",
        "answered_on": f"{timezone.localdate():%d-%m-%Y}",
        "channel": channel,
        "text": "Jeg var syg.",
        "key": "0f9d3b1e-7a60-4b1c-9a63-0a54d7a1a334",
    }
    url = reverse("hearing_answer", args=[case.number])
    if channel == "letter":
        assert client.post(url, data | {"read_back": "on"}).status_code == 422
    assert client.post(url, data).status_code == status
    assert told in dict(case.journal.first().facts)["Gengivelse"]


def test_an_open_screen_is_told_without_a_name_or_a_row_in_the_log(client, two_cases, driven, caseworker):
    """B047: the question is asked every 20 seconds, and its answer names a number alone."""
    case, _ = two_cases
    stop = driven.stops.get(case=case)
    on_list = reverse("route_changes", args=[driven.pk])
    at_door = reverse("stop_changes", args=[driven.pk, stop.position])
    client.force_login(caseworker)
    before = AccessLog.objects.count()
    assert "strøget" not in client.get(on_list).content.decode() + client.get(at_door).content.decode()
    case.receive_answer(by=caseworker)
    told = client.get(on_list).content.decode(), client.get(at_door).content.decode()
    assert f"Stop {stop.position}: Borgeren har svaret – stop strøget" in told[0]
    assert "Borgeren har svaret – stop strøget" in told[1]
    for text in told:
        assert "Svarende" not in text
        assert stop.address.street not in text
    assert AccessLog.objects.count() == before


def test_a_stop_that_a_colleague_has_noted_says_so(client, two_cases, driven, caseworker):
    stop = driven.stops.first()
    log_visit(stop, visit=visit(), by=caseworker)
    client.force_login(caseworker)
    text = client.get(reverse("stop_changes", args=[driven.pk, stop.position])).content.decode()
    assert "allerede registreret af en kollega" in text


def test_a_visit_that_happened_is_noted_even_so(client, two_cases, driven, caseworker):
    """The fact must be noted: the citizen answered while two people stood at the door."""
    case, _ = two_cases
    stop = driven.stops.get(case=case)
    case.receive_answer(by=caseworker)
    client.force_login(caseworker)
    page = client.get(reverse("route_register", args=[driven.pk])).content.decode()
    assert "Blev stedet alligevel besøgt, så registrér besøget" in page
    now = timezone.localtime()
    answers = {"date": f"{now:%d-%m-%Y}", "time": f"{now:%H%M}", "door_phone": "citizen", "mailbox": "not_read"}
    answers |= {"front_door": "not_read", "contact": "no", "other_opened": "no"}
    data = {f"stop{stop.position}-{name}": value for name, value in answers.items()}
    client.post(reverse("stop_visit", args=[driven.pk, stop.position]), data)
    assert driven.stops.get(case=case).status == "logged"
    assert case.journal.first().heading == "Hjemmebesøg – ingen kontakt"
    case.refresh_from_db()
    assert case.status == CaseStatus.ANSWERED
