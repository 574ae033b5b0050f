"""The only file that imports guardian, and the place where roles get their rights."""

from django.contrib.auth.models import Group, Permission
from guardian.models import UserObjectPermissionBase

from sanktion.base.acting import let_in

__all__ = ["UserObjectPermissionBase", "grant", "revoke", "sync_roles"]


def grant(user, permission: str, instance) -> None:
    """Let ``user`` do ``permission`` on this one row, whatever the base rule says."""
    from guardian.shortcuts import assign_perm  # reads the user model, which imports this file

    assign_perm(permission, user, instance)
    let_in(user, instance.pk)


def revoke(user, permission: str, instance) -> None:
    from guardian.shortcuts import remove_perm

    remove_perm(permission, user, instance)


def sync_roles(app_config) -> None:
    """Give each role exactly the rights of this app that ``AppConfig.role_permissions`` names.

    ``role_permissions`` is ``{role: {codename, ...}}``. Called after each migrate, so a deploy can't forget it.
    """
    for role, codenames in getattr(app_config, "role_permissions", {}).items():
        group, _ = Group.objects.get_or_create(name=role)
        wanted = Permission.objects.filter(content_type__app_label=app_config.label, codename__in=codenames)
        if missing := set(codenames) - set(wanted.values_list("codename", flat=True)):
            raise LookupError(f"{app_config.label} gives {role} rights that don't exist: {sorted(missing)}")
        group.permissions.remove(*group.permissions.filter(content_type__app_label=app_config.label))
        group.permissions.add(*wanted)
