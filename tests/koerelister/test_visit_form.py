"""B024-B028: what the visit form understands and refuses, and what a visit can never say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from koerelister.forms.visit import VisitForm
from koerelister.models import RouteList
from koerelister.visit import DOOR_RULE, NameRead, OpenedBy
from tests.factories.koerelister import visit

pytestmark = pytest.mark.django_db


def form(**changes) -> VisitForm:
    yesterday = timezone.localdate() - timedelta(days=1)
    data = {"date": f"{yesterday:%d-%m-%Y}", "time": "1015", "door_phone": "citizen", "mailbox": "not_read"}
    data |= {"front_door": "not_read", "contact": "no", "other_opened": "no"}
    return VisitForm(data | changes, route_list=RouteList(date=yesterday))


@pytest.mark.parametrize(
    ("typed", "clock"), [("1015", "10.15"), ("930", "09.30"), ("9.30", "09.30"), ("16:40", "16.40")]
)
def test_the_time_needs_no_sign_between(typed, clock):
    filled = form(time=typed)
    assert filled.is_valid(), filled.errors
    assert f"{timezone.localtime(filled.visit.happened_at):%H.%M}" == clock


def test_a_name_nobody_can_read_is_an_answer():
    filled = form(door_phone="unreadable")
    assert filled.is_valid(), filled.errors
    assert ("Navn på dørtelefon", "Ulæseligt") in filled.visit.facts


def test_the_other_person_is_noted_by_role():
    filled = form(other_opened="yes", opened_by="neighbour", told="Er rejst.")
    assert filled.is_valid(), filled.errors
    facts = filled.visit.facts
    assert facts.index(("Hvem åbnede", "Nabo")) == facts.index(("Anden person åbnede", "Ja")) + 1


def test_a_role_not_asked_for_is_unknown():
    filled = form(other_opened="yes")
    assert filled.is_valid(), filled.errors
    assert filled.visit.opened_by == OpenedBy.UNKNOWN


def test_nobodys_role_is_dropped():
    filled = form(other_opened="no", opened_by="child")
    assert filled.is_valid(), filled.errors
    assert filled.visit.opened_by is None


def test_what_a_child_said_is_refused():
    filled = form(other_opened="yes", opened_by="child", told="Mor er på arbejde.")
    assert not filled.is_valid()
    assert DOOR_RULE in filled.errors["told"][0]
    assert form(other_opened="yes", opened_by="child").is_valid()


@pytest.mark.parametrize(
    "changes",
    [
        {"other_opened": True, "opened_by": OpenedBy.CHILD, "told": "Mor er på arbejde."},
        {"other_opened": False, "opened_by": OpenedBy.NEIGHBOUR},
    ],
)
def test_no_visit_can_say_it_either(changes):
    with pytest.raises(ValueError, match=r"child|nobody"):
        visit(**changes)


def test_each_answer_has_one_key_of_its_own():
    for name in ("door_phone", "contact", "other_opened", "opened_by"):
        field = form().fields[name]
        assert len(set(field.widget.keys)) == len(field.widget.keys) == len(field.choices)
    assert form().fields["door_phone"].initial == NameRead.NOT_READ
    assert form().fields["contact"].initial is None
