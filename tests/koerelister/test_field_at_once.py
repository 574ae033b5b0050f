"""Phones that send at the same time, in transactions that really end: nothing is lost, nothing is doubled."""

import json
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koerelister.models import DeviceCopy, VisitCount
from sanktion.models import ContactAttempt
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import CrewFactory, route_list_of

from .test_at_once import at_once


@pytest.fixture
def crew(own_database):
    team = TeamFactory()
    planner = UserFactory(role="sagsbehandler", teams=[team])
    drivers = [UserFactory(role="udkørende", teams=[team]) for _ in range(2)]
    route_list = route_list_of(planner, team=team, count=1, crew=CrewFactory(members=drivers))
    return route_list, drivers


def note(stop, key) -> str:
    now = timezone.localtime()
    names = {"door_phone": "citizen", "mailbox": "not_read", "front_door": "not_read"}
    fields = {**names, "date": f"{now:%d-%m-%Y}", "time": f"{now:%H.%M}", "contact": "no", "other_opened": "no"}
    return json.dumps({"stop": stop.pk, "key": str(key), "kind": "visit", "fields": fields})


def send(user, url, body, answers) -> None:
    client = Client()
    client.force_login(user)
    answers.append(client.post(url, body, content_type="application/json").status_code)


@pytest.mark.parametrize(("same_key", "expected"), [(True, [200, 200]), (False, [200, 409])])
def test_two_phones_note_the_same_stop(crew, same_key, expected):
    route_list, drivers = crew
    stop, answers, key = route_list.stops.get(), [], uuid4()
    url = reverse("field_entry", args=[route_list.pk, stop.position])
    keys = [key, key if same_key else uuid4()]
    works = [partial(send, user, url, note(stop, one), answers) for user, one in zip(drivers, keys, strict=True)]
    assert at_once(*works) == []
    assert sorted(answers) == expected
    assert ContactAttempt.objects.filter(case=stop.case_id).count() == 1
    assert VisitCount.objects.get().count == 1


def test_two_phones_get_a_number_each(crew):
    route_list, drivers = crew
    answers, url = [], reverse("field_hand_out", args=[route_list.pk])
    assert at_once(*[partial(send, user, url, "{}", answers) for user in drivers]) == []
    assert answers == [200, 200]
    assert sorted(DeviceCopy.objects.values_list("number", flat=True)) == [1, 2]
