from django.contrib.auth.models import Group

from sanktion.demo.logins import COLLEAGUES, LOGINS, PASSWORD, TEAMS
from sanktion.models import Team, User


def make_staff() -> None:
    """Nobody can sign in until ``open_doors``: a demo that was interrupted is not taken for a whole one."""
    for name, postcodes in TEAMS:
        Team.objects.update_or_create(name=name, defaults={"postcodes": postcodes})
    for person in [*LOGINS, *COLLEAGUES]:
        _make_user(person)


def _make_user(person: dict) -> None:
    user, made = User.objects.get_or_create(
        username=person["username"],
        defaults={"first_name": person["first_name"], "last_name": person["last_name"], "is_active": False},
    )
    if made:
        user.set_password(PASSWORD)
        user.save()
    user.groups.set(Group.objects.filter(name__in=[person["role"], *person.get("also", [])]))
    user.teams.set(Team.objects.filter(name__in=person.get("teams", [TEAMS[0][0]])))


def open_doors() -> None:
    User.objects.filter(username__in=[person["username"] for person in [*LOGINS, *COLLEAGUES]]).update(is_active=True)
