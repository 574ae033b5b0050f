"""Who may open a page: the caseworker if the role allows, else a colleague whose role does."""

from django.contrib.auth.models import Group
from django.db.models import Count, Q

from sanktion.models import Role

from ..factories import UserFactory


def holder_of(rights, **fields):
    """A user with one role that holds all the rights: of several the caseworker's, else the one that may do most."""
    usual = Q(name=Role.CASEWORKER)
    for group in Group.objects.annotate(held=Count("permissions"), usual=usual).order_by("-usual", "-held", "name"):
        held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        if held.issuperset(rights):
            return UserFactory(role=group.name, **fields)
    raise AssertionError(f"No role holds {rights}")


def one_of_the_team(rights, world):
    """The caseworker, or who else of the team holds the rights."""
    return world.caseworker if world.caseworker.has_perms(rights) else holder_of(rights, teams=[world.team])
