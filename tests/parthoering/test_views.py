from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from parthoering.models import Channel, Delivery, DeliveryStatus, Hearing, HearingStatus
from sanktion.models import AccessKind, AccessLog, CaseStatus
from tests.factories import CaseFactory, TeamFactory, UserFactory
from tests.factories.parthoering import (
    STATEMENT,
    attempt_noted,
    case_ready,
    hearing_answered,
    hearing_expired,
    hearing_sent,
)

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

PAGES = [
    "hearing_new",
    "hearing_preview",
    "hearing_answer",
    "hearing_extend",
    "hearing_resend",
    "contact_new",
    "hearing_conclude",
    "contact_documentation",
    "contact_check",
]
KEY = "0f9d3b1e-7a60-4b1c-9a63-0a54d7a1a111"


@pytest.fixture
def signed_in(client, caseworker):
    client.force_login(caseworker)
    return client


def url(name, case):
    return reverse(name, args=[case.number])


def answer_form(**changes):
    day = timezone.localdate().strftime("%d-%m-%Y")
    return {
        "outcome": "statement",
        "answered_on": day,
        "channel": "phone",
        "text": STATEMENT,
        "key": KEY,
    } | changes


def contact_form(**changes):
    now = timezone.localtime()
    return {
        "channel": "phone",
        "day": now.strftime("%d-%m-%Y"),
        "time": now.strftime("%H.%M"),
        "times": "1",
        "result": "not_reached",
        "text": "",
        "key": KEY,
    } | changes


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_team_s_case_is_not_there(client, case, name, method):
    client.force_login(UserFactory(role="sagsbehandler", teams=[TeamFactory()]))
    assert getattr(client, method)(url(name, case)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_may_only_read_gets_no_further(client, case, team, name):
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    expected = 200 if name in ("contact_documentation", "contact_check") else 403
    assert client.get(url(name, case)).status_code == expected


@pytest.mark.parametrize("name", PAGES)
def test_anonymous_is_asked_to_sign_in(client, case, name):
    assert reverse("login") in client.get(url(name, case))["Location"]


def test_hearing_is_sent_in_two_clicks(signed_in, case):
    assert url("hearing_new", case) in signed_in.get(url("case", case)).content.decode()
    page = signed_in.get(url("hearing_new", case)).content.decode()
    assert case.citizen.name in page
    assert "14 dage fra" in page
    response = signed_in.post(url("hearing_new", case), {"channel": "digital_post"}, follow=True)
    assert response.redirect_chain == [(url("case", case), 302)]
    assert messages(response)[0].startswith("Partshøringen er sendt. Svarfristen er")
    assert Hearing.objects.get().channel == Channel.DIGITAL_POST


def test_sending_twice_tells_why_and_sends_once(signed_in, case):
    signed_in.post(url("hearing_new", case), {"channel": "letter"})
    response = signed_in.post(url("hearing_new", case), {"channel": "letter"}, follow=True)
    assert messages(response)[-1] == "Der kan ikke sendes partshøring: sagen er «Partshøring sendt»."
    assert Hearing.objects.count() == 1


def test_a_channel_that_does_not_reach_the_citizen_is_refused(signed_in, case):
    case.citizen.digital_post = False
    case.citizen.save()
    assert "Digital Post, svarfrist" not in signed_in.get(url("hearing_new", case)).content.decode()
    assert signed_in.post(url("hearing_new", case), {"channel": "digital_post"}).status_code == 422
    assert not Hearing.objects.exists()


def test_a_citizen_nobody_can_reach_gives_a_message_not_a_form(signed_in, case):
    case.citizen.digital_post, case.citizen.address = False, None
    case.citizen.save()
    response = signed_in.get(url("hearing_new", case), follow=True)
    assert "hverken Digital Post eller en kendt adresse" in messages(response)[0]


@pytest.mark.parametrize("query", ["", "?med=letter", "?med=digital_post", "?med=due"])
def test_preview_is_the_real_letter_and_changes_nothing(signed_in, case, query):
    response = signed_in.get(url("hearing_preview", case) + query)
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF")
    assert not Hearing.objects.exists()
    assert AccessLog.objects.get(page="hearing_preview").kind == AccessKind.PRINT


def test_answer_is_registered_word_for_word(signed_in, case, caseworker):
    hearing_sent(case, caseworker)
    response = signed_in.post(url("hearing_answer", case), answer_form(), follow=True)
    assert messages(response) == ["Borgerens svar er gemt i journalen."]
    assert case.journal.first().text == STATEMENT
    assert "Jeg ringede kl. 8" in response.content.decode()


def test_a_citizen_who_will_not_answer(signed_in, case, caseworker):
    hearing_sent(case, caseworker)
    signed_in.post(url("hearing_answer", case), answer_form(outcome="no_statement", text="Nej tak."))
    assert Hearing.objects.get().status == HearingStatus.WAIVED


def test_the_same_answer_twice_is_stored_once(signed_in, case, caseworker):
    hearing_sent(case, caseworker)
    signed_in.post(url("hearing_answer", case), answer_form())
    entries = case.journal.count()
    response = signed_in.post(url("hearing_answer", case), answer_form(), follow=True)
    assert messages(response)[-1] == "Borgerens svar er allerede registreret."
    assert case.journal.count() == entries


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"text": "  \n "}, "Skriv, hvad borgeren har svaret."),
        ({"text": "x" * 20_001}, "20000"),
        ({"channel": "visit"}, "Vælg, hvordan svaret er modtaget."),
        ({"answered_on": "32-01-2026"}, "Skriv datoen som dd-mm-åååå"),
        ({"answered_on": "01-01-2020"}, "før partshøringen blev sendt"),
        ({"answered_on": "01-01-2199"}, "i fremtiden"),
    ],
)
def test_a_faulty_answer_is_told_and_kept_in_the_form(signed_in, case, caseworker, changes, error):
    hearing_sent(case, caseworker)
    response = signed_in.post(url("hearing_answer", case), answer_form(**changes))
    assert response.status_code == 422
    assert error in response.content.decode()
    assert Hearing.objects.get().status == HearingStatus.SENT


def test_contact_attempt_is_noted_once_however_often_it_is_clicked(signed_in, case, caseworker):
    hearing_sent(case, caseworker)
    for _ in range(2):
        response = signed_in.post(url("contact_new", case), contact_form(), follow=True)
        assert messages(response)[-1] == "Kontaktforsøget er noteret i journalen."
    assert case.contact_attempts.count() == 1
    assert case.journal.first().heading == "Telefon – ingen kontakt"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"channel": "visit"}, "Vælg, hvordan du har forsøgt at få kontakt."),
        ({"time": "25.00"}, "Skriv klokkeslættet som tt.mm"),
        ({"day": "01-01-2199"}, "Tidspunktet ligger i fremtiden."),
        ({"day": "01-01-2020"}, "før partshøringen blev sendt"),
        ({"result": ""}, "Vælg, hvordan det gik."),
        ({"times": "0"}, "1"),
        ({"times": "mange"}, "Skriv et helt tal."),
        ({"result": "reached"}, "Skriv, hvad der skete."),
        ({"result": "message_left"}, "Skriv, hvad der skete."),
        ({"channel": "relative"}, "Skriv, hvad der skete."),
    ],
)
def test_a_faulty_attempt_is_told(signed_in, case, caseworker, changes, error):
    hearing_sent(case, caseworker)
    response = signed_in.post(url("contact_new", case), contact_form(**changes))
    assert response.status_code == 422
    assert error in response.content.decode()
    assert not case.contact_attempts.exists()


def test_contact_is_concluded_from_the_case(signed_in, case, caseworker):
    hearing_expired(case, caseworker)
    page = signed_in.get(url("case", case)).content.decode()
    assert "Der er ikke noteret et kontaktforsøg" in page
    assert url("hearing_conclude", case) not in page
    response = signed_in.post(url("hearing_conclude", case), follow=True)
    assert "ikke noteret et kontaktforsøg" in messages(response)[0]
    attempt_noted(case, caseworker)
    assert url("hearing_conclude", case) in signed_in.get(url("case", case)).content.decode()
    assert signed_in.get(url("hearing_conclude", case)).status_code == 200
    signed_in.post(url("hearing_conclude", case))
    case.refresh_from_db()
    assert case.status == CaseStatus.READY


@pytest.mark.parametrize(
    "name", ["hearing_answer", "hearing_extend", "contact_new", "hearing_conclude", "hearing_resend"]
)
def test_before_the_hearing_its_pages_lead_back_to_the_case(signed_in, case, name):
    method = signed_in.post if name == "hearing_resend" else signed_in.get
    response = method(url(name, case), follow=True)
    assert response.redirect_chain == [(url("case", case), 302)]
    assert messages(response)


STATES = {
    "registered": lambda case, user: None,
    "hearing": hearing_sent,
    "seeking_contact": hearing_expired,
    "answered": hearing_answered,
    "ready": case_ready,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_fails_in_any_state(signed_in, case, caseworker, state, name, method):
    STATES[state](case, caseworker)
    assert getattr(signed_in, method)(url(name, case)).status_code in (200, 302, 405, 422)
    assert signed_in.get(url("case", case)).status_code == 200


@pytest.mark.parametrize(
    ("state", "shown", "hidden"),
    [
        ("registered", ["hearing_new"], ["hearing_answer", "contact_new", "hearing_conclude"]),
        ("hearing", ["hearing_answer", "contact_new"], ["hearing_new", "hearing_conclude"]),
        ("seeking_contact", ["hearing_answer", "contact_new"], ["hearing_new", "hearing_conclude"]),
        ("answered", ["contact_new"], ["hearing_new", "hearing_answer"]),
        ("ready", ["hearing_new", "hearing_answer"], ["hearing_conclude"]),
    ],
)
def test_the_case_page_offers_what_can_be_done(signed_in, case, caseworker, state, shown, hidden):
    STATES[state](case, caseworker)
    page = signed_in.get(url("case", case)).content.decode()
    assert [name for name in shown if url(name, case) not in page] == []
    assert [name for name in hidden if url(name, case) in page] == []


def test_who_may_only_read_sees_the_hearing_and_no_buttons(client, case, caseworker, team):
    hearing_sent(case, caseworker)
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    page = client.get(url("case", case)).content.decode()
    assert "Afventer svar" in page
    assert url("hearing_answer", case) not in page


def test_a_letter_that_could_not_be_sent_can_be_sent_again(signed_in, case, caseworker):
    hearing_sent(case, caseworker)
    Delivery.objects.update(status=DeliveryStatus.FAILED, sent_at=None, error_code="OSError")
    assert "Brevet er ikke afsendt (OSError)" in signed_in.get(url("case", case)).content.decode()
    signed_in.post(url("hearing_resend", case))
    assert Delivery.objects.get().status == DeliveryStatus.WAITING


def test_no_panel_tells_how_contact_was_sought(signed_in, case, caseworker):
    """B048: a case whose citizen was sought at home looks outside its journal like one that was rung up."""
    from sanktion.actions.contact import record_attempt
    from sanktion.models import ContactChannel
    from sanktion.panels import panels_for

    user = type(caseworker).objects.get(pk=caseworker.pk)
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    shown = []
    for each, channel in ((case, ContactChannel.VISIT), (other, ContactChannel.PHONE)):
        hearing_expired(each, caseworker)
        record_attempt(
            each, channel=channel, happened_at=timezone.now(), reached=False, heading=channel.label, by=caseworker
        )
        panels = panels_for(each, user)["next_step"] + panels_for(each, user)["deadlines"]
        shown.append([{key: value for key, value in panel.items() if key != "hearing"} for panel in panels])
    assert shown[0] == shown[1]


@pytest.mark.parametrize("state", STATES)
def test_panels_cost_the_same_few_queries(case, caseworker, django_assert_max_num_queries, state):
    from sanktion.panels import panels_for

    STATES[state](case, caseworker)
    user = type(caseworker).objects.with_scope().get(pk=caseworker.pk)
    user.has_perm("sanktion.handle_case")
    with django_assert_max_num_queries(6):
        panels_for(case, user)


@pytest.mark.parametrize("name", ["hearing_answer", "contact_new"])
def test_queries_do_not_grow_with_what_is_in_the_case(signed_in, case, caseworker, name, django_assert_max_num_queries):
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        hearing_sent(case, caseworker)
    for _ in range(20):
        attempt_noted(case, caseworker)
    with django_assert_max_num_queries(10):
        assert signed_in.get(url(name, case)).status_code == 200
