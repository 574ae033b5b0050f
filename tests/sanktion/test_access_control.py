"""Control of the log: random samples, unusual use, and what is said of each; looking at it is itself logged."""

import hashlib
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import access_control as acts
from sanktion.base.acting import acting, system
from sanktion.demo.looks import leave_looks
from sanktion.models import AccessFinding, AccessLog, AccessReview, AccessSample, FindingKind
from tests.factories import CaseFactory, CitizenFactory, UserFactory

pytestmark = pytest.mark.django_db
# A Wednesday with no holiday.
DAY = date(2026, 9, 16)


@pytest.fixture
def manager(team):
    return UserFactory(role="leder", teams=[team])


@pytest.fixture
def controller(client, manager):
    client.force_login(manager)
    return client


def at(day: date, hour: int = 10):
    midnight = timezone.datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
    return midnight + timedelta(hours=hour)


def look(user, citizens, *, when, kind="read", page="citizen", case=None) -> list[AccessLog]:
    rows = (AccessLog(user=user, citizen=one, kind=kind, page=page, at=when, case=case) for one in citizens)
    return AccessLog.objects.bulk_create(rows)


def look_at_numbers(user, citizens, *, when) -> None:
    AccessLog.objects.bulk_create(
        AccessLog(user=user, citizen_id=one, kind="read", page="case", at=when) for one in citizens
    )


def found_on(day: date = DAY) -> dict[str, AccessFinding]:
    with time_machine.travel(at(day + timedelta(days=1), 5), tick=False):
        acts.find_unusual()
    return {one.kind: one for one in AccessFinding.objects.filter(day=day)}


def test_ordinary_work_raises_nothing(caseworker, case):
    look(caseworker, [case.citizen], when=at(DAY), case=case)
    assert found_on() == {}


def test_own_surname_no_case_off_hours_and_protection_are_found_and_explained(caseworker, team):
    stranger = CitizenFactory(last_name=caseworker.last_name.upper(), protected_until=DAY)
    [row] = look(caseworker, [stranger], when=at(DAY, 22))
    found = found_on()
    assert set(found) == {"own_name", "no_case", "off_hours", "protected"}
    assert {tuple(one.log_ids) for one in found.values()} == {(row.pk,)}
    assert "eget efternavn" in acts.explain(found["own_name"])
    assert "ikke har en sag på" in acts.explain(found["no_case"])
    assert acts.find_unusual() == 0


@pytest.mark.parametrize(("hour", "is_found"), [(5, True), (6, False), (19, False), (20, True)])
def test_working_hours_end_where_they_end(caseworker, case, hour, is_found):
    look(caseworker, [case.citizen], when=at(DAY, hour), case=case)
    assert ("off_hours" in found_on()) == is_found


def test_a_holiday_is_outside_working_hours(caseworker, case):
    look(caseworker, [case.citizen], when=at(date(2026, 12, 25)), case=case)
    assert set(found_on(date(2026, 12, 25))) == {"off_hours"}


def test_names_in_a_list_and_the_control_itself_are_not_looks(caseworker, manager):
    stranger = CitizenFactory()
    look(caseworker, [stranger], when=at(DAY), kind="list", page="queue")
    look(manager, [stranger], when=at(DAY), page="access_finding")
    assert found_on() == {}


@pytest.mark.parametrize(("count", "is_found"), [(29, False), (30, True)])
def test_many_is_measured_by_the_colleagues_own_median(caseworker, case, count, is_found):
    citizens = range(1000, 1000 + count)
    for number in range(1, 6):
        look_at_numbers(caseworker, range(1000, 1010), when=at(DAY - timedelta(days=number)))
    look_at_numbers(caseworker, citizens, when=at(DAY))
    finding = found_on().get("many")
    assert bool(finding) == is_found
    if finding:
        assert (finding.usual, finding.counted, acts.explain(finding)[-3:]) == (10, 30, "10.")


def test_a_sample_is_drawn_by_the_database_and_can_be_counted_again(caseworker, manager, case):
    rows = look(caseworker, [case.citizen] * 30, when=at(DAY), case=case)
    look(caseworker, [case.citizen], when=at(DAY - timedelta(days=40)), case=case)
    with acting(manager):
        sample = acts.draw(month=DAY.replace(day=1), size=5, by=manager)
    sample.refresh_from_db()
    ordered = sorted(rows, key=lambda row: hashlib.sha256(f"{sample.seed}:{row.pk}".encode()).hexdigest())
    assert (sample.population, len(sample.seed)) == (30, 32)
    drawn = AccessFinding.objects.filter(sample=sample).order_by("pk")
    assert [one.log_ids for one in drawn] == [[row.pk] for row in ordered[:5]]


def test_nobody_chooses_the_seed_or_draws_for_another(caseworker, manager, case):
    look(caseworker, [case.citizen], when=at(DAY), case=case)
    month = DAY.replace(day=1)
    with acting(manager):
        chosen = AccessSample.objects.create(month=month, size=1, seed="a" * 32, drawn_by=manager)
        with pytest.raises(IntegrityError, match="eget navn"), transaction.atomic():
            AccessSample.objects.create(month=month, size=1, drawn_by=caseworker)
    chosen.refresh_from_db()
    assert chosen.seed != "a" * 32


def test_a_finding_is_handled_in_ones_own_name_by_another_and_for_good(caseworker, manager):
    look(caseworker, [CitizenFactory()], when=at(DAY))
    finding = found_on()["no_case"]
    with acting(caseworker), pytest.raises(IntegrityError, match="behandles af en anden"), transaction.atomic():
        acts.review(finding, outcome="seen", note="Mine egne", by=caseworker)
    with acting(manager), pytest.raises(IntegrityError, match="eget navn"), transaction.atomic():
        acts.review(finding, outcome="seen", note="x", by=UserFactory())
    with acting(manager):
        acts.review(finding, outcome="asked", note="Vikar for et andet team.", by=manager)
    for model in (AccessReview, AccessFinding, AccessSample):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete(using="default")
    assert AccessFinding.objects.open().count() == 0


def test_findings_are_read_by_nobody_but_through_the_control(caseworker, manager):
    look(caseworker, [CitizenFactory()], when=at(DAY))
    found_on()
    for person in (caseworker, manager):
        with acting(person):
            assert not AccessFinding.objects.exists()
    with system("prøve"):
        assert AccessFinding.objects.exists()


def test_pages_explain_name_no_citizen_and_are_themselves_logged(controller, manager, caseworker):
    stranger = CitizenFactory(last_name="Usædvanlig")
    look(caseworker, [stranger], when=at(DAY))
    finding = found_on()["no_case"]
    shown = controller.get(reverse("access_control")).content.decode()
    assert "ikke har en sag på" in shown
    page = controller.get(reverse("access_finding", args=[finding.pk])).content.decode()
    assert f"Borger nr. {stranger.pk}" in page
    assert "Usædvanlig" not in page
    logged = AccessLog.objects.filter(user=manager).values_list("citizen", "page", "kind")
    assert list(logged) == [(stranger.pk, "access_finding", "list")]


def test_a_finding_is_handled_on_its_page(controller, caseworker):
    look(caseworker, [CitizenFactory()], when=at(DAY))
    url = reverse("access_finding", args=[found_on()["no_case"].pk])
    assert controller.post(url, {"outcome": "asked"}).status_code == 422
    controller.post(url, {"outcome": "asked", "note": "Spurgt; var vikar."})
    assert AccessReview.objects.get().note == "Spurgt; var vikar."
    assert "Ingen fund venter" in controller.get(reverse("access_control")).content.decode()
    assert "ikke har en sag på" in controller.get(reverse("access_control") + "?vis=behandlede").content.decode()


def test_a_sample_is_drawn_and_shown_on_its_page(controller, caseworker, case):
    url = reverse("access_samples")
    month = timezone.localdate().replace(day=1)
    answer = controller.post(url, {"month": month.isoformat(), "size": "3"})
    assert "ingen opslag" in answer.content.decode()
    look(caseworker, [case.citizen] * 4, when=timezone.now(), page="case", case=case)
    answer = controller.post(url, {"month": month.isoformat(), "size": "3"}, follow=True).content.decode()
    assert AccessSample.objects.get().seed in answer
    assert answer.count(case.number) == 3
    assert "Venter" in controller.get(url).content.decode()


def test_only_those_with_the_right_control(client, caseworker):
    client.force_login(caseworker)
    for name in ("access_control", "access_samples"):
        assert client.get(reverse(name)).status_code == 403


def test_the_nightly_check_tells_of_findings_left_alone(caseworker):
    look(caseworker, [CitizenFactory()], when=at(DAY))
    found_on()
    assert acts.unhandled(DAY + timedelta(days=1)) == 0
    assert acts.unhandled(DAY + timedelta(days=2)) == 1


def test_a_citizens_log_is_read_and_fetched_with_roles_for_names(client, caseworker, case):
    client.force_login(caseworker)
    citizen = case.citizen
    look(UserFactory(role="leder", first_name="Hemmelig"), [citizen], when=at(DAY), page="contact", case=case)
    page = client.get(reverse("citizen_log", args=[citizen.pk])).content.decode()
    answer = client.post(reverse("citizen_log_file", args=[citizen.pk]))
    text = answer.content.decode("utf-8-sig")
    assert "Arbejdet med at få kontakt" in page
    assert text.splitlines()[1] == f"16-09-2026 10:00:00;Leder;Åbnet;Arbejdet med at få kontakt;{case.number}"
    assert "Hemmelig" not in page + text
    assert AccessLog.objects.filter(user=caseworker, kind="print", page="citizen_log_file").count() == 1


def test_a_citizens_log_is_whole_or_not_shown(client, caseworker, case):
    CaseFactory(event__citizen=case.citizen, team=UserFactory().teams.create(name="Et andet hold"))
    client.force_login(caseworker)
    assert client.get(reverse("citizen_log", args=[case.citizen_id])).status_code == 403


def test_every_kind_is_explained_in_words():
    told = {acts.explain(AccessFinding(kind=kind, counted=1, usual=2)) for kind in FindingKind.values}
    assert len(told) == len(FindingKind.values)


def test_the_demo_leaves_something_to_control(team):
    for name, role in (("jonas", "sagsbehandler"), ("mikkel", "sagsbehandler"), ("lene", "leder")):
        UserFactory(username=name, role=role, teams=[team])
    CaseFactory(team=team)
    CitizenFactory()
    CitizenFactory(protected_until=timezone.localdate() + timedelta(days=300))
    leave_looks()
    with system("test"):
        found = set(AccessFinding.objects.unusual().values_list("kind", "user__username"))
        drawn = AccessSample.objects.get()
    assert {
        (FindingKind.PROTECTED, "jonas"),
        (FindingKind.OFF_HOURS, "jonas"),
        (FindingKind.NO_CASE, "mikkel"),
    } <= found
    assert drawn.drawn_by.username == "lene"
