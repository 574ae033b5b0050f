"""B023, B048: a protected citizen is visited alone: asked for by one, approved by another, and gone without a trace."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.lists import destroy, print_copy
from koerelister.actions.orders import take_orders
from koerelister.actions.separate import (
    SeparateRefused,
    answer_separate,
    ask_separate,
    make_separate_list,
    withdraw_separate,
)
from koerelister.actions.visits import log_visit, strike
from koerelister.models import (
    RouteList,
    RoutePlan,
    SeparateAnswer,
    SeparateReason,
    SeparateVisit,
    Stop,
    StrikeReason,
    VisitOrder,
)
from koerelister.panels import eligibility
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import CONTACT_PAGE, AccessLog, Case, CprStatus, JournalEntry, Role
from tests.factories import UserFactory
from tests.factories.koerelister import (
    CrewFactory,
    seeking_case,
    separate_approved,
    separate_asked,
    separate_list_of,
    shredded,
    visit,
)

pytestmark = pytest.mark.django_db
REASON = SeparateReason.NO_OTHER_WAY


@pytest.fixture
def leader(team):
    return UserFactory(role=Role.MANAGER, teams=[team])


@pytest.fixture
def driver(team):
    return UserFactory(role=Role.FIELD, teams=[team])


@pytest.fixture
def alone(caseworker, team, area, driver, leader):
    """A separate list of today."""
    return separate_list_of(caseworker, team=team, crew=CrewFactory(members=[driver]), approver=leader)


def protected_case(caseworker, team, **fields) -> Case:
    return seeking_case(caseworker, team=team, **{"protected": True} | fields)


def test_from_the_case_to_a_list_of_one_stop(client, caseworker, leader, team, area):
    case, crew = protected_case(caseworker, team), CrewFactory()
    client.force_login(caseworker)
    assert "Anmod om særskilt køreliste" in client.get(reverse("case", args=[case.number])).content.decode()
    client.post(reverse("separate_ask"), {"number": case.number, "reason": "no_answer"})
    separate = SeparateVisit.objects.get()
    client.force_login(leader)
    assert reverse("separate_answer", args=[separate.pk]) in client.get(reverse("separates")).content.decode()
    client.post(reverse("separate_answer", args=[separate.pk]), {"answer": "needed"})
    client.force_login(caseworker)
    assert reverse("separate_list_new", args=[separate.pk]) in client.get(reverse("routes")).content.decode()
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client.post(
        reverse("separate_list_new", args=[separate.pk]), {"date": f"{tomorrow:%d-%m-%Y}", "crew": crew.pk}
    )
    made = RouteList.objects.get()
    assert answer.url == reverse("route_list", args=[made.pk])
    assert (made.is_separate, made.date, made.crew, made.team) == (True, tomorrow, crew, team)
    assert [(stop.case, stop.position) for stop in made.stops.all()] == [(case, 1)]
    assert "Åbn listen" in client.get(reverse("case", args=[case.number])).content.decode()


def test_the_case_page_says_that_the_address_is_protected(client, caseworker, team):
    client.force_login(caseworker)
    text = client.get(reverse("case", args=[protected_case(caseworker, team).number])).content.decode()
    assert "Adressen er beskyttet: borgeren kommer ikke på en fælles køreliste." in text
    assert "Ja. Bopælen er kendt og ikke beskyttet." not in text


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "x"}, {}])
def test_a_reason_must_be_chosen(client, caseworker, team, fields):
    client.force_login(caseworker)
    case = protected_case(caseworker, team)
    assert client.post(reverse("separate_ask"), {"number": case.number} | fields).status_code == 302
    assert not SeparateVisit.objects.exists()


@pytest.mark.parametrize("number", ["", "2026-9999999", "x\x00", "' OR 1=1"])
def test_asking_for_a_case_one_does_not_see_is_not_found(client, caseworker, number):
    client.force_login(caseworker)
    assert client.post(reverse("separate_ask"), {"number": number, "reason": REASON}).status_code == 404


def test_another_teams_case_is_not_found(client, caseworker, team):
    case = protected_case(caseworker, team)
    client.force_login(UserFactory(role=Role.CASEWORKER, teams=[UserFactory().teams.create(name="Andre")]))
    assert client.post(reverse("separate_ask"), {"number": case.number, "reason": REASON}).status_code == 404


def test_only_a_protected_citizen_who_is_sought_at_a_known_home_is_asked_for(caseworker, team, case):
    cases = [
        case,
        seeking_case(caseworker, team=team),
        protected_case(caseworker, team, cpr_status=CprStatus.SPECIAL_ROAD),
        protected_case(caseworker, team, address=None),
        protected_case(caseworker, team),
    ]
    Case.objects.filter(pk=cases[-1].pk).update(is_restricted=True)
    for one in cases:
        with pytest.raises(SeparateRefused, match="kan ikke få et særskilt besøg"):
            ask_separate(one, reason=REASON, by=caseworker)
        panel = eligibility(Case.objects.get(pk=one.pk), caseworker)
        assert panel is None or "separate" not in panel
    assert not SeparateVisit.objects.exists()


def test_it_is_asked_for_once_at_a_time(caseworker, team):
    separate = separate_asked(caseworker, team=team)
    with pytest.raises(SeparateRefused, match="allerede anmodet"):
        ask_separate(separate.case, reason=REASON, by=caseworker)


def test_nobody_answers_their_own(client, caseworker, leader, team):
    caseworker.groups.add(*leader.groups.all())
    separate = separate_asked(caseworker, team=team)
    client.force_login(caseworker)
    assert client.get(reverse("separates")).context["rows"].count() == 0
    assert client.post(reverse("separate_answer", args=[separate.pk]), {"answer": "needed"}).status_code == 404
    with pytest.raises(SeparateRefused, match="din egen"):
        answer_separate(separate, answer=SeparateAnswer.NEEDED, by=caseworker)


def test_the_first_answer_stands(caseworker, leader, team):
    separate = separate_approved(caseworker, team=team)
    with pytest.raises(TransitionNotAllowed):
        answer_separate(separate, answer=SeparateAnswer.UNSAFE, by=leader)


def test_a_refusal_is_read_and_deleted(client, caseworker, leader, team):
    separate = separate_asked(caseworker, team=team)
    answer_separate(separate, answer=SeparateAnswer.UNSAFE, by=leader)
    client.force_login(caseworker)
    page = reverse("case", args=[separate.case.number])
    assert "Afvist: et besøg kan bringe borgeren i fare" in client.get(page).content.decode()
    assert client.get(reverse("separate_list_new", args=[separate.pk])).status_code == 404
    with pytest.raises(SeparateRefused, match="ikke godkendt"):
        make_separate_list(separate, day=timezone.localdate(), crew=CrewFactory(), by=caseworker)
    client.post(reverse("separate_withdraw", args=[separate.pk]))
    assert not SeparateVisit.objects.exists()


def test_the_approver_sees_name_and_address_only_behind_a_click_that_is_logged(client, caseworker, leader, team):
    separate = separate_asked(caseworker, team=team)
    name, street = separate.case.citizen.last_name, separate.case.citizen.address.street
    client.force_login(leader)
    hidden = client.get(reverse("separate_answer", args=[separate.pk])).content.decode()
    seen = AccessLog.objects.filter(user=leader).count()
    shown = client.post(reverse("separate_who", args=[separate.pk])).content.decode()
    assert [name in hidden, street in hidden, name in shown, street in shown] == [False, False, True, True]
    assert AccessLog.objects.filter(user=leader).count() == seen + 1
    assert set(AccessLog.objects.filter(user=leader).values_list("page", flat=True)) == {CONTACT_PAGE}


def pages_of(route_list) -> list[str]:
    own = [reverse(name, args=[route_list.pk]) for name in ("route_list", "route_register")]
    return [*own, reverse("stop_visit", args=[route_list.pk, 1])]


def test_the_lists_own_pages_hide_who_it_is_until_the_click(client, alone, driver):
    stop = alone.stops.get()
    name, street = stop.case.citizen.last_name, stop.address.street
    client.force_login(driver)
    for url in pages_of(alone):
        text = client.get(url).content.decode()
        assert name not in text, url
        assert street not in text, url
        assert reverse("stop_who", args=[alone.pk, 1]) in text, url
    before = AccessLog.objects.filter(user=driver).count()
    shown = client.post(reverse("stop_who", args=[alone.pk, 1]))
    assert name in shown.content.decode()
    assert street in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    log = AccessLog.objects.filter(user=driver)
    assert log.count() == before + 1
    assert set(log.values_list("page", flat=True)) == {CONTACT_PAGE}


def test_a_shared_list_reveals_nobody(client, route_list, caseworker):
    """Who became protected while on it stays hidden, also for whoever asks by the address of the click."""
    stop = route_list.stops.first()
    citizen = stop.case.citizen
    citizen.protected_until = timezone.localdate()
    citizen.save()
    client.force_login(caseworker)
    answer = client.post(reverse("stop_who", args=[route_list.pk, stop.position]))
    assert answer.status_code == 302
    assert "Vis navn og adresse" not in client.get(reverse("route_list", args=[route_list.pk])).content.decode()


def test_only_who_asked_who_approved_and_the_crew_see_it(alone, caseworker, leader, driver, team):
    leader.groups.add(*caseworker.groups.all())
    colleagues = [UserFactory(role=role, teams=[team]) for role in (Role.CASEWORKER, Role.FIELD, Role.MANAGER)]
    sees = [alone in RouteList.objects.visible_to(user) for user in (caseworker, leader, driver, *colleagues)]
    assert sees == [True, True, True, False, False, False]
    assert not Stop.objects.visible_to(colleagues[0]).exists()


def test_when_its_day_is_over_the_teams_planners_see_it_to_destroy_it(caseworker, team, area, time_machine):
    late = separate_list_of(caseworker, team=team)
    colleague = UserFactory(role=Role.CASEWORKER, teams=[team])
    assert late not in RouteList.objects.visible_to(colleague)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert late in RouteList.objects.visible_to(colleague)


def test_it_is_driven_printed_noted_and_destroyed_and_nothing_is_left(alone, caseworker):
    stop = alone.stops.get()
    assert stop.is_to_be_visited
    assert print_copy(alone, by=caseworker).startswith(b"%PDF")
    log_visit(stop, visit=visit(), by=caseworker)
    alone.refresh_from_db()
    destroy(alone, paper=shredded(1, by=caseworker), by=caseworker)
    for model in (SeparateVisit, RouteList, Stop, RoutePlan, VisitOrder):
        assert not model.objects.exists(), model
    panel = eligibility(stop.case, caseworker)["separate"]
    assert (panel["asked"], panel["route_list"]) == (None, None)


def test_asking_and_approving_leave_nothing_in_the_case(caseworker, team, area):
    case = protected_case(caseworker, team)
    before = (JournalEntry.objects.filter(case=case).count(), case.history.count())
    separate = ask_separate(case, reason=REASON, by=caseworker)
    answer_separate(separate, answer=SeparateAnswer.NEEDED, by=UserFactory(role=Role.MANAGER, teams=[team]))
    make_separate_list(separate, day=timezone.localdate(), crew=CrewFactory(), by=caseworker)
    assert (JournalEntry.objects.filter(case=case).count(), case.history.count()) == before


def test_a_second_click_gives_the_same_list(alone, caseworker):
    separate = SeparateVisit.objects.get()
    assert make_separate_list(separate, day=timezone.localdate(), crew=CrewFactory(), by=caseworker) == alone
    with pytest.raises(SeparateRefused, match="destruér"):
        withdraw_separate(separate)


def test_without_an_area_no_list_is_made(caseworker, team):
    separate = separate_approved(caseworker, team=team)
    with pytest.raises(SeparateRefused, match="ikke til noget område"):
        make_separate_list(separate, day=timezone.localdate(), crew=CrewFactory(), by=caseworker)


def test_who_still_stands_on_a_shared_list_is_struck_there_first(route_list, caseworker, leader):
    stop = route_list.stops.first()
    citizen = stop.case.citizen
    citizen.protected_until = timezone.localdate()
    citizen.save()
    separate = ask_separate(stop.case, reason=REASON, by=caseworker)
    answer_separate(separate, answer=SeparateAnswer.NEEDED, by=leader)
    chosen = {"day": timezone.localdate(), "crew": route_list.crew, "by": caseworker}
    with pytest.raises(SeparateRefused, match="allerede på en køreliste"):
        make_separate_list(separate, **chosen)
    strike(stop, StrikeReason.SHIELDED, by=caseworker)
    assert make_separate_list(separate, **chosen).stops.get().case == stop.case


def test_one_that_was_not_reached_is_not_ordered_for_a_shared_list(alone, caseworker):
    strike(alone.stops.get(), StrikeReason.NOT_REACHED, by=caseworker)
    assert not VisitOrder.objects.exists()


def test_a_case_kept_to_the_named_is_shielded_on_its_own_list_too(alone, caseworker):
    Case.objects.filter(pk=alone.stops.get().case_id).update(is_restricted=True)
    stop = alone.stops.get()
    assert stop.moot_reason == StrikeReason.SHIELDED
    assert not stop.may_be_revealed


@pytest.mark.parametrize(
    ("answer", "days", "is_kept"),
    [(None, 29, True), (None, 31, False), ("needed", 31, False), ("unsafe", 2, True), ("unsafe", 4, False)],
)
def test_what_came_to_nothing_is_cleared(caseworker, leader, team, time_machine, answer, days, is_kept):
    separate = separate_asked(caseworker, team=team)
    separate.case.citizen.protected_until = timezone.localdate() + timedelta(days=99)
    separate.case.citizen.save()
    if answer:
        answer_separate(separate, answer=SeparateAnswer(answer), by=leader)
    time_machine.move_to(timezone.now() + timedelta(days=days))
    take_orders()
    assert SeparateVisit.objects.exists() == is_kept


def test_an_answer_from_the_citizen_ends_it(caseworker, leader, team):
    separate = separate_asked(caseworker, team=team)
    separate.case.receive_answer(by=caseworker)
    with pytest.raises(SeparateRefused):
        answer_separate(separate, answer=SeparateAnswer.NEEDED, by=leader)
    take_orders()
    assert not SeparateVisit.objects.exists()


def test_when_the_protection_lapses_the_visit_is_ordered_like_any_other(caseworker, team, area):
    separate = separate_approved(caseworker, team=team)
    citizen = separate.case.citizen
    citizen.protected_until = timezone.localdate() - timedelta(days=1)
    citizen.save()
    take_orders()
    assert not SeparateVisit.objects.exists()
    assert VisitOrder.objects.get().case == separate.case
