"""Phones that send at the same time, in transactions that really end: nothing is lost, nothing is doubled."""

import json
from functools import partial
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koerelister.models import DeviceCopy, VisitCount
from sanktion.models import ContactAttempt
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import CrewFactory, route_list_of

from .test_at_once import at_once


def note(stop, key) -> str:
    now = timezone.localtime()
    names = {"door_phone": "citizen", "mailbox": "not_read", "front_door": "not_read"}
    fields = {**names, "date": f"{now:%d-%m-%Y}", "time": f"{now:%H.%M}", "contact": "no", "other_opened": "no"}
    return json.dumps({"stop": stop.pk, "key": str(key), "kind": "visit", "fields": fields})


def send(user, url, body, answers) -> None:
    client = Client()
    client.force_login(user)
    answers.append(client.post(url, body, content_type="application/json").status_code)


def test_two_phones_fetch_and_note_at_the_same_time(own_database):
    """A copy each; the same note twice is one visit, and of two notes of one stop the later one is told so."""
    team = TeamFactory()
    drivers = [UserFactory(role="udkørende", teams=[team]) for _ in range(2)]
    planner = UserFactory(role="sagsbehandler", teams=[team])
    route_list = route_list_of(planner, team=team, count=2, crew=CrewFactory(members=drivers))

    def both(name, arguments, bodies) -> list[int]:
        answers, url = [], reverse(name, args=arguments)
        works = [partial(send, user, url, body, answers) for user, body in zip(drivers, bodies, strict=True)]
        assert at_once(*works) == []
        return sorted(answers)

    assert both("field_hand_out", [route_list.pk], ["{}", "{}"]) == [200, 200]
    assert sorted(DeviceCopy.objects.values_list("number", flat=True)) == [1, 2]
    first, second = route_list.stops.all()
    assert both("field_entry", [route_list.pk, first.position], [note(first, uuid4())] * 2) == [200, 200]
    two = [note(second, uuid4()), note(second, uuid4())]
    assert both("field_entry", [route_list.pk, second.position], two) == [200, 409]
    for stop in (first, second):
        assert ContactAttempt.objects.filter(case=stop.case_id).count() == 1
    assert VisitCount.objects.get().count == 2
