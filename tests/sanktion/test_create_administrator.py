"""A new system has nobody who may add users: one administrator can be made from the server's own shell, and no more."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from sanktion.base.permissions import sync_roles
from sanktion.models import Role, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "en-lang-nok-kode-1"


def create(name="ida", password=PASSWORD):
    said = io.StringIO()
    call_command("create_administrator", name, "--first-name", "Ida", stdin=io.StringIO(f"{password}\n"), stdout=said)
    return said.getvalue()


def test_the_first_administrator_can_log_in_and_add_colleagues(client):
    assert "ida er administrator" in create()
    ida = User.objects.get(username="ida")
    assert ida.check_password(PASSWORD)
    assert not ida.is_superuser
    assert ida.role_names == ["Administrator"]
    client.force_login(ida)
    assert client.get(reverse("staff_new")).status_code == 200


def test_there_is_no_second_one():
    create()
    with pytest.raises(CommandError, match="Der er en administrator"):
        create("egon")
    assert not User.objects.filter(username="egon").exists()


def test_where_the_only_one_is_closed_there_may_be_a_new_one():
    create()
    User.objects.update(is_active=False)
    assert "egon er administrator" in create("egon")


def test_a_weak_password_is_refused_and_nobody_is_made():
    with pytest.raises(CommandError, match="12"):
        create(password="kort")
    assert not User.objects.exists()


def test_a_name_in_use_is_refused():
    UserFactory(username="ida")
    with pytest.raises(CommandError):
        create()


def test_before_the_roles_are_made_it_says_what_to_run(django_user_model):
    from django.contrib.auth.models import Group

    Group.objects.filter(name=Role.ADMINISTRATOR).delete()
    with pytest.raises(CommandError, match="migrate"):
        create()


def test_being_made_a_superuser_gives_no_rights():
    """Why there is a command of our own."""
    from django.apps import apps

    sync_roles(apps.get_app_config("sanktion"))
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    assert not boss.has_perm("sanktion.add_user")
