from django.db import connection, models
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import ME
from sanktion.models.case import Case
from sanktion.models.citizen import Citizen
from sanktion.models.staff import User


class AccessKind(models.TextChoices):
    LIST = "list", "Set i liste"
    READ = "read", "Åbnet"
    SEARCH = "search", "Fundet ved søgning"
    PRINT = "print", "Udskrevet eller hentet"
    WRITE = "write", "Ændret"


# The one name of every page where contact is sought, on the phone or at the door. The log is kept for good and is
# read in clear text: a name of the route lists' own would tell whose home was on one (B047, B048).
CONTACT_PAGE = "contact"


class AccessLogQuerySet(models.QuerySet):
    def note(self, user, kind: AccessKind, *, page: str, citizens=(), case: Case | None = None) -> None:
        """One row a citizen, written in the page's own transaction: no log, no page. Ids only."""
        with connection.cursor() as cursor:
            # A list writes 25 of them: one statement, and no objects to build it from.
            cursor.execute(
                "INSERT INTO sanktion_accesslog (at, user_id, citizen_id, case_id, kind, page)"
                " SELECT %s, %s, unnest(%s::bigint[]), %s, %s, %s",
                [timezone.now(), user.pk, [one.pk for one in citizens], case and case.pk, kind.value, page],
            )

    def note_contact(self, user, kind: AccessKind, *, cases) -> None:
        """The work to get in contact, one row a case."""
        self.bulk_create(
            AccessLog(user=user, kind=kind, page=CONTACT_PAGE, citizen_id=case.citizen_id, case=case) for case in cases
        )


class AccessLog(models.Model):
    """Who saw which citizen, where and when (domain, «Privacy»)."""

    app_role_may = APPEND_ONLY
    # One's own looks may be written of whomever they were at.
    row_rule = f"user_id = {ME}"

    at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Without a constraint: who looked is kept when the case is destroyed, as numbers that lead to nobody any more.
    citizen = models.ForeignKey(Citizen, models.PROTECT, db_constraint=False, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, db_constraint=False, null=True, related_name="+")
    kind = models.CharField("handling", max_length=10, choices=AccessKind.choices)
    page = models.CharField("side", max_length=80)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "opslag", "opslag"
        indexes = [models.Index(fields=["citizen", "at"], name="access_citizen_at")]

    def __str__(self):
        return f"Opslag {self.pk}"
