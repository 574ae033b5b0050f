"""The form that asks for the chosen kind's details, the way from it to a sent hearing, and the notice."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from parthoering.models import Hearing
from sanktion.actions.event import fill_in_event, open_case
from sanktion.actions.upload import look_at
from sanktion.base.permissions import grant
from sanktion.demo.details import example_details
from sanktion.models import AccessLog, Case, CaseDocument, EventKind, EventNotice, MaterialKind, NegativeEvent
from sanktion.models.event_details import DETAILS, DetailType

from ..factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory
from ..factories.files import arm, everything_in, pdf

pytestmark = pytest.mark.django_db

PDF = pdf()
SAFE = look_at(PDF)[0].data


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def text_of(response) -> str:
    return response.content.decode()


def new_url(citizen, query: str = "") -> str:
    return reverse("event_new", args=[citizen.pk]) + query


def as_typed(details: dict) -> dict:
    words = {True: "ja", False: "nej"}
    return {f"detail_{key}": words.get(value, value) for key, value in details.items()}


def post(client, citizen, kind=EventKind.MISSED_JOB_INTERVIEW, **changes):
    day = timezone.localdate()
    data = {"kind": kind.value, "occurred_on": day.isoformat(), "origin": "kommune", "description": "Hvad der skete"}
    return client.post(new_url(citizen), data | as_typed(example_details(kind, day)) | changes)


def notice(data: bytes = PDF, name: str = "besked.pdf", media_type: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, media_type)


def test_the_kind_is_asked_first(visitor, citizen):
    text = text_of(visitor.get(new_url(citizen)))
    assert 'name="kind"' in text
    assert 'name="occurred_on"' not in text
    assert "Vælg hændelse" in text


@pytest.mark.parametrize("kind", EventKind)
def test_only_the_chosen_kinds_fields_are_shown(visitor, citizen, kind):
    text = text_of(visitor.get(new_url(citizen, f"?kind={kind.value}")))
    assert set(re.findall(r'name="(detail_\w+)"', text)) == {f"detail_{detail.key}" for detail in DETAILS[kind]}


@pytest.mark.parametrize("query", ["?kind=", "?kind=12", "?kind=x", "?kind=%00"])
def test_an_unknown_kind_is_asked_again(visitor, citizen, query):
    response = visitor.get(new_url(citizen, query))
    assert response.status_code == 200
    assert 'name="occurred_on"' not in text_of(response)


@pytest.mark.parametrize("kind", EventKind)
def test_each_kind_is_registered_with_its_details(visitor, citizen, kind):
    assert post(visitor, citizen, kind).status_code == 302
    event = NegativeEvent.objects.get(citizen=citizen)
    assert event.details == example_details(kind, timezone.localdate())
    assert not event.details_pending


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, detail.key) for kind in EventKind for detail in DETAILS[kind] if detail.required]
)
def test_a_missing_detail_is_said_at_its_field(visitor, citizen, kind, key):
    response = post(visitor, citizen, kind, **{f"detail_{key}": ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"detail_{key}"]
    assert not NegativeEvent.objects.filter(citizen=citizen).exists()


def test_a_cv_is_not_late_before_a_month_has_gone(visitor, citizen):
    """V050."""
    response = post(visitor, citizen, EventKind.NO_CV, detail_registered_on=timezone.localdate().isoformat())
    assert response.status_code == 422
    assert "Hændelsen kan tidligst ligge dagen efter" in text_of(response)


def test_a_missed_meeting_starts_from_today_and_the_municipality(visitor, citizen):
    form = visitor.get(new_url(citizen, "?kind=3")).context["form"]
    assert (form["occurred_on"].initial, form["origin"].initial) == (timezone.localdate(), "kommune")
    assert visitor.get(new_url(citizen, "?kind=2")).context["form"]["origin"].initial == "stat"
    assert visitor.get(new_url(citizen, "?kind=6")).context["form"]["occurred_on"].initial is None


def test_a_change_of_kind_keeps_the_date(visitor, citizen):
    assert 'value="20-11-2026"' in text_of(visitor.get(new_url(citizen, "?kind=6&occurred_on=20-11-2026")))


def test_saved_event_to_sent_hearing_is_one_more_click(visitor, citizen):
    """The figures of the hearing: «Gem og åbn sag» shows the hearing, its button sends it."""
    shown = post(visitor, citizen, open="1")
    case = Case.objects.get(citizen=citizen)
    assert shown.headers["Location"] == reverse("hearing_new", args=[case.number])
    page = visitor.get(shown.headers["Location"])
    visitor.post(shown.headers["Location"], page.context["form"].initial)
    assert Hearing.objects.get(case=case).sent_at
    case.refresh_from_db()
    assert case.status == "hearing"


def test_event_from_the_list_to_sent_hearing_is_two_clicks(visitor, citizen):
    post(visitor, citizen)
    event = NegativeEvent.objects.get(citizen=citizen)
    assert reverse("open_case", args=[event.pk]) in text_of(visitor.get(reverse("events")))
    shown = visitor.post(reverse("open_case", args=[event.pk]))
    page = visitor.get(shown.headers["Location"])
    visitor.post(shown.headers["Location"], page.context["form"].initial)
    assert Hearing.objects.filter(case__event=event, sent_at__isnull=False).count() == 1


def test_saving_without_opening_leaves_no_case(visitor, citizen):
    assert post(visitor, citizen).headers["Location"] == reverse("citizen", args=[citizen.pk])
    assert not Case.objects.filter(citizen=citizen).exists()
    event = NegativeEvent.objects.get(citizen=citizen)
    assert reverse("event_details", args=[event.pk]) in text_of(visitor.get(reverse("citizen", args=[citizen.pk])))


def test_another_teams_guest_is_not_offered_to_open_a_case(client, case):
    guest = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    grant(guest, "sanktion.view_case", case)
    client.force_login(guest)
    assert "Gem og åbn sag" not in text_of(client.get(new_url(case.citizen, "?kind=3")))
    post(client, case.citizen, open="1", occurred_on="2026-11-01")
    assert Case.objects.filter(citizen=case.citizen).count() == 1


def test_the_case_says_what_is_missing_until_it_is_filled_in(visitor, case):
    """An imported event has no details; opening its case leads to them."""
    url = reverse("event_details", args=[case.event_id])
    text = text_of(visitor.get(reverse("case", args=[case.number])))
    assert "Oplysninger mangler" in text
    assert url in text
    response = visitor.post(url, {"detail_meeting": "job_talk"})
    assert response.headers["Location"] == reverse("case", args=[case.number])
    text = text_of(visitor.get(reverse("case", args=[case.number])))
    assert "Oplysninger mangler" not in text
    assert text.count("Formidlingssamtale (jobsamtale)") == 2
    assert AccessLog.objects.filter(page="event_details", kind="write", case=case).count() == 1


def test_the_details_form_shows_what_is_stored(visitor, citizen, caseworker):
    day = date(2026, 11, 2)
    event = EventFactory(citizen=citizen, kind=EventKind.NO_CV, occurred_on=day)
    fill_in_event(event, details={"registered_on": "2026-09-30", "cv_posted": True}, by=caseworker)
    text = text_of(visitor.get(reverse("event_details", args=[event.pk])))
    assert 'value="30-09-2026"' in text
    assert re.search(r'value="ja"[^>]*checked', text)


def test_wrong_details_are_said_and_not_stored(visitor, case):
    response = visitor.post(reverse("event_details", args=[case.event_id]), {"detail_meeting": "andet"})
    assert response.status_code == 422
    assert NegativeEvent.objects.get(pk=case.event_id).details_pending


def test_a_decided_case_keeps_its_event(visitor, case):
    Case.objects.filter(pk=case.pk).update(status="decided", next_due=None)
    url = reverse("event_details", args=[case.event_id])
    assert url not in text_of(visitor.get(reverse("case", args=[case.number])))
    for response in (visitor.get(url), visitor.post(url, {"detail_meeting": "job_talk"})):
        assert response.headers["Location"] == reverse("case", args=[case.number])
    assert NegativeEvent.objects.get(pk=case.event_id).details_pending


def test_restricted_case_hides_what_its_event_was_about(visitor, case, caseworker):
    hidden = CaseFactory(event__citizen=case.citizen, by=caseworker)
    fill_in_event(hidden.event, details={"meeting": "job_talk"}, by=caseworker)
    Case.objects.filter(pk=hidden.pk).update(is_restricted=True)
    for url in (reverse("case_events", args=[case.number]), reverse("citizen", args=[case.citizen_id])):
        assert "Formidlingssamtale" not in text_of(visitor.get(url))
    assert visitor.get(reverse("event_details", args=[hidden.event_id])).status_code == 404


def test_other_events_show_their_details(visitor, case, caseworker):
    other = EventFactory(citizen=case.citizen)
    fill_in_event(other, details={"meeting": "job_talk"}, by=caseworker)
    assert "Formidlingssamtale (jobsamtale)" in text_of(visitor.get(reverse("case_events", args=[case.number])))


def test_kinds_where_the_ground_must_be_weighed_do_not_offer_to_skip_it(visitor, citizen, caseworker):
    for kind, offered in ((EventKind.LEFT_JOB, False), (EventKind.MISSED_OFFER, True)):
        case = CaseFactory(event__citizen=citizen, event__kind=kind, by=caseworker)
        assert ("not_relevant" in text_of(visitor.get(reverse("assess", args=[case.number])))) is offered


def test_the_notice_waits_on_the_event_and_is_filed_with_the_case(visitor, citizen, caseworker):
    """V068."""
    post(visitor, citizen, notice=notice())
    event = NegativeEvent.objects.get(citizen=citizen)
    response = visitor.get(reverse("event_notice", args=[event.pk]))
    assert (response.content, response["Content-Type"]) == (SAFE, "application/pdf")
    assert AccessLog.objects.filter(citizen=citizen, page="event_notice", kind="print").count() == 1
    document = CaseDocument.objects.get(case=open_case(event, by=caseworker))
    assert (document.kind, document.data) == (MaterialKind.EVENT, SAFE)
    assert document.full_number in text_of(visitor.get(reverse("case", args=[document.case.number])))


def test_a_notice_added_under_a_case_is_filed_at_once_and_only_once(visitor, case):
    url = reverse("event_details", args=[case.event_id])
    for _ in range(2):
        visitor.post(url, {"detail_meeting": "job_talk", "notice": notice()})
    assert CaseDocument.objects.filter(case=case, kind=MaterialKind.EVENT).count() == 1
    assert 'name="notice"' not in text_of(visitor.get(url))


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (notice(b"MZ\x90\x00", "besked.pdf"), "ikke en PDF"),
        (notice(b"<html>", "besked.pdf"), "ikke en PDF"),
        (notice(b"", "besked.pdf"), "Filen er tom"),
        (notice(b"%PDF-1.7" + b"0" * EventNotice.MAX_BYTES), "større end 10 MB"),
    ],
    ids=["program", "page", "empty", "big"],
)
def test_what_is_no_pdf_is_refused_and_kept_nowhere(visitor, citizen, file, sentence):
    response = post(visitor, citizen, notice=file)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not NegativeEvent.objects.filter(citizen=citizen).exists()
    assert not EventNotice.objects.exists()


def test_content_counts_not_the_name(visitor, citizen):
    assert post(visitor, citizen, notice=notice(PDF, "besked.txt", "text/plain")).status_code == 302
    assert EventNotice.objects.get().data == SAFE


@pytest.mark.parametrize("page", ["event_notice", "event_details"])
def test_a_strangers_event_is_not_found(client, team, page):
    event = EventFactory(citizen=CitizenFactory(team=team))
    EventNotice.objects.create(event=event, data=PDF, received_by=UserFactory())
    client.force_login(UserFactory(role="sagsbehandler", teams=[TeamFactory()]))
    assert client.get(reverse(page, args=[event.pk])).status_code == 404


def test_dates_are_kept_in_one_form(visitor, citizen):
    day = timezone.localdate()
    post(visitor, citizen, EventKind.LEFT_JOB, detail_ended_on=f"{day - timedelta(days=1):%d.%m.%Y}")
    assert NegativeEvent.objects.get(citizen=citizen).details["ended_on"] == (day - timedelta(days=1)).isoformat()
    assert {detail.type for details in DETAILS.values() for detail in details} == set(DetailType)


def test_a_notice_that_acts_by_itself_is_made_harmless(visitor, citizen):
    assert b"JavaScript" in everything_in(pdf(edit=arm))
    assert post(visitor, citizen, notice=notice(pdf(edit=arm))).status_code == 302
    assert b"JavaScript" not in everything_in(EventNotice.objects.get().data)
