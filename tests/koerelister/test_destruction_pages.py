"""The pages of the destructions: whom they are for, what they show, and what «Kontrollér» finds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.lists import destroy
from koerelister.actions.visits import log_visit, strike
from koerelister.checks import paper_not_assessed
from koerelister.models import (
    Crew,
    DestructionRecord,
    LossAssessment,
    PaperCopy,
    PaperFate,
    RouteList,
    StrikeReason,
)
from sanktion.models import StaffSession
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory, visit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def settled(route_list, caseworker):
    first, *rest = route_list.stops.all()
    strike(first, StrikeReason.UNSAFE, by=caseworker)
    for stop in rest:
        log_visit(stop, visit=visit(), by=caseworker)
    RouteList.objects.filter(pk=route_list.pk).update(printed_copies=1)
    route_list.refresh_from_db()
    return route_list


@pytest.fixture
def manager(db):
    return UserFactory(role="leder")


def record_of(by, *, area=None, late: int = 0, fate=PaperFate.SHREDDED, number="X-1", year=2026) -> DestructionRecord:
    now = timezone.now()
    return DestructionRecord.objects.link(
        number=number,
        area=area or AreaFactory(),
        date=(timezone.localdate(now) - timedelta(days=late)).replace(year=year),
        stops=3,
        visited=2,
        copies_printed=1,
        copies_shredded=int(fate == PaperFate.SHREDDED),
        paper=[PaperCopy(1, by, fate).entry],
        by=by,
        at=now.replace(year=year),
    )


@pytest.mark.parametrize("role", ["sagsbehandler", "leder", "tilsynsansvarlig", "administrator"])
def test_who_may_see_them(client, caseworker, role):
    record = record_of(caseworker)
    client.force_login(UserFactory(role=role))
    for url in (reverse("destructions"), reverse("destruction", args=[record.sequence])):
        assert record.number in client.get(url).content.decode()


def test_who_may_not(client, caseworker):
    record = record_of(caseworker)
    client.force_login(UserFactory(role="udkørende"))
    assert client.get(reverse("destructions")).status_code == 403
    assert client.get(reverse("destruction", args=[record.sequence])).status_code == 403
    assert client.post(reverse("destruction_check", args=[record.sequence])).status_code == 403


def test_the_receipt_says_once_that_nothing_is_left_of_names_and_addresses(client, settled, caseworker):
    """Features 39 (c): looked for while they are still known, and forgotten."""
    client.force_login(caseworker)
    data = {"fate1": "shredded", "by1": caseworker.pk}
    names = [stop.case.citizen.last_name for stop in settled.stops.with_doors()]
    answer = client.post(reverse("route_destroy", args=[settled.pk]), data)
    kept = str([session.get_decoded() for session in StaffSession.objects.all()])
    receipt = client.get(answer.url).content.decode()
    assert "0 fund" in receipt
    assert "navne og adresser" in receipt
    assert "1 strøget" in receipt
    assert not any(name in kept or name in receipt for name in names)
    assert "navne og adresser" not in client.get(answer.url).content.decode()
    assert "destruction_receipt" not in str([session.get_decoded() for session in StaffSession.objects.all()])


def test_the_control_counts_each_place_and_finds_what_is_left(client, settled, caseworker, team, crew):
    record = destroy(settled, paper=[PaperCopy(1, caseworker)], by=caseworker)
    client.force_login(caseworker)
    url = reverse("destruction_check", args=[record.sequence])
    page = client.post(url).content.decode()
    assert "0 fund" in page
    assert page.count(" fund</td>") == 8
    assert client.get(url).status_code == 405
    Crew.objects.create(name=f"Hold {record.number}")
    assert "1 fund" in client.post(url).content.decode()


def test_a_lost_copy_is_red_until_the_manager_has_assessed_it(client, caseworker, manager):
    """B045: the record says that it is lost, the nightly check and the page ask for a decision (art. 33)."""
    record = record_of(caseworker, fate=PaperFate.LOST)
    page, assess = reverse("destruction", args=[record.sequence]), reverse("destruction_loss", args=[record.sequence])
    client.force_login(caseworker)
    assert "72 timer" in client.get(page).content.decode()
    assert assess not in client.get(page).content.decode()
    assert client.post(assess, {"is_reported": "yes"}).status_code == 403
    assert paper_not_assessed(timezone.localdate()) == 1
    client.force_login(manager)
    assert "Bortkommet" in client.get(reverse("destructions")).content.decode()
    assert client.post(assess, {}).status_code == 422
    for answer in ("yes", "no"):
        assert client.post(assess, {"is_reported": answer}).url == page
    assessment = LossAssessment.objects.get()
    assert (assessment.is_reported, assessment.by) == (True, manager)
    assert paper_not_assessed(timezone.localdate()) == 0
    assert "Anmeldt til Datatilsynet" in client.get(page).content.decode()


def test_the_form_takes_what_became_of_each_copy_and_who_says_so(client, settled, caseworker, team):
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=2)
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    stranger = UserFactory(role="sagsbehandler")
    client.force_login(caseworker)
    url = reverse("route_destroy", args=[settled.pk])
    form = client.get(url).context["form"]
    assert [number for number, _, _ in form.copies] == [1, 2]
    assert set(form.fields["by1"].queryset) == {caseworker, colleague}
    data = {"fate1": "shredded", "by1": caseworker.pk, "fate2": "missing", "by2": colleague.pk}
    assert client.post(url, data | {"by2": stranger.pk}).status_code == 422
    assert client.post(url, data | {"fate2": ""}).status_code == 422
    client.post(url, data)
    copies = DestructionRecord.objects.get().copies
    assert copies == [PaperCopy(1, caseworker), PaperCopy(2, colleague, PaperFate.MISSING)]


def test_the_list_counts_and_filters_by_year_and_area(client, caseworker, manager):
    area = AreaFactory()
    record_of(caseworker, area=area, number="N-1")
    record_of(caseworker, late=1, number="N-2")
    record_of(caseworker, late=5, number="N-3")
    record_of(caseworker, area=area, year=2025, number="F-1")
    client.force_login(manager)
    everything = client.get(reverse("destructions"))
    assert everything.context["totals"] == {"count": 4, "lost": 0, "same_day": 50, "in_time": 75}
    numbers = [record.number for record in client.get(reverse("destructions"), {"aar": "2025"}).context["records"]]
    assert numbers == ["F-1"]
    query = {"aar": "2026", "omraade": area.pk}
    assert [record.number for record in client.get(reverse("destructions"), query).context["records"]] == ["N-1"]
    assert len(client.get(reverse("destructions"), {"aar": "x"}).context["records"]) == 4


def test_an_overdue_list_is_red_for_the_manager_who_sees_its_number_alone(client, route_list, manager, settings):
    """B044, features 45."""
    client.force_login(manager)
    for days, is_red in ((1, False), (2, True)):
        RouteList.objects.filter(pk=route_list.pk).update(date=timezone.localdate() - timedelta(days=days))
        page = client.get(reverse("destructions")).content.decode()
        assert ("skulle være destrueret" in page) is is_red
    assert route_list.number in page
    assert all(stop.case.citizen.last_name not in page for stop in route_list.stops.with_doors())
    settings.SANKTION_DESTROY_DAYS = 2
    assert "skulle være destrueret" not in client.get(reverse("destructions")).content.decode()


def test_the_page_costs_the_same_however_many_records(client, caseworker, manager, django_assert_max_num_queries):
    for number in range(12):
        record_of(caseworker, number=f"N-{number}")
    client.force_login(manager)
    with django_assert_max_num_queries(24):
        assert len(client.get(reverse("destructions")).context["records"]) == 12
