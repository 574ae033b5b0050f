from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group, Permission, UserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat, Now
from django.utils import timezone

from sanktion.base.compiled import KeptRows


class Role(models.TextChoices):
    """The seven roles; each is a Django group of the same name with the rights its apps name in ``apps.py``."""

    CASEWORKER = "sagsbehandler", "Sagsbehandler"
    FIELD = "udkørende", "Udkørende"
    MANAGER = "leder", "Leder"
    # Given to single caseworkers beside their own role: not everyone signs what a colleague has decided.
    COSIGNER = "medunderskriver", "Medunderskriver"
    SUPERVISION = "tilsynsansvarlig", "Tilsynsansvarlig"
    ADMINISTRATOR = "administrator", "Administrator"
    # V093: the directorate's own people. Held alone and in no team: they see the reading room and nothing else.
    DIRECTORATE = "direktoratet", "Direktoratet"


class Team(models.Model):
    name = models.CharField("navn", max_length=80, unique=True)
    postcodes = ArrayField(
        models.CharField(max_length=4),
        verbose_name="postnumre",
        default=list,
        blank=True,
        help_text="Nye borgere med disse postnumre hører til holdet.",
    )

    class Meta:
        verbose_name, verbose_name_plural = "team", "teams"
        ordering = ["name"]

    def __str__(self):
        return self.name


class ScopedUserManager(UserManager):
    def with_scope(self):
        """Users with their roles and rights, the teams they are in and the cases granted to them by name, in the same
        query."""
        grants = self.model._meta.get_field("caseuserobjectpermission").related_model.objects
        groups = Group.objects.filter(user=OuterRef("pk")).order_by("name")
        teams = Team.objects.filter(members=OuterRef("pk")).order_by("name")
        rights = Permission.objects.filter(group__user=OuterRef("pk")).order_by()
        named = grants.filter(user=OuterRef("pk"), permission__codename="view_case").order_by("content_object")
        return self.get_queryset().annotate(
            scope_roles=ArraySubquery(groups.values("name")),
            scope_rights=ArraySubquery(rights.values(right=Concat("content_type__app_label", Value("."), "codename"))),
            scope_team_names=ArraySubquery(teams.values("name")),
            scope_team_ids=ArraySubquery(teams.values("pk")),
            scope_case_ids=ArraySubquery(named.values("content_object")),
        )

    def scoped(self, pk: int) -> "User | None":
        """The one user, ``with_scope``: every request asks, so the query is worked out once."""
        return next(iter(_scoped.of([pk])), None)


_scoped = KeptRows(lambda ids: User.objects.with_scope().filter(pk__in=ids))


class User(AbstractUser):
    teams = models.ManyToManyField(Team, related_name="members", blank=True, verbose_name="teams")
    # WCAG 2.1.4: single keys as shortcuts can be switched off.
    uses_shortcuts = models.BooleanField("bruger tastaturgenveje", default=True, db_default=True)
    # Given by an administrator, who knows it: nothing else can be done before it is changed.
    must_change_password = models.BooleanField("skal skifte adgangskode", default=False, db_default=False)
    # When the one above was given: it opens for some days only.
    password_given_at = models.DateTimeField(
        "adgangskode givet", default=timezone.now, db_default=Now(), editable=False
    )
    # Who the municipality's own login says it is («sub»). Names and e-mail addresses are given to others in time.
    # Null and not empty for the others: it is unique.
    subject = models.CharField(  # noqa: DJ001
        "id hos kommunens login", max_length=255, null=True, unique=True, editable=False
    )

    objects = ScopedUserManager()

    class Meta:
        verbose_name, verbose_name_plural = "bruger", "brugere"

    def __str__(self):
        return self.get_full_name() or self.username

    @property
    def has_lapsed_password(self) -> bool:
        """Whether the password is a temporary one that was left unused for too long."""
        lives = timedelta(days=settings.SANKTION_TEMPORARY_PASSWORD_DAYS)
        return self.must_change_password and self.password_given_at + lives <= timezone.now()

    @cached_property
    def team_ids(self) -> tuple[int, ...]:
        return tuple(self._scope.scope_team_ids)

    @cached_property
    def granted_case_ids(self) -> tuple[int, ...]:
        return tuple(self._scope.scope_case_ids)

    @property
    def role_names(self) -> list[str]:
        return [Role(name).label for name in self._scope.scope_roles if name in Role.values]

    @property
    def team_names(self) -> list[str]:
        return self._scope.scope_team_names

    @cached_property
    def rights(self) -> frozenset[str]:
        """What the roles allow, as «app.codename»."""
        return frozenset(self._scope.scope_rights)

    @property
    def _scope(self):
        return self if hasattr(self, "scope_team_ids") else self._with_scope

    @cached_property
    def _with_scope(self):
        return type(self).objects.scoped(self.pk)

    def has_perm(self, perm, obj=None):
        # Django lets a superuser do everything; here a superuser has the rights of the roles, and no others.
        from sanktion.base.backends import RoleBackend

        return RoleBackend().has_perm(self, perm, obj)
