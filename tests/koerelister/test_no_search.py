"""B048, B049: every way to ask gives the same answer for a visited case as for one that was rung up."""

from collections import Counter
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.drafts import publish
from koerelister.actions.lists import destroy, print_copy
from koerelister.actions.visits import log_visit
from parthoering.actions import conclude
from parthoering.models import Hearing
from sanktion.actions.assessment import assess
from sanktion.actions.decision import decide
from sanktion.actions.register import extract
from sanktion.forms.queue import CaseFilter
from sanktion.models import Case, CaseDocument, CaseMaterial, LegalBasis, Outcome
from sanktion.views.case_rows import case_rows
from tests.factories import CaseFactory, CitizenFactory
from tests.factories.koerelister import drafts_of, ordered, shredded, visit
from tests.factories.letters import short_letters
from tests.factories.parthoering import WEIGHED, attempt_noted, guided, hearing_expired

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

WORDS = ["hjemmebesøg", "Hjemmebesøg – ingen kontakt", "besøg", "bopæl", "køreliste", "visit"]
ASKED = [
    {"besoeg": "1"},
    {"besøgt": "ja"},
    {"channel": "visit"},
    {"contact_attempts__channel": "visit"},
    {"status": "visited"},
    {"status": "visit"},
    {"frist": "besøg"},
    {"udfald": "visit"},
    {"sagsbehandler": "besøg"},
    {"kontakt": "hjemmebesøg"},
    {"contact_requested": "false"},
    {"order": "contact_requested"},
    {"ordering": "-stop"},
    {"sort": "-contact_attempts"},
    {"o": "koerelister"},
    {"q": "hjemmebesøg"},
    {"format": "json"},
    {"format": "csv"},
]


STAGES = ["printed", "visited", "destroyed"]


@pytest.fixture
def pair(team, caseworker):
    """Two cases alike in everything until now."""
    cases = []
    for _ in range(2):
        citizen = CitizenFactory(team=team, first_name="Ida", last_name="Lund")
        cases.append(CaseFactory(event__citizen=citizen, event__reference=None, by=caseworker))
        hearing_expired(cases[-1], caseworker)
        cases[-1].take_contact_request()
    return cases


def bring_to(stage: str, case, area, crew, by) -> None:
    ordered(case, area)
    (route_list,) = drafts_of(by, team=case.team, areas=[area], crews=[crew])
    publish([route_list], by=by)
    assert [stop.case_id for stop in route_list.stops.all()] == [case.pk]
    with short_letters():
        print_copy(route_list, by=by)
    if stage in ("visited", "destroyed"):
        log_visit(route_list.stops.get(), visit=visit(), by=by)
    if stage == "destroyed":
        route_list.refresh_from_db()
        destroy(route_list, paper=shredded(1, by=by), by=by)


@pytest.fixture(params=STAGES)
def both(request, pair, area, crew, caseworker):
    """The first one's home is on a list, printed, visited, or was; the second was rung up as often."""
    bring_to(request.param, pair[0], area, crew, caseworker)
    if request.param in ("visited", "destroyed"):
        attempt_noted(pair[1], caseworker)
    return [Case.objects.get(pk=case.pk) for case in pair]


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return lambda **query: client.get(reverse("queue"), query)


def numbers(response) -> list[str]:
    return [row.number for row in response.context["rows"]]


def every_value(user) -> list[dict]:
    """Every value of every filter."""
    form = CaseFilter({}, Case.objects.visible_to(user), user=user).form
    today = f"{timezone.localdate():%d-%m-%Y}"
    values = []
    for name, field in form.fields.items():
        chosen = [key for key, _ in getattr(field, "choices", ()) if key] or [today, "01-01-2020"]
        values += [{name: str(value)} for value in chosen]
    return values


def told_apart(queries: list[dict], cases: list[Case], user) -> list[dict]:
    """The questions that one of the two cases answers and the other doesn't."""
    visible = Case.objects.visible_to(user)
    two, people = visible.filter(pk__in=[case.pk for case in cases]), []
    return [query for query in queries if CaseFilter(query, two, user=user, people=people).qs.count() == 1]


def test_every_filter_holds_both_or_neither(both, caseworker):
    queries = every_value(caseworker)
    assert len(queries) > 25
    assert told_apart(queries, both, caseworker) == []


def test_every_two_filters_together_hold_both_or_neither(pair, area, crew, caseworker):
    bring_to("visited", pair[0], area, crew, caseworker)
    attempt_noted(pair[1], caseworker)
    pairs = [one | other for one, other in combinations(every_value(caseworker), 2) if one.keys() != other.keys()]
    assert len(pairs) > 300
    assert told_apart(pairs, pair, caseworker) == []


def test_the_order_is_by_date_and_number_alone(page, both):
    assert numbers(page()) == [case.number for case in both]
    Case.objects.filter(pk=both[0].pk).update(next_due=timezone.localdate() + timedelta(days=90))
    assert numbers(page()) == [case.number for case in reversed(both)]


def test_parameters_that_the_queue_does_not_know_change_nothing(page, both):
    plain = page()
    for query in ASKED:
        asked = page(**query)
        assert asked.headers["Content-Type"].startswith("text/html"), query
        assert numbers(asked) == numbers(plain) == [case.number for case in both], query
        assert asked.context["views"] == plain.context["views"], query
        assert asked.context["chips"] == [], query


def test_the_rows_say_the_same(both, caseworker):
    rows = case_rows([case.pk for case in both], caseworker)
    said = [
        (row.due, row.title, row.why, row.step, row.owner, row.take_url) for row in map(rows.get, [c.pk for c in both])
    ]
    assert said[0] == said[1]


def test_the_counters_count_both_alike(page, both):
    before = {view["label"]: view["count"] for view in page().context["views"]}
    Case.objects.filter(pk=both[1].pk).update(is_restricted=True)
    one_gone = {view["label"]: view["count"] for view in page().context["views"]}
    Case.objects.filter(pk=both[1].pk).update(is_restricted=False)
    Case.objects.filter(pk=both[0].pk).update(is_restricted=True)
    other_gone = {view["label"]: view["count"] for view in page().context["views"]}
    assert one_gone == other_gone != before


def test_searching_for_the_word_finds_nobody(client, caseworker, both):
    client.force_login(caseworker)
    for word in WORDS:
        assert client.post(reverse("search"), {"q": word}).context["citizens"] == [], word


def test_searching_for_the_citizen_says_the_same_of_both(client, caseworker, both):
    client.force_login(caseworker)
    pages = []
    for case in both:
        text = (
            client.post(reverse("search"), {"q": case.citizen.cpr})
            .content.decode()
            .split("<tbody>")[1]
            .split("</tbody>")[0]
        )
        own = (case.number, case.citizen.cpr, case.citizen.masked_cpr, str(case.citizen.address), str(case.citizen_id))
        for one in own:
            text = text.replace(one, "–")
        pages.append(text)
    assert pages[0] == pages[1]
    found = client.post(reverse("search"), {"q": "Ida Lund"}).context["citizens"]
    assert [citizen.pk for citizen in found] == [case.citizen_id for case in both]


def history(case) -> list[tuple]:
    columns = ("history_type", "history_change_reason", "history_user_id", "status", "owner_id", "is_restricted")
    return list(case.history.order_by("history_id").values_list(*columns))


def test_history_documents_and_material_are_alike(both):
    first, second = both
    assert history(first) == history(second)
    for model, columns in ((CaseDocument, ("number", "media_type")), (CaseMaterial, ("kind",))):
        kinds = [Counter(model.objects.filter(case=case).values_list(*columns)) for case in both]
        assert kinds[0] == kinds[1]


@short_letters()
def decided_without_answer(case, by) -> None:
    guided(case, by)
    conclude(Hearing.objects.latest_of(case), by=by)
    case.refresh_from_db()
    assess(case, **WEIGHED, by=by)
    decide(
        case,
        outcome=Outcome.DEDUCTION,
        legal_basis=LegalBasis.objects.on(case.event.occurred_on).first(),
        effect_from=timezone.localdate(),
        reasons="Du mødte ikke op.",
        answer_to_statement="",
        by=by,
    )
    case.refresh_from_db()


@pytest.fixture
def both_decided(pair, area, crew, caseworker):
    bring_to("destroyed", pair[0], area, crew, caseworker)
    attempt_noted(pair[1], caseworker)
    for case in pair:
        decided_without_answer(case, caseworker)
    return pair


def test_the_register_and_its_delivery_say_the_same_of_both(client, caseworker, both_decided):
    today = timezone.localdate()
    client.force_login(caseworker)
    decisions = client.get(reverse("register")).context["decisions"]
    assert {decision.case_id for decision in decisions} == {case.pk for case in both_decided}
    made = extract(today, today, user=caseworker)
    own = {text for case in both_decided for text in (case.number, case.citizen.cpr, case.citizen.formatted_cpr)}
    said = [(row.change, [fact for fact in row.facts if fact not in own]) for row in made.rows]
    assert len(said) == 2
    assert said[0] == said[1]


def test_decided_cases_are_found_alike(both_decided, page):
    today = f"{timezone.localdate():%d-%m-%Y}"
    for query in ({"udfald": "deduction"}, {"afgjort_fra": today}, {"status": "decided"}, {"udfald": "strict"}):
        assert len(numbers(page(**query))) in (0, 2)


def test_no_index_or_stored_view_of_the_database_is_about_visits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'koerelister%%'"
            " UNION ALL SELECT viewname FROM pg_views WHERE schemaname = 'public'"
        )
        definitions = [row[0].lower() for row in cursor.fetchall()]
    assert len(definitions) > 50
    assert [text for text in definitions if "visit" in text or "besoeg" in text or "channel" in text] == []
