from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group

from sanktion.demo.logins import COLLEAGUES, LOGINS, PASSWORD, TEAMS
from sanktion.models import Team, User


def make_staff() -> None:
    """Active, for what is done asks what one may; but nobody can sign in until ``open_doors``."""
    for name, postcodes in TEAMS:
        Team.objects.update_or_create(name=name, defaults={"postcodes": postcodes})
    for person in [*LOGINS, *COLLEAGUES]:
        _make_user(person)


def _make_user(person: dict) -> None:
    user, made = User.objects.get_or_create(
        username=person["username"],
        defaults={"first_name": person["first_name"], "last_name": person["last_name"]},
    )
    if made:
        user.set_unusable_password()
        user.save()
    user.groups.set(Group.objects.filter(name__in=[person["role"], *person.get("also", [])]))
    user.teams.set(Team.objects.filter(name__in=person.get("teams", [TEAMS[0][0]])))


def open_doors() -> None:
    """The last thing done: a demo that was interrupted is not taken for a whole one."""
    for user in User.objects.filter(username__in=[person["username"] for person in [*LOGINS, *COLLEAGUES]]):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


def are_doors_open() -> bool:
    return User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()
