"""From the rows of a list to letters sent to all of them, page by page, without JavaScript."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from parthoering.actions import run_batch, start_batch, stop_batch
from parthoering.models import BatchStatus, HearingBatch, Refusal
from sanktion.models import AccessKind, AccessLog, Case
from tests.factories import CaseFactory, CitizenFactory, EventFactory, UserFactory
from tests.factories.parthoering import hearing_sent

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
NEW, START = "/koe/partshoering/ny/", "/koe/partshoering/send/"


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def cases(team, caseworker):
    return [CaseFactory(event__citizen=CitizenFactory(team=team), by=caseworker) for _ in range(3)]


def chosen(page, **data):
    return page.post(NEW, {"valg": "valgte", "liste": "koe", "filter": "", **data})


def picks_of(text: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="valgt" value="(\d+)"', text)]


class TestChoosing:
    def test_the_queue_offers_new_cases_alone(self, page, cases, caseworker):
        hearing_sent(cases[0], caseworker)
        text = page.get("/koe/").content.decode()
        assert set(picks_of(text)) == {case.event_id for case in cases[1:]}
        assert "Vælg alle 2 på siden" in text

    def test_those_who_may_not_send_choose_nothing(self, client, cases):
        client.force_login(UserFactory(role="tilsynsansvarlig", teams=[cases[0].team]))
        text = client.get("/koe/").content.decode()
        assert cases[0].number in text
        assert 'form="bulk"' not in text
        assert 'id="bulk"' not in text

    def test_the_list_of_events_offers_its_rows(self, page, citizen):
        events = [EventFactory(citizen=citizen) for _ in range(3)]
        assert set(picks_of(page.get("/haendelser/").content.decode())) == {event.pk for event in events}

    def test_the_chosen_are_shown_with_channel_and_deadline_and_nothing_is_sent(self, page, cases):
        response = chosen(page, valgt=[cases[0].event_id, cases[2].event_id])
        assert [one.case for one in response.context["ready"]] == [cases[0], cases[2]]
        assert "Send 2 partshøringer" in response.content.decode()
        assert set(Case.objects.values_list("status", flat=True)) == {"registered"}

    def test_the_whole_page_without_javascript(self, page, cases):
        hidden = re.findall(r'name="paa_siden" value="(\d+)"', page.get("/koe/").content.decode())
        response = chosen(page, valg="side", paa_siden=hidden)
        assert {one.case for one in response.context["ready"]} == set(cases)

    def test_everything_the_filter_gives(self, page, cases, caseworker):
        Case.objects.filter(pk=cases[0].pk).update(owner=None)
        everything = chosen(page, valg="alle").context["ready"]
        mine = chosen(page, valg="alle", filter="sagsbehandler=mig").context["ready"]
        assert {one.case for one in everything} == set(cases)
        assert {one.case for one in mine} == set(cases[1:])

    def test_all_new_events(self, page, citizen):
        events = [EventFactory(citizen=citizen) for _ in range(2)]
        EventFactory()
        response = chosen(page, valg="alle", liste="haendelser")
        assert {one.event for one in response.context["ready"]} == set(events)

    def test_no_more_than_the_setting_and_it_says_so(self, page, cases, settings):
        settings.SANKTION_MAX_LETTERS = 2
        response = chosen(page, valg="alle")
        assert len(response.context["ready"]) == 2
        assert "højst sendes 2" in response.content.decode()

    def test_those_who_get_none_are_told_with_the_reason(self, page, team, cases):
        event = EventFactory(citizen=CitizenFactory(team=team, protected=True))
        response = chosen(page, valgt=[event.pk, cases[0].event_id])
        assert Refusal.PROTECTED.label in response.content.decode()
        assert event.citizen.address.first_line not in response.content.decode()

    @pytest.mark.parametrize(
        "data", [{}, {"valgt": ["x", "-1", "9" * 30]}, {"valg": "andet"}, {"liste": "andet"}, {"valgt": ["987654321"]}]
    )
    def test_nothing_chosen_leads_back(self, page, data):
        assert chosen(page, **data).headers["Location"] == "/koe/"

    def test_everybody_shown_is_in_the_access_log(self, page, cases, caseworker):
        chosen(page, valgt=[case.event_id for case in cases])
        noted = AccessLog.objects.filter(user=caseworker, page="hearing_batch_new", kind=AccessKind.LIST)
        assert set(noted.values_list("citizen_id", flat=True)) == {case.citizen_id for case in cases}

    def test_five_hundred_cost_no_more_queries_than_three(
        self, page, team, cases, caseworker, django_assert_max_num_queries
    ):
        pks = [EventFactory(citizen=CitizenFactory(team=team)).pk for _ in range(40)]
        with django_assert_max_num_queries(15):
            chosen(page, valgt=pks)


class TestSending:
    def start(self, page, cases, key=None):
        events = ",".join(str(case.event_id) for case in cases)
        return page.post(START, {"events": events, "key": key or uuid4()})

    def test_it_is_asked_for_and_followed(self, page, cases, caseworker, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            response = self.start(page, cases)
        batch = HearingBatch.objects.get()
        assert response.headers["Location"] == f"/koe/partshoering/{batch.pk}/"
        text = page.get(response.headers["Location"]).content.decode()
        assert "Alle 3 breve er sendt." in text
        assert all(case.number in text for case in cases)
        noted = AccessLog.objects.filter(page="hearing_batch_start", kind=AccessKind.WRITE)
        assert noted.count() == 3

    def test_a_double_click_is_one_batch(self, page, cases):
        key = uuid4()
        first, second = self.start(page, cases, key), self.start(page, cases, key)
        assert first.headers["Location"] == second.headers["Location"]
        assert HearingBatch.objects.count() == 1

    @pytest.mark.parametrize("events", ["", "1,x", "1;DROP", "9" * 40, "987654321"])
    def test_what_can_not_be_read_sends_nothing(self, page, events):
        assert page.post(START, {"events": events, "key": uuid4()}).headers["Location"] == "/koe/"
        assert not HearingBatch.objects.exists()

    def test_while_it_runs_the_page_shows_how_far_and_may_be_stopped(self, page, cases):
        self.start(page, cases)
        batch = HearingBatch.objects.get()
        batch.rows.first().refuse(Refusal.FAILED)
        text = page.get(f"/koe/partshoering/{batch.pk}/").content.decode()
        assert "1 af 3 breve er behandlet" in text
        assert 'value="33"' in text
        part = page.get(f"/koe/partshoering/{batch.pk}/status/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert "1 af 3 breve er behandlet" in part
        page.post(f"/koe/partshoering/{batch.pk}/stop/")
        batch.refresh_from_db()
        assert batch.status == BatchStatus.STOPPED
        after = page.get(f"/koe/partshoering/{batch.pk}/status/", headers={"HX-Request": "true"})
        assert after.headers["Location"] == f"/koe/partshoering/{batch.pk}/"

    def test_stopping_what_is_over_says_so(self, page, cases, caseworker):
        batch = start_batch([case.event_id for case in cases], key=uuid4(), by=caseworker)
        run_batch(batch.pk)
        text = page.post(f"/koe/partshoering/{batch.pk}/stop/", follow=True).content.decode()
        assert "allerede slut" in text


class TestResult:
    @pytest.fixture
    def batch(self, cases, caseworker):
        batch = start_batch([case.event_id for case in cases], key=uuid4(), by=caseworker)
        type(cases[0].citizen).objects.filter(pk=cases[0].citizen_id).update(protected_until=timezone.localdate())
        run_batch(batch.pk)
        return batch

    def url(self, batch, query=""):
        return f"{reverse('hearing_batch', args=[batch.pk])}{query}"

    def test_what_needs_doing_comes_first(self, page, batch, cases):
        response = page.get(self.url(batch))
        assert [row.event.case for row in response.context["rows"]] == [cases[0]]
        text = response.content.decode()
        assert Refusal.PROTECTED.label in text
        assert f'href="/sager/{cases[0].number}/"' in text

    def test_the_sent_lead_to_case_and_letter(self, page, batch, cases):
        text = page.get(self.url(batch, "?vis=sent")).content.decode()
        for case in cases[1:]:
            assert f'href="/sager/{case.number}/dokumenter/1/"' in text

    def test_what_went_out_of_sight_is_counted_and_not_shown(self, page, batch, cases):
        Case.objects.filter(pk=cases[1].pk).update(is_restricted=True)
        text = page.get(self.url(batch, "?vis=sent")).content.decode()
        assert cases[1].number not in text
        assert cases[1].citizen.last_name not in text or cases[1].citizen.last_name == cases[2].citizen.last_name
        assert "1 række er ikke vist" in text

    def test_the_cancelled_are_to_be_chosen_again(self, page, cases, caseworker):
        batch = start_batch([case.event_id for case in cases], key=uuid4(), by=caseworker)
        stop_batch(batch, by=caseworker)
        text = page.get(self.url(batch, "?vis=cancelled")).content.decode()
        assert "3 blev annulleret" in text
        assert "Vælg den igen i arbejdskøen" in text

    def test_an_unknown_view_shows_the_first(self, page, batch):
        assert page.get(self.url(batch, "?vis=andet")).status_code == 200

    def test_pages_of_twenty_five(self, page, team, caseworker, django_assert_max_num_queries):
        pks = [EventFactory(citizen=CitizenFactory(team=team)).pk for _ in range(30)]
        batch = start_batch(pks, key=uuid4(), by=caseworker)
        with django_assert_max_num_queries(15):
            response = page.get(self.url(batch, "?vis=waiting"))
        assert len(response.context["rows"]) == 25
        assert "25 af 30" in response.content.decode()

    def test_my_batches_are_mine(self, page, client, batch, team):
        assert f"/koe/partshoering/{batch.pk}/" in page.get("/koe/partshoering/").content.decode()
        client.force_login(UserFactory(role="sagsbehandler", teams=[team]))
        text = client.get("/koe/partshoering/").content.decode()
        assert f"/koe/partshoering/{batch.pk}/" not in text
        assert "Ingen forsendelser endnu" in text
