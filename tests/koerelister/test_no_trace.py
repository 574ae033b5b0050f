"""B048: no column, filter, status, log or panel tells that a home is to be, or was, visited."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.urls import reverse

from koerelister.actions.lists import destroy, print_copy
from koerelister.actions.orders import take_orders
from koerelister.actions.visits import log_visit
from koerelister.panels import eligibility
from sanktion.base.privileges import allowed
from sanktion.models import CONTACT_PAGE, AccessLog, Case, Citizen
from tests.factories import CaseFactory, CitizenFactory, UserFactory
from tests.factories.koerelister import seeking_case, visit
from tests.factories.parthoering import hearing_expired

pytestmark = pytest.mark.django_db
WORDS = ("visit", "besoeg", "besøg", "route", "stop", "home", "hjemme", "koere", "køre")


def models():
    return apps.get_app_config("koerelister").get_models(include_auto_created=True)


def test_neither_case_nor_citizen_nor_address_has_a_way_to_the_lists():
    for name in ("case", "citizen", "address", "journalentry", "contactattempt", "casedocument"):
        model = apps.get_model("sanktion", name)
        back = [
            relation.name
            for relation in model._meta.get_fields()
            if relation.is_relation and relation.related_model._meta.app_label == "koerelister"
        ]
        assert back == [], name


@pytest.mark.parametrize("path", ["stop", "stops", "visitorder", "visit_order", "stop__status", "visitorder__isnull"])
def test_no_query_on_cases_can_ask_for_it(path):
    with pytest.raises(FieldError):
        Case.objects.filter(**{path: 1})
    with pytest.raises(FieldError):
        Citizen.objects.filter(**{f"cases__{path}": 1})


@pytest.mark.parametrize(
    "model", ["Case", "HistoricalCase", "Citizen", "ContactAttempt", "JournalEntry", "CaseDocument"]
)
def test_no_column_of_the_core_is_named_after_it(model):
    columns = [field.column for field in apps.get_model("sanktion", model)._meta.concrete_fields]
    assert [column for column in columns if any(word in column for word in WORDS)] == []


def test_the_app_has_no_history_and_no_admin():
    for model in models():
        assert not hasattr(model, "history"), model
        assert not model.__name__.startswith("Historical")
    assert not apps.is_installed("django.contrib.admin")


def test_no_row_of_the_app_has_a_name_of_a_citizen_as_its_text(route_list):
    for model in filter(allowed, models()):
        for row in model.objects.all():
            for stop in route_list.stops.with_doors():
                assert stop.case.citizen.last_name not in str(row)
                assert stop.case.number not in str(row)
                assert stop.address.street not in str(row)


def written_in_the_log(user):
    rows = AccessLog.objects.filter(user=user)
    return {(row.kind, row.page, row.case_id is None) for row in rows}


def test_the_access_log_says_the_same_as_for_whoever_was_rung_up(client, route_list, caseworker, team):
    """It is kept for good, so no row may tell on after the list is destroyed: page, kind and case are all shared."""
    client.force_login(caseworker)
    client.get(reverse("route_list", args=[route_list.pk]))
    client.get(reverse("route_register", args=[route_list.pk]))
    client.get(reverse("stop_visit", args=[route_list.pk, 1]))
    print_copy(route_list, by=caseworker)
    log_visit(route_list.stops.first(), visit=visit(), by=caseworker)

    colleague = UserFactory(role="sagsbehandler", teams=[team])
    case = CaseFactory(event__citizen=CitizenFactory(team=team), by=colleague)
    hearing_expired(case, colleague)
    client.force_login(colleague)
    client.get(reverse("contact_new", args=[case.number]))
    client.post(reverse("contact_new", args=[case.number]))
    client.get(reverse("contact_documentation", args=[case.number]))

    told = written_in_the_log(caseworker)
    assert told == written_in_the_log(colleague)
    assert {page for _, page, _ in told} == {CONTACT_PAGE}


def test_the_access_log_holds_everybody_on_the_list(client, route_list, caseworker):
    client.force_login(caseworker)
    client.get(reverse("route_list", args=[route_list.pk]))
    stops = {(stop.case.citizen_id, stop.case_id) for stop in route_list.stops.with_doors()}
    assert set(AccessLog.objects.filter(user=caseworker).values_list("citizen_id", "case_id")) == stops


def test_the_case_panel_says_the_same_before_during_and_after(caseworker, team, route_list):
    stop = route_list.stops.first()
    during = eligibility(stop.case, caseworker)
    for one in route_list.stops.all():
        log_visit(one, visit=visit(), by=caseworker)
    after_visit = eligibility(stop.case, caseworker)
    destroy(route_list, by=caseworker)
    after = eligibility(stop.case, caseworker)
    never = eligibility(seeking_case(caseworker, team=team), caseworker)
    assert during == after_visit == after == never == {"obstacles": []}


def test_the_case_page_and_the_queue_are_the_same_for_a_visited_case(client, caseworker, team, area, route_list):
    stop = route_list.stops.first()
    other = seeking_case(caseworker, team=team)
    take_orders()
    log_visit(stop, visit=visit(), by=caseworker)
    client.force_login(caseworker)
    rows = client.get(reverse("queue")).content.decode()
    for word in ("Hjemmebesøg", "hjemmebesøg", "Køreliste ", "Besøg"):
        assert word not in rows
    visited, not_visited = (
        Case.objects.values("status", "contact_requested", "is_restricted", "owner_id").get(pk=case.pk)
        for case in (stop.case, other)
    )
    assert visited == not_visited


def sentence_of(case, user):
    return " ".join(eligibility(case, user)["obstacles"])


def test_the_panel_tells_why_a_citizen_never_comes_on_a_list(caseworker, team):
    assert "beskyttet" in sentence_of(seeking_case(caseworker, team=team, protected=True), caseworker)
    assert "uden kendt placering" in sentence_of(seeking_case(caseworker, team=team, address=None), caseworker)
    assert "Død" in sentence_of(seeking_case(caseworker, team=team, cpr_status=90), caseworker)


def test_the_panel_is_there_only_while_the_citizen_may_be_sought(case, caseworker):
    assert eligibility(case, caseworker) is None
