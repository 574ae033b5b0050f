"""The administrator's overview and the log of changes: who sees them, what they tell, and that nobody rewrites it."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.areas import add_override, save_area
from koerelister.actions.outcomes import approve_outcomes, propose_outcomes
from koerelister.actions.setup import save_crew
from koerelister.models import Crew
from sanktion.actions.administration import note_change
from sanktion.actions.proposal import approve, turn_down
from sanktion.actions.rates import save_rate
from sanktion.actions.rules import switch_gate
from sanktion.actions.staff import change_user, reset_password, save_team
from sanktion.administration import subjects_for
from sanktion.models import AdminChange, Gate, SanctionRate
from sanktion.panels import nav_for
from tilsyn.actions.procedure import save_procedure
from tilsyn.models import Procedure

from ..factories import AddressFactory, TeamFactory, UserFactory
from ..factories.koerelister import AreaFactory

pytestmark = pytest.mark.django_db
KEYS = [
    "staff",
    "teams",
    "crews",
    "areas",
    "gates",
    "ladders",
    "countersigns",
    "rates",
    "retention",
    "closing_days",
    "texts",
    "outcomes",
    "directorate",
    "checklist",
    "procedure",
]
FOLDED = {"staff", "gates", "rates", "closing_days", "letter_texts", "retention", "crews", "checklist", "directorates"}


@pytest.fixture
def administrator():
    return UserFactory(role="administrator", first_name="Adam", last_name="Juul")


@pytest.fixture
def visitor(client, administrator):
    client.force_login(administrator)
    return client


def overview(client) -> str:
    return client.get(reverse("administration")).content.decode()


def log(client, subject: str = "") -> str:
    return client.get(reverse("administration_changes"), {"emne": subject}).content.decode()


def test_every_subject_has_a_card_that_leads_to_its_page(visitor, administrator):
    assert [subject.key for subject in subjects_for(administrator)] == KEYS
    page = overview(visitor)
    for subject in subjects_for(administrator):
        assert f'<a href="{reverse(subject.url_name)}">{subject.title}</a>' in page
        assert visitor.get(reverse(subject.url_name)).status_code == 200


@pytest.mark.parametrize("role", ["sagsbehandler", "udkørende", "leder", "medunderskriver", "tilsynsansvarlig"])
@pytest.mark.parametrize("name", ["administration", "administration_changes"])
def test_only_the_administrator_gets_in(client, role, name):
    client.force_login(UserFactory(role=role, teams=[TeamFactory()]))
    assert client.get(reverse(name)).status_code == 403


def test_the_administrators_menu_is_short_and_the_others_keep_theirs(administrator):
    names = {item.url_name for item in nav_for(administrator)}
    assert "administration" in names
    assert not names & FOLDED
    assert "crews" in {item.url_name for item in nav_for(UserFactory(role="leder"))}
    assert "retention" in {item.url_name for item in nav_for(UserFactory(role="tilsynsansvarlig"))}


def test_a_page_below_marks_the_administration_as_where_one_is(visitor):
    for name in ("staff", "gates", "crews", "areas", "procedures"):
        nav = visitor.get(reverse(name)).context["nav"]
        assert [item["label"] for item in [*nav["shown"], *nav["more"]] if item["current"]] == ["Administration"], name


@pytest.mark.parametrize(
    "name",
    [
        "staff",
        "teams",
        "gates",
        "rates",
        "closing_days",
        "letter_texts",
        "retention",
        "crews",
        "meeting_places",
        "areas",
        "checklist",
    ],
)
def test_a_page_below_leads_back_to_the_overview(visitor, name):
    assert '<p class="crumbs"><a href="/administration/">' in visitor.get(reverse(name)).content.decode()


def test_who_has_the_page_in_the_menu_itself_is_led_nowhere_else(client, visitor):
    assert visitor.get(reverse("administration")).context["nav"]["above"] is None
    client.force_login(UserFactory(role="leder"))
    assert 'class="crumbs"' not in client.get(reverse("areas")).content.decode()


def test_what_nobody_has_changed_says_so(visitor):
    page = overview(visitor)
    assert page.count("Ikke ændret, siden systemet blev leveret.") == len(KEYS)
    assert "Senest ændret" not in page
    assert "Ingen ændringer" in log(visitor, "staff")


def test_a_new_rate_is_told_with_who_and_as_coming(visitor, administrator):
    first = timezone.localdate() + timedelta(days=40)
    rate = SanctionRate(valid_from=first, benefit_from=90_000_000 / 100, per_day=777, source="Vejledning")
    rate.full_clean()
    save_rate(rate, by=administrator)
    page = overview(visitor)
    assert f"gælder fra {first:%d-%m-%Y}" in page
    assert "af Adam Juul" in page
    rate.per_day = 888
    save_rate(rate, by=administrator)
    told = log(visitor, "rates")
    assert "777.00 → 888" in told


def test_a_colleagues_new_role_is_told_as_before_and_after(visitor, administrator, team):
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    change_user(colleague, roles=["udkørende"], teams=[team], by=administrator)
    row = AdminChange.objects.get(subject="staff")
    assert ("Sagsbehandler" in row.before, "Udkørende" in row.after, row.made_by) == (True, True, administrator)
    assert "Udkørende" in log(visitor, "staff")


def test_saving_what_already_was_is_no_change(administrator, team):
    save_team(team, by=administrator)
    team.postcodes = ["5000"]
    save_team(team, by=administrator)
    row = AdminChange.objects.get()
    assert (row.subject, row.before, row.after) == ("teams", f"{team}: ingen postnumre", f"{team}: 5000")


def test_a_password_is_told_of_and_not_told(administrator):
    reset_password(UserFactory(), "kaktus lampe himmel", by=administrator)
    row = AdminChange.objects.get()
    assert "Adgangskode nulstillet" in row.what
    assert "kaktus" not in f"{row.what}{row.before}{row.after}"


def test_crews_and_areas_are_kept_in_the_table(visitor, administrator):
    driver = UserFactory(role="udkørende", first_name="Sara", last_name="Krogh")
    crew = Crew(name="Hold Nord", starts_at=time(9), ends_at=time(13))
    save_crew(crew, members=[driver], by=administrator)
    save_crew(crew, members=[], by=administrator)
    area = AreaFactory(name="Vest", postcodes=["5000"])
    area.postcodes = ["5000", "5200"]
    save_area(area, by=administrator)
    crews, areas = log(visitor, "crews"), log(visitor, "areas")
    assert "Medlemmer: Sara Krogh." in crews
    assert "Medlemmer: ingen." in crews
    assert "5000 →" in areas
    assert "5000, 5200" in areas


def test_an_override_does_not_name_the_house(administrator):
    address = AddressFactory(street="Hemmelig Stræde")
    add_override(AreaFactory(name="Vest"), address.access_address_id, by=administrator)
    row = AdminChange.objects.get()
    told = f"{row.what}{row.before}{row.after}"
    assert "Vest" in told
    assert "Hemmelig" not in told
    assert str(address.access_address_id) not in told


def test_a_gate_switched_off_is_told_with_its_reason_and_both_names(visitor, administrator):
    other = UserFactory(role="administrator", first_name="Birgit", last_name="Lind")
    proposal = switch_gate(Gate.GUIDANCE, on=False, reason="Prøve efter aftale", by=administrator)
    assert "venter på, at en anden godkender" in overview(visitor)
    assert "Venter på dig" not in overview(visitor)
    approve(proposal, word="Enig.", by=other)
    for told in (log(visitor, "gates"), log(visitor)):
        assert "Prøve efter aftale" in told
        assert "Adam Juul foreslog, Birgit Lind godkendte" in told
    assert "Prøve efter aftale" not in log(visitor, "rates")


def test_what_waits_for_the_administrator_is_on_the_overview(visitor):
    other = UserFactory(role="administrator", first_name="Birgit", last_name="Lind")
    proposal = switch_gate(Gate.GUIDANCE, on=False, reason="Prøve efter aftale", by=other)
    page = overview(visitor)
    assert "Venter på dig" in page
    assert "Foreslået af Birgit Lind" in page
    turn_down(proposal, word="Juristen har ikke svaret.", by=UserFactory(role="administrator"))
    assert "Venter på dig" not in overview(visitor)
    told = log(visitor, "gates")
    assert "Slå spærringen fra: skriftlig vejledning: afvist" in told
    assert "Juristen har ikke svaret." in told


def test_a_new_procedure_is_told_with_its_steps(visitor, administrator):
    day = timezone.localdate() + timedelta(days=400)
    procedure = Procedure(valid_from=day, copied_on=date(2026, 1, 5), source="Brev")
    save_procedure(procedure, [("before", "", "Ring først")], by=administrator)
    assert "Ring først" in log(visitor, "procedure")
    assert f"gælder fra {day:%d-%m-%Y}" in overview(visitor)


def test_the_outcome_switch_tells_both_persons(visitor, administrator):
    other = UserFactory(role="leder", first_name="Lene", last_name="Bach")
    propose_outcomes("Byrådet har spurgt", by=other)
    assert "venter på, at en anden godkender" in overview(visitor)
    approve_outcomes(by=administrator)
    told = log(visitor, "outcomes")
    assert told.index("Godkendt at tælle") < told.index("Foreslået at tælle")
    assert "Lene Bach" in told


def test_an_unknown_subject_shows_all(visitor):
    assert visitor.get(reverse("administration_changes"), {"emne": "x'--"}).status_code == 200


@pytest.mark.parametrize("act", ["UPDATE sanktion_adminchange SET what = 'x'", "DELETE FROM sanktion_adminchange"])
def test_the_application_can_neither_change_nor_delete_a_line(administrator, act):
    note_change("teams", "Gemt", by=administrator)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)
    assert AdminChange.objects.count() == 1


@pytest.mark.parametrize("values", [{"what": " "}, {"what": "Gemt", "before": "a", "after": "a"}])
def test_the_database_refuses_a_line_that_says_nothing(administrator, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        AdminChange.objects.create(subject="teams", made_by=administrator, **values)


def test_the_pages_ask_no_more_however_much_was_changed(visitor, administrator, django_assert_max_num_queries):
    for number in range(30):
        note_change("teams", f"Gemt {number}", by=UserFactory())
    with django_assert_max_num_queries(40):
        visitor.get(reverse("administration"))
    with django_assert_max_num_queries(30):
        visitor.get(reverse("administration_changes"))
