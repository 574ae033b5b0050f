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
    """Who saw which citizen, where and when (domain, «Privacy»).

    A table a month, by ``at``. The database's own key is id and moment together.
    """

    app_role_may = APPEND_ONLY
    app_role_calls = ("sanktion_make_access_months()", "sanktion_access_outside_months()")
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


class AccessSealQuerySet(models.QuerySet):
    def seal_next(self) -> int:
        """Seal the next rows of the log, BATCH at most, and say how many. The database makes the seal."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO sanktion_accessseal DEFAULT VALUES RETURNING rows")
            made = cursor.fetchone()
            return made[0] if made else 0

    def broken(self) -> list[tuple[int, str]]:
        """(number, "link" or "rows") of each seal that doesn't fit its neighbours, or its rows."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sequence, fault FROM sanktion_broken_access_seals()")
            return cursor.fetchall()

    def unsealed(self, waiting_since) -> tuple[int, int]:
        """How many rows were put in behind the seals, and how many have waited for one since before the moment."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT put_in, waiting FROM sanktion_unsealed_access(%s)", [waiting_since])
            return cursor.fetchone()


class AccessSeal(models.Model):
    """A batch of rows of the log, closed: each seal covers its rows and the seal before it.

    Ids commit out of order, so a seal names its rows (``ids``, an int8multirange). ``settled_at``: no row older than
    this, by a few minutes, may come later.
    """

    app_role_may = APPEND_ONLY
    BATCH = 10_000

    sequence = models.PositiveIntegerField("nummer", unique=True, editable=False)
    sealed_at = models.DateTimeField("forseglet", editable=False)
    settled_at = models.DateTimeField(editable=False)
    ids = models.TextField(editable=False)
    rows = models.PositiveIntegerField("opslag", editable=False)
    first_at = models.DateTimeField(editable=False)
    last_at = models.DateTimeField(editable=False, db_index=True)
    digest = models.CharField(max_length=64, editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = AccessSealQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "segl", "segl"
        ordering = ["sequence"]

    def __str__(self):
        return f"Segl {self.sequence}"
