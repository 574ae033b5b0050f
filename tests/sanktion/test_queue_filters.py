"""Finding cases by event, sanction and period (V031, V034, V106), and keeping a filter under a name."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.saved_view import save_view
from sanktion.models import Outcome, SavedView, User

from ..factories import CaseFactory, CitizenFactory, EventFactory, UserFactory
from ..factories.decisions import sanction_of

pytestmark = pytest.mark.django_db


def day(days_ago: int) -> str:
    return f"{timezone.localdate() - timedelta(days=days_ago):%d-%m-%Y}"


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return lambda **query: client.get(reverse("queue"), query)


@pytest.fixture
def numbers(page):
    return lambda **query: {row.number for row in page(**query).context["rows"]}


@pytest.fixture
def decided(team, caseworker):
    def make(days_ago: int, **how):
        on = timezone.localdate() - timedelta(days=days_ago)
        return sanction_of(CitizenFactory(team=team), caseworker, on=on, event_on=on - timedelta(days=20), **how)

    return make


def test_sanction_and_period_find_the_decided_cases(numbers, case, decided):
    old, new = decided(60), decided(10)
    none = decided(10, outcome=Outcome.NO_SANCTION)
    assert numbers(udfald="deduction") == {old.case.number, new.case.number}
    assert numbers(udfald="deduction", afgjort_fra=day(30)) == {new.case.number}
    assert numbers(afgjort_fra=day(10), afgjort_til=day(10)) == {new.case.number, none.case.number}
    assert numbers(afgjort_til=day(11)) == {old.case.number}
    assert numbers(udfald="deduction", status="closed") == set()


def test_period_of_the_event_finds_open_cases_with_both_days_in_it(numbers, team, caseworker):
    found = {}
    for days_ago in (9, 10, 20, 21):
        event = EventFactory(citizen__team=team, occurred_on=timezone.localdate() - timedelta(days=days_ago))
        found[days_ago] = CaseFactory(event=event, by=caseworker).number
    assert numbers(haendelse_fra=day(20), haendelse_til=day(10)) == {found[10], found[20]}


def test_date_that_cannot_be_read_is_said_at_its_field_and_not_obeyed(page, case):
    response = page(haendelse_fra="i går")
    assert [row.number for row in response.context["rows"]] == [case.number]
    text = response.content.decode()
    assert "Skriv datoen som dd-mm-åååå" in text
    assert 'aria-describedby="id_haendelse_fra_error"' in text
    assert '<details class="morefilters" open>' in text


def test_the_filter_is_shown_as_chips_and_each_can_be_dropped(page, decided):
    decided(10)
    chips = page(udfald="deduction", afgjort_fra="1.2.2026").context["chips"]
    assert [chip["label"] for chip in chips] == ["Udfald: Fradrag", "Afgjort fra: 01-02-2026"]
    assert chips[0]["url"] == f"{reverse('queue')}?afgjort_fra=1.2.2026"


def new_view(client, query: str, name: str, **options):
    return client.post(f"{reverse('saved_view_new')}?{query}", {"name": name}, **options)


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def test_filter_in_use_is_kept_under_a_name_and_counted(page, visitor, case, caseworker):
    text = page(sagsbehandler="mig", frist="uge", opdigtet="x").content.decode()
    new_url = f"{reverse('saved_view_new')}?frist=uge&amp;sagsbehandler=mig"
    assert new_url in text
    assert "Frist: Inden for 7 dage" in visitor.get(new_url.replace("&amp;", "&")).content.decode()
    assert new_view(visitor, "frist=uge&sagsbehandler=mig&after=1_2&x=y", "Min uge").status_code == 302
    assert SavedView.objects.get(user=caseworker).query == "frist=uge&sagsbehandler=mig"
    response = page(frist="uge", sagsbehandler="mig")
    assert response.context["own_views"] == [
        {"url": f"{reverse('queue')}?frist=uge&sagsbehandler=mig", "label": "Min uge", "count": "1", "current": True}
    ]
    assert "Gem som visning" not in response.content.decode()


@pytest.mark.parametrize("name", ["010170-1234", "Sag 0101701234", "010170 1234 Hansen"])
def test_name_with_a_cpr_number_is_refused(visitor, name):
    response = new_view(visitor, "frist=uge", name)
    assert response.status_code == 422
    assert "ligner et CPR-nummer" in response.content.decode()
    assert not SavedView.objects.exists()


def test_the_form_warns_against_personal_data(visitor):
    assert "Skriv aldrig en borgers navn" in visitor.get(f"{reverse('saved_view_new')}?frist=uge").content.decode()


def test_same_name_twice_is_refused_but_not_for_a_colleague(visitor, team, caseworker):
    new_view(visitor, "frist=uge", "Min uge")
    response = new_view(visitor, "frist=i-dag", "Min uge")
    assert response.status_code == 422
    assert "allerede en visning" in response.content.decode()
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    assert save_view("Min uge", "frist=uge", by=colleague).pk


def test_nothing_to_keep_leads_back(visitor):
    response = visitor.get(f"{reverse('saved_view_new')}?opdigtet=x", follow=True)
    assert "Vælg et filter" in response.content.decode()
    assert new_view(visitor, "opdigtet=x", "Tom").status_code == 422
    assert not SavedView.objects.exists()


def test_rename_and_delete_after_asking(visitor, caseworker):
    view = save_view("Min uge", "frist=uge", by=caseworker)
    visitor.post(reverse("saved_view_rename", args=[view.pk]), {"name": "Ugen"})
    view.refresh_from_db()
    assert view.name == "Ugen"
    delete_url = reverse("saved_view_delete", args=[view.pk])
    assert "Slet visningen «Ugen»?" in visitor.get(delete_url).content.decode()
    assert SavedView.objects.exists()
    visitor.post(delete_url)
    assert not SavedView.objects.exists()


def test_number_of_views_is_limited_for_each_is_counted_on_every_page(caseworker):
    for number in range(SavedView.MOST):
        save_view(f"Visning {number}", "frist=uge", by=caseworker)
    with pytest.raises(ValidationError, match="Slet en"):
        save_view("Én til", "frist=uge", by=caseworker)


def test_own_views_cost_no_query_each(page, case, caseworker, django_assert_num_queries):
    for number, query in enumerate(["frist=uge", "udfald=deduction", "sagsbehandler=mig&status=hearing"]):
        save_view(f"Visning {number}", query, by=caseworker)
    with django_assert_num_queries(11):
        counts = [view["count"] for view in page().context["own_views"]]
    assert counts == ["1", "0", "0"]


def test_view_of_a_colleague_who_left_still_opens(page, case, caseworker):
    SavedView.objects.create(user=caseworker, name="Gammel", query="sagsbehandler=987654")
    assert page().status_code == 200
    assert page(sagsbehandler="987654").status_code == 200


@pytest.mark.parametrize(("name", "query"), [("", "frist=uge"), ("Min", "")])
def test_the_database_wants_a_name_and_a_filter(caseworker, name, query):
    columns = "INSERT INTO sanktion_savedview (user_id, name, query) VALUES (%s, %s, %s)"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(columns, [caseworker.pk, name, query])


def test_shortcuts_are_listed_and_can_be_switched_off(visitor, caseworker, settings):
    script = "js/keys"
    assert script in visitor.get(reverse("queue")).content.decode()
    text = visitor.get(reverse("shortcuts")).content.decode()
    assert "Gå til arbejdskøen" in text
    visitor.post(reverse("shortcuts"), {})
    assert User.objects.get(pk=caseworker.pk).uses_shortcuts is False
    assert script not in visitor.get(reverse("queue")).content.decode()
    visitor.post(reverse("shortcuts"), {"uses_shortcuts": "on"})
    assert script in visitor.get(reverse("queue")).content.decode()


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Østergaard", "oestergaard"),
        ("Oestergaard", "østergård"),
        ("Østergaard", "øst"),
        ("Sørensen", "SOERENSEN"),
        ("Kjær", "kjaer"),
        ("Lukaszewski", "Łukasz"),
        ("Łukaszewski", "lukasz"),
        ("Joel", "jo"),
        ("Joel", "joel"),
    ],
)
def test_names_are_found_however_they_are_spelled(visitor, team, stored, typed):
    found = CitizenFactory(team=team, first_name="Xenia", last_name=stored)
    CitizenFactory(team=team, first_name="Xenia", last_name="Andersen")
    citizens = visitor.post(reverse("search"), {"q": typed}).context["citizens"]
    assert [citizen.pk for citizen in citizens] == [found.pk]
