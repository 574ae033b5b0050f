"""The administrator's staff pages: who gets in, what a change does and when, and what nobody can do to themselves."""

import logging

import pytest
from django.urls import reverse

from sanktion.models import Role, User
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "kaktus lampe himmel"
OTHER_ROLES = [role.value for role in Role if role != Role.ADMINISTRATOR]


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR, first_name="Adam", last_name="Juul")


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def colleague(team):
    return UserFactory(role=Role.CASEWORKER, teams=[team], first_name="Mette", last_name="Lund", username="mette")


def profile(user, **changes):
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "username": user.username,
        "roles": [group.name for group in user.groups.all()],
        "teams": [team.pk for team in user.teams.all()],
    } | changes


def new_person(**changes):
    return {
        "first_name": "Søren",
        "last_name": "Ærø",
        "email": "",
        "username": "soren",
        "roles": [Role.FIELD],
        "password": PASSWORD,
        "password_again": PASSWORD,
    } | changes


def pages(colleague, team):
    return [
        reverse("staff"),
        reverse("staff_new"),
        reverse("staff_edit", args=[colleague.pk]),
        reverse("staff_password", args=[colleague.pk]),
        reverse("staff_close", args=[colleague.pk]),
        reverse("staff_reopen", args=[colleague.pk]),
        reverse("teams"),
        reverse("team_new"),
        reverse("team_edit", args=[team.pk]),
    ]


def roles_of(user):
    return set(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_every_other_role_is_refused_everywhere(client, colleague, team, role):
    client.force_login(UserFactory(role=role, teams=[team]))
    refused = [client.get(url).status_code for url in pages(colleague, team)]
    refused += [
        client.post(url, profile(colleague, roles=[Role.ADMINISTRATOR])).status_code
        for url in pages(colleague, team)[1:]
    ]
    assert set(refused) == {403}
    assert roles_of(colleague) == {Role.CASEWORKER}


def test_being_a_superuser_opens_no_staff_page(client, colleague, team):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert {client.get(url).status_code for url in pages(colleague, team)} == {403}


def test_the_administrator_opens_every_staff_page_and_no_case(admin_client, colleague, team, case):
    assert {admin_client.get(url).status_code for url in pages(colleague, team)} == {200}
    assert admin_client.get(reverse("case", args=[case.number])).status_code == 403
    assert admin_client.get(reverse("queue")).status_code == 403
    assert admin_client.post(reverse("search"), {"q": "Lund"}).status_code == 403


def test_no_staff_page_names_a_citizen(admin_client, colleague, team, case):
    body = "".join(admin_client.get(url).content.decode() for url in pages(colleague, team))
    assert case.number not in body
    assert case.citizen.masked_cpr not in body


def test_the_list_is_in_danish_order_with_the_closed_last(admin_client, team):
    for first, active in [("Ørjan", True), ("Aage", True), ("Zenia", True), ("Abel", False)]:
        UserFactory(first_name=first, last_name="X", is_active=active, teams=[team])
    people = admin_client.get(reverse("staff")).context["people"]
    assert [person.first_name for person in people] == ["Adam", "Zenia", "Ørjan", "Aage", "Abel"]


def test_the_list_is_paged_and_costs_the_same_for_more_people(admin_client, team, django_assert_max_num_queries):
    UserFactory.create_batch(52, role=Role.FIELD, teams=[team])
    with django_assert_max_num_queries(11):
        first = admin_client.get(reverse("staff"))
    second = admin_client.get(reverse("staff"), {"side": "2"})
    assert len(first.context["people"]) == 50
    assert len(second.context["people"]) == 3
    assert "Viser 51–53 af 53 medarbejdere" in second.content.decode()


def test_a_new_colleague_can_log_in_with_the_role_and_team_given(admin_client, client, team):
    answer = admin_client.post(reverse("staff_new"), new_person(teams=[team.pk]))
    assert answer.status_code == 302
    made = User.objects.get(username="soren")
    assert roles_of(made) == {Role.FIELD}
    assert list(made.teams.all()) == [team]
    client.logout()
    assert client.post(reverse("login"), {"username": "soren", "password": PASSWORD}).status_code == 302


def test_superuser_and_other_fields_in_the_post_are_ignored(admin_client, colleague):
    extra = {"is_superuser": "on", "is_staff": "on", "is_active": "", "user_permissions": ["1"], "groups": ["1"]}
    admin_client.post(reverse("staff_new"), new_person(**extra))
    admin_client.post(reverse("staff_edit", args=[colleague.pk]), profile(colleague, **extra, password=PASSWORD))
    for user in (User.objects.get(username="soren"), User.objects.get(pk=colleague.pk)):
        assert (user.is_superuser, user.is_staff, user.is_active) == (False, False, True)
        assert not user.user_permissions.exists()
    assert User.objects.get(pk=colleague.pk).password == colleague.password


def test_a_role_that_does_not_exist_is_refused(admin_client, colleague):
    answer = admin_client.post(reverse("staff_edit", args=[colleague.pk]), profile(colleague, roles=["konge"]))
    assert answer.status_code == 422
    assert roles_of(colleague) == {Role.CASEWORKER}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"roles": []}, "Vælg mindst én rolle."),
        ({"username": "METTE"}, "En anden medarbejder har allerede det brugernavn."),
        ({"first_name": ""}, "Fornavn: Udfyld feltet."),
        ({"password_again": "noget helt andet"}, "De to adgangskoder er ikke ens."),
        ({"password": "kort", "password_again": "kort"}, "Denne adgangskode er for kort."),
        ({"password": "password1234", "password_again": "password1234"}, "Denne adgangskode er for almindelig."),
    ],
)
def test_what_is_wrong_with_a_new_colleague_is_said(admin_client, colleague, changes, message):
    before = User.objects.count()
    answer = admin_client.post(reverse("staff_new"), new_person(**changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert User.objects.count() == before


def test_a_taken_role_is_gone_at_the_very_next_request_of_an_open_session(client, administrator, colleague, case):
    case.citizen.team.members.add(colleague)
    client.force_login(colleague)
    assert client.get(reverse("queue")).status_code == 200
    other = type(client)()
    other.force_login(administrator)
    other.post(reverse("staff_edit", args=[colleague.pk]), profile(colleague, roles=[Role.FIELD]))
    assert client.get(reverse("queue")).status_code == 403


def test_a_taken_team_hides_its_cases_at_the_next_request(client, administrator, colleague, case):
    colleague.teams.set([case.team])
    client.force_login(colleague)
    assert client.get(reverse("case", args=[case.number])).status_code == 200
    other = type(client)()
    other.force_login(administrator)
    other.post(reverse("staff_edit", args=[colleague.pk]), profile(colleague, teams=[TeamFactory().pk]))
    assert client.get(reverse("case", args=[case.number])).status_code == 404


def test_closing_ends_an_open_session_and_reopening_lets_in_again(client, administrator, colleague):
    client.force_login(colleague)
    other = type(client)()
    other.force_login(administrator)
    assert "Luk brugeren" in other.get(reverse("staff_close", args=[colleague.pk])).content.decode()
    assert client.get(reverse("queue")).status_code == 200, "asking for the page must close nobody"
    other.post(reverse("staff_close", args=[colleague.pk]))
    assert client.get(reverse("queue")).url.startswith(reverse("login"))
    other.post(reverse("staff_reopen", args=[colleague.pk]))
    assert client.get(reverse("queue")).url.startswith(reverse("login")), "what was ended stays ended"
    client.force_login(User.objects.get(pk=colleague.pk))
    assert client.get(reverse("queue")).status_code == 200


def test_administrators_cannot_take_their_own_role(admin_client, administrator):
    url = reverse("staff_edit", args=[administrator.pk])
    answer = admin_client.post(url, profile(administrator, roles=[Role.MANAGER], first_name="Ny"))
    assert answer.status_code == 422
    assert "Du kan ikke tage administratorrollen fra dig selv." in answer.content.decode()
    administrator.refresh_from_db()
    assert roles_of(administrator) == {Role.ADMINISTRATOR}
    assert administrator.first_name == "Adam"


def test_administrators_cannot_close_themselves(admin_client, administrator):
    answer = admin_client.post(reverse("staff_close", args=[administrator.pk]), follow=True)
    assert "Du kan ikke lukke dig selv." in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_administrators_can_give_themselves_one_more_role(admin_client, administrator):
    both = [Role.ADMINISTRATOR, Role.MANAGER]
    admin_client.post(reverse("staff_edit", args=[administrator.pk]), profile(administrator, roles=both))
    assert roles_of(administrator) == set(both)


def test_the_log_tells_who_changed_whom_with_ids_alone(
    admin_client, administrator, colleague, team, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.INFO)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("staff_edit", args=[colleague.pk]), profile(colleague, roles=[Role.FIELD]))
        admin_client.post(reverse("staff_close", args=[colleague.pk]))
    by, user = administrator.pk, colleague.pk
    assert f"staff.change by={by} user={user} roles=udkørende teams={team.pk}" in caplog.messages
    assert f"staff.close by={by} user={user}" in caplog.messages
    assert not [line for line in caplog.messages if "Mette" in line or "Lund" in line or "mette" in line]
