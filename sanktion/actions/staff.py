"""Who may do what. Each change leaves a line in the log with ids alone: who changed whom, and to what."""

import logging

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sanktion.actions.administration import note_change
from sanktion.actions.security import end_sessions, note
from sanktion.base.danish import listing
from sanktion.models import Role, SecurityKind, Team, User

logger = logging.getLogger(__name__)

STAFF, TEAMS = "staff", "teams"
PROFILE = ["username", "first_name", "last_name", "email"]


@transaction.atomic
def add_user(user: User, *, password: str, roles: list[str], teams: list[Team], by: User) -> None:
    _give_password(user, password)
    user.save()
    _set_access(user, roles, teams)
    _note("add", user, by, _access(roles, teams))
    note_change(STAFF, f"Oprettet: {user}", after=_in_words(user), by=by)


@transaction.atomic
def change_user(user: User, *, roles: list[str], teams: list[Team], by: User) -> None:
    """Raises ValidationError on ``roles`` when administrators take their own role away: somebody must be left."""
    if user.pk == by.pk and Role.ADMINISTRATOR not in roles:
        raise ValidationError({"roles": "Du kan ikke tage administratorrollen fra dig selv. Bed en anden om det."})
    before = _in_words(User.objects.get(pk=user.pk))
    user.save(update_fields=PROFILE)
    _set_access(user, roles, teams)
    _note("change", user, by, _access(roles, teams))
    note_change(STAFF, f"Rettet: {user}", before=before, after=_in_words(user), by=by)


@transaction.atomic
def close_user(user: User, *, by: User) -> None:
    """Open sessions end with it: an inactive user is nobody at the next request."""
    if user.pk == by.pk:
        raise ValidationError("Du kan ikke lukke dig selv. Bed en anden administrator om det.")
    _set_active(user, False)
    end_sessions(user, by=by)
    _note("close", user, by)
    note_change(STAFF, f"Lukket: {user}", by=by)


@transaction.atomic
def reopen_user(user: User, *, by: User) -> None:
    _set_active(user, True)
    _note("reopen", user, by)
    note_change(STAFF, f"Genåbnet: {user}", by=by)


@transaction.atomic
def add_first_administrator(user: User, *, password: str) -> None:
    """On a system without an administrator nobody may add users; this is the one way in, from the server's own shell.

    Raises ValidationError when there is an active administrator already, or no roles yet.
    """
    if not Group.objects.filter(name=Role.ADMINISTRATOR).exists():
        raise ValidationError("Rollerne findes ikke endnu. Kør migrate først.")
    if User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR).exists():
        raise ValidationError("Der er en administrator. Brugere oprettes under «Medarbejdere».")
    user.set_password(password)
    user.save()
    _set_access(user, [Role.ADMINISTRATOR], [])
    note(SecurityKind.PASSWORD_RESET, user)
    _note("first", user, user, _access([Role.ADMINISTRATOR], []))


@transaction.atomic
def reset_password(user: User, password: str, *, by: User) -> None:
    """Raises ValidationError for whoever comes in by the municipality's login: a password beside it would open also
    when the account there is closed."""
    if user.subject:
        raise ValidationError("Medarbejderen logger ind med kommunens login og har ingen adgangskode her.")
    _give_password(user, password)
    user.save(update_fields=["password", "must_change_password", "password_given_at"])
    end_sessions(user, by=by)
    note(SecurityKind.PASSWORD_RESET, user, by=by)
    _note("password", user, by)
    note_change(STAFF, f"Adgangskode nulstillet: {user}", by=by)


@transaction.atomic
def change_own_password(user: User, *, session_key: str) -> None:
    """After the new one is saved: what an administrator knew no longer counts, and the other sessions end."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    note(SecurityKind.PASSWORD_CHANGED, user)
    end_sessions(user, by=user, but=session_key)


@transaction.atomic
def save_team(team: Team, *, by: User) -> None:
    before = _postcodes(Team.objects.filter(pk=team.pk).first())
    team.save()
    note_change(TEAMS, f"Gemt: {team}"[:200], before=before, after=_postcodes(team), by=by)
    line = f"team.save by={by.pk} team={team.pk} postcodes={','.join(team.postcodes)}"
    transaction.on_commit(lambda: logger.info(line))


def _in_words(user: User) -> str:
    """Roles and teams as they stand in the database, with the login."""
    roles = [Role(name).label for name in user.groups.order_by("name").values_list("name", flat=True)]
    teams = list(user.teams.order_by("name").values_list("name", flat=True))
    return f"{user} ({user.username}). Roller: {listing(roles)}. Teams: {listing(teams)}."


def _postcodes(team: Team | None) -> str:
    return f"{team.name}: {', '.join(team.postcodes) or 'ingen postnumre'}" if team else ""


def _set_access(user: User, roles: list[str], teams: list[Team]) -> None:
    guard_directorate(user, roles, teams)
    user.groups.set(Group.objects.filter(name__in=roles))
    user.teams.set(teams)


def guard_directorate(user: User, roles: list[str], teams: list[Team]) -> None:
    """V093: whoever reads for the directorate never becomes a colleague, nor the other way round."""
    if Role.DIRECTORATE in roles and (len(roles) > 1 or teams):
        raise ValidationError({"roles": "Direktoratet har kun den ene rolle og intet team."})
    was = set(user.groups.values_list("name", flat=True)) if user.pk else set()
    if was and (Role.DIRECTORATE in was) != (Role.DIRECTORATE in roles):
        raise ValidationError({"roles": "En læser fra direktoratet og en medarbejder er to brugere. Opret en ny."})


def _give_password(user: User, password: str) -> None:
    """Temporary: known to whoever gives it, so it opens once, and not for long."""
    user.set_password(password)
    user.must_change_password, user.password_given_at = True, timezone.now()


def _set_active(user: User, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])


def _access(roles: list[str], teams: list[Team]) -> str:
    return f" roles={','.join(sorted(roles))} teams={','.join(str(pk) for pk in sorted(team.pk for team in teams))}"


def _note(act: str, user: User, by: User, access: str = "") -> None:
    # On commit: a change that is rolled back has not happened.
    line = f"staff.{act} by={by.pk} user={user.pk}{access}"
    transaction.on_commit(lambda: logger.info(line))
