"""A person comes in by the municipality's own login: who it is, and what they may do, as it is said this time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from sanktion.actions.security import end_sessions, note
from sanktion.actions.staff import guard_directorate
from sanktion.base import claims as said
from sanktion.models import Role, SecurityKind, Team, User

NAME_LENGTH = 150


class SignInRefused(Exception):
    """``code`` is the reason as the page knows it: no_role, closed, taken, directorate or no_subject."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Access:
    roles: frozenset[str]
    teams: frozenset[str]


def access_in(claims: Mapping) -> Access:
    """The roles and teams that the claims give by SANKTION_OIDC_ROLE_MAP and _TEAM_MAP. Reads settings alone."""
    privileges: list[str] = []
    if settings.SANKTION_OIDC_PRIVILEGES_CLAIM:
        privileges = said.privileges(claims, settings.SANKTION_OIDC_PRIVILEGES_CLAIM, settings.SANKTION_CVR)
    roles = said.mapped([*said.values(claims, settings.SANKTION_OIDC_ROLES_CLAIM), *privileges], _roles())
    teams = said.mapped(
        [*said.values(claims, settings.SANKTION_OIDC_TEAMS_CLAIM), *privileges], settings.SANKTION_OIDC_TEAM_MAP
    )
    return Access(frozenset(roles), frozenset(teams))


def _roles() -> dict[str, str]:
    return {value: role for value, role in settings.SANKTION_OIDC_ROLE_MAP.items() if role in Role.values}


def receive(claims: Mapping) -> User:
    """The user of ``claims["sub"]`` with exactly the roles and teams that the claims give; made at the first login.

    Raises SignInRefused. What is taken away is taken away also then, with the open sessions.
    """
    with transaction.atomic():
        user, refusal = _received(claims)
    if user is None or refusal:
        # Outside the transaction: a refusal that undid itself would leave the rights standing.
        raise SignInRefused(refusal)
    return user


def _received(claims: Mapping) -> tuple[User | None, str]:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > 255:
        return None, "no_subject"
    access = access_in(claims)
    user = User.objects.select_for_update().filter(subject=subject).first()
    if user is None:
        return _new(subject, claims, access)
    if user.is_active and access.roles:
        return _known(user, claims, access)
    _take_away(user, access)
    return None, "no_role" if user.is_active else "closed"


def _new(subject: str, claims: Mapping, access: Access) -> tuple[User | None, str]:
    if not access.roles:
        return None, "no_role"
    user = User(subject=subject, username=_username(subject, claims))
    try:
        UnicodeUsernameValidator()(user.username)
    except ValidationError:
        return None, "no_subject"
    # Somebody who was entered with a password is not taken over by a name that is alike.
    if User.objects.filter(username__iexact=user.username).exists():
        return None, "taken"
    user.set_unusable_password()
    return _known(user, claims, access)


def _known(user: User, claims: Mapping, access: Access) -> tuple[User | None, str]:
    teams = list(Team.objects.filter(name__in=access.teams))
    try:
        guard_directorate(user, list(access.roles), teams)
    except ValidationError:
        if user.pk:
            # The roles stay, for they tell which of the two it was.
            end_sessions(user, by=None)
        return None, "directorate"
    _save_profile(user, claims)
    _set_access(user, access.roles, teams)
    return user, ""


def _take_away(user: User, access: Access) -> None:
    if not access.roles:
        _set_access(user, frozenset(), [])
    end_sessions(user, by=None)


def _set_access(user: User, roles: frozenset[str], teams: list[Team]) -> None:
    had = set(user.groups.values_list("name", flat=True)), set(user.teams.values_list("pk", flat=True))
    user.groups.set(Group.objects.filter(name__in=roles))
    user.teams.set(teams)
    if had != (set(roles), {team.pk for team in teams}):
        note(SecurityKind.ACCESS_MAPPED, user)


def _username(subject: str, claims: Mapping) -> str:
    name = claims.get(settings.SANKTION_OIDC_USERNAME_CLAIM)
    return name if isinstance(name, str) and 0 < len(name) <= NAME_LENGTH else subject[:NAME_LENGTH]


def _save_profile(user: User, claims: Mapping) -> None:
    """Never more than names and address: no claim makes a superuser, or opens what an administrator has closed."""
    for field, claim in {"first_name": "given_name", "last_name": "family_name", "email": "email"}.items():
        value = claims.get(claim)
        if isinstance(value, str):
            setattr(user, field, value[: User._meta.get_field(field).max_length])
    user.save()
