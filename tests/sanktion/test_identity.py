"""«Bekræft, at det er dig» before what leaves the house, is switched on or is protected."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import second_factor
from sanktion.models import AccessLog, Case, GateRule, Proposal, Role, SecurityEvent, SecurityKind
from sanktion.views.identity import AsksWhenProtected, AsksWhoYouAre
from tests.factories import CitizenFactory, UserFactory

from ..checks.identity import ASKS, ASKS_WHEN_PROTECTED
from ..checks.urls import addresses
from .test_second_factor import code_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ALL = {address.name: address for address in addresses()}
PASSWORD = "gammel kaktus lampe"


def user_with_password(role, **kwargs):
    user = UserFactory(role=role, **kwargs)
    user.set_password(PASSWORD)
    user.save()
    return user


def grow_old(client, minutes: int = 11) -> None:
    """As if the last confirmation were that long ago, with work done since."""
    session = client.session
    session["confirmed_at"] -= minutes * 60
    session.save()


@pytest.fixture
def administrator(db):
    return user_with_password(Role.ADMINISTRATOR)


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def test_the_list_and_the_views_agree():
    views = {name: getattr(address.callback, "view_class", object) for name, address in ALL.items()}
    assert {name for name, view in views.items() if issubclass(view, AsksWhoYouAre)} == set(ASKS)
    assert {name for name, view in views.items() if issubclass(view, AsksWhenProtected)} == ASKS_WHEN_PROTECTED


@pytest.mark.parametrize("name", sorted(ASKS))
def test_each_of_them_asks_and_looks_nothing_up_before(client, world, name):
    client.force_login(UserFactory(role=Role.CASEWORKER, teams=[world.team]))
    grow_old(client)
    address = ALL[name]
    url = address.url(world.arguments_for(address))
    asked = 0
    if address.takes("get"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("confirm_identity"))
        asked += 1
    if address.takes("post"):
        answer = client.post(url, {"noget": "andet"})
        assert answer.status_code == 403
        assert "Bekræft, at det er dig" in answer.content.decode()
        assert ("noget", "andet") in answer.context["kept"]
        asked += 1
    assert asked


@pytest.mark.parametrize("name", sorted(ASKS))
def test_none_of_them_asks_somebody_who_has_just_said(client, world, name):
    client.force_login(UserFactory(role=Role.CASEWORKER, teams=[world.team]))
    address = ALL[name]
    method = "get" if address.takes("get") else "post"
    answer = getattr(client, method)(address.url(world.arguments_for(address)))
    assert "registration/confirm_identity.html" not in [template.name for template in answer.templates]
    assert "bekraeft" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(("minutes", "status"), [(10, 200), (11, 302)])
def test_it_counts_for_ten_minutes(admin_client, minutes, status):
    grow_old(admin_client, minutes)
    with time_machine.travel(admin_client.session["confirmed_at"] + minutes * 60, tick=False):
        assert admin_client.get(reverse("staff_new")).status_code == status


def test_a_posted_form_goes_on_with_what_was_filled_in(admin_client, administrator):
    person = {"first_name": "Ida", "last_name": "Bo", "username": "ida", "roles": [Role.FIELD, Role.CASEWORKER]}
    person |= {"password": "midlertidig kaktus lampe", "password_again": "midlertidig kaktus lampe"}
    grow_old(admin_client)
    asked = admin_client.post(reverse("staff_new"), person)
    assert asked.status_code == 403
    kept = asked.context["kept"]
    assert kept.count(("roles", "udkørende")) == kept.count(("roles", "sagsbehandler")) == 1
    again = {name: [value for key, value in kept if key == name] for name, _ in kept}
    wrong = admin_client.post(reverse("staff_new"), again | {"bekraeft_password": "forkert kode"})
    assert wrong.status_code == 422
    assert sorted(wrong.context["kept"]) == sorted(kept)
    done = admin_client.post(reverse("staff_new"), again | {"bekraeft_password": PASSWORD})
    assert done.url == reverse("staff")
    kinds = SecurityEvent.objects.filter(user=administrator).values_list("kind", flat=True)
    assert {SecurityKind.CONFIRMED, SecurityKind.CONFIRM_REFUSED} <= set(kinds)


def test_nothing_is_switched_while_it_is_asked(admin_client):
    rule = GateRule.objects.first()
    grow_old(admin_client)
    url = reverse("gate_switch", args=[rule.pk])
    switch = {"reason": "En god grund", "on": "fra", "sure": "on"}
    assert admin_client.post(url, switch).status_code == 403
    assert not Proposal.objects.exists()
    assert admin_client.post(url, switch | {"bekraeft_password": "x"}).status_code == 422
    assert not Proposal.objects.exists()
    assert admin_client.post(url, switch | {"bekraeft_password": PASSWORD}).status_code == 302
    assert Proposal.objects.count() == 1


def test_a_protected_address_is_shown_after_the_answer(client, team):
    citizen = CitizenFactory(team=team, protected=True, address__street="Kanariestræde")
    client.force_login(user_with_password(Role.CASEWORKER, teams=[team]))
    grow_old(client)
    url = reverse("citizen_address", args=[citizen.pk])
    assert "Kanariestræde" not in client.post(url).content.decode()
    shown = client.post(url, {"bekraeft_password": PASSWORD})
    assert "Kanariestræde" in shown.content.decode()


def test_a_wrong_password_again_and_again_locks(admin_client, administrator):
    grow_old(admin_client)
    answers = [admin_client.post(reverse("confirm_identity"), {"bekraeft_password": "nej"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert "Prøv igen" in answers[-1].content.decode()
    right = admin_client.post(reverse("confirm_identity"), {"bekraeft_password": PASSWORD})
    assert right.status_code == 429
    assert admin_client.get(reverse("staff_new")).status_code == 302


def test_another_ones_password_confirms_nothing(admin_client):
    other = user_with_password(Role.FIELD)
    other.set_password("en ganske anden lampe")
    other.save()
    grow_old(admin_client)
    data = {"bekraeft_password": "en ganske anden lampe", "username": other.username}
    assert admin_client.post(reverse("confirm_identity"), data).status_code == 422


def test_with_a_telephone_the_code_is_asked_for_too(admin_client, administrator):
    with time_machine.travel(admin_client.session["signed_in_at"], tick=False) as clock:
        second_factor.begin(administrator)
        second_factor.finish(administrator, code_of(administrator))
        clock.shift(31)
        grow_old(admin_client)
        url = reverse("confirm_identity")
        assert "bekraeft_kode" in admin_client.get(url).content.decode()
        assert admin_client.post(url, {"bekraeft_password": PASSWORD}).status_code == 422
        both = {"bekraeft_password": PASSWORD, "bekraeft_kode": code_of(administrator), "next": "/medarbejdere/ny/"}
        assert admin_client.post(url, both).url == "/medarbejdere/ny/"
        assert admin_client.get(reverse("staff_new")).status_code == 200


def test_a_file_is_fetched_from_a_page_that_says_so(admin_client):
    grow_old(admin_client)
    path = "/indlaesning/1/afviste/"
    done = admin_client.post(reverse("confirm_identity"), {"bekraeft_password": PASSWORD, "next": path})
    page = done.content.decode()
    assert f'<meta http-equiv="refresh" content="0; url={path}">' in page
    assert f'href="{path}"' in page


@pytest.mark.parametrize("path", ["https://ond.invalid/", "//ond.invalid/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(admin_client, path):
    done = admin_client.post(reverse("confirm_identity"), {"bekraeft_password": PASSWORD, "next": path})
    assert done.url == reverse("home")


def test_a_piece_of_a_page_sends_the_whole_page_to_the_question(admin_client):
    grow_old(admin_client)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/medarbejdere/?side=2"}
    answer = admin_client.get(reverse("staff_new"), headers=headers)
    assert answer.status_code == 302
    assert answer.url == "/bekraeft/?next=%2Fmedarbejdere%2F"


@pytest.mark.parametrize("name", sorted(ASKS_WHEN_PROTECTED - {"print_letters", "withdrawal_preview"}))
@pytest.mark.parametrize("is_protected", [True, False])
def test_a_letter_asks_as_the_address_on_it_does(client, world, name, is_protected):
    address = ALL[name]
    arguments = world.arguments_for(address)
    citizen = Case.objects.get(number=arguments["number"]).citizen
    citizen.protected_until = timezone.localdate() if is_protected else None
    citizen.save()
    role = Role.COSIGNER if name == "countersign_letter" else Role.CASEWORKER
    client.force_login(UserFactory(role=role, teams=[world.team]))
    grow_old(client)
    looks = AccessLog.objects.filter(citizen=citizen)
    before = looks.count()
    method = "get" if address.takes("get") else "post"
    answer = getattr(client, method)(address.url(arguments))
    asked = answer.headers.get("Location", "").startswith(reverse("confirm_identity")) or bool(
        answer.context and "kept" in answer.context
    )
    assert asked is is_protected
    assert looks.count() == before + (not is_protected)
