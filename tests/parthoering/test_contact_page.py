"""B018, B019: noting an attempt takes one choice; how, how many times and the result are sealed (B048)."""

import uuid

import pytest
from django.db import connection
from django.urls import reverse

from parthoering.forms.contact import ContactForm
from sanktion.models import ContactAttempt, ContactResult
from tests.factories.parthoering import hearing_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(client, case, caseworker):
    hearing_sent(case, caseworker)
    client.force_login(caseworker)
    return reverse("contact_new", args=[case.number])


def sent_by_browser(client, url) -> dict:
    """What the page sends when nothing in it is touched."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None} | {
        "day": f"{form['day'].value():%d-%m-%Y}",
        "time": f"{form['time'].value():%H.%M}",
    }


def test_a_call_that_nobody_took_is_one_choice_and_no_typing(client, url, case):
    client.post(url, sent_by_browser(client, url) | {"result": "not_reached"})
    attempt = case.contact_attempts.get()
    assert (attempt.channel, attempt.times, attempt.result) == ("phone", 1, ContactResult.NOT_REACHED)


def test_every_way_of_b018_but_the_visit_can_be_chosen(url, client):
    offered = [value for value, _ in client.get(url).context["form"].fields["channel"].choices]
    assert set(offered) - {""} == {
        *("phone", "sms", "email", "digital_post", "letter", "in_person", "relative", "other")
    }


@pytest.mark.parametrize("result", ContactResult)
def test_each_result_is_kept_with_its_count(client, url, case, result):
    data = sent_by_browser(client, url) | {"result": result.value, "times": "4", "text": "Talte med svareren."}
    client.post(url, data)
    attempt = case.contact_attempts.get()
    assert (attempt.result, attempt.times, attempt.reached) == (result, 4, result == ContactResult.REACHED)
    entry = case.journal.first()
    assert entry.heading == f"Telefon – {result.label.lower()}"
    assert ("Antal forsøg", "4") in entry.facts


def test_nothing_of_it_stands_in_the_open(client, url, case):
    lengths = set()
    for channel in ("phone", "relative", "digital_post"):
        data = {"channel": channel, "result": "message_left", "text": "KANARIE", "times": "7", "key": uuid.uuid4()}
        client.post(url, sent_by_browser(client, url) | data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, row_to_json(c)::text FROM sanktion_contactattempt c")
        for content, row in cursor.fetchall():
            lengths.add(len(content))
            assert "relative" not in row
            assert "KANARIE" not in row
    assert len(lengths) == 1


def test_attempts_from_before_the_result_was_asked_for_are_still_read(case):
    content = {"channel": "phone", "reached": True, "happened_at": "2025-03-03T12:00:00+01:00"}
    attempt = ContactAttempt(case=case, content=content)
    assert (attempt.result, attempt.times) == (ContactResult.REACHED, 1)


def test_the_form_offers_phone_first():
    assert ContactForm.base_fields["channel"].choices[1][0] == "phone"
