from datetime import date, timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.permissions import UserObjectPermissionBase
from sanktion.base.row_security import MY_CASES, MY_TEAMS
from sanktion.base.transitions import StatusModel
from sanktion.models.citizen import Citizen
from sanktion.models.event import NegativeEvent
from sanktion.models.staff import Team, User


class CaseStatus(models.TextChoices):
    """No status says that a home is to be, or was, visited (B048)."""

    REGISTERED = "registered", "Ny sag"
    HEARING = "hearing", "Partshøring sendt"
    SEEKING_CONTACT = "seeking_contact", "Søger kontakt"
    ANSWERED = "answered", "Svar modtaget"
    READY = "ready", "Klar til afgørelse"
    DECIDED = "decided", "Afgjort"
    CLOSED = "closed", "Lukket"


NUMBER_FORM = r"^[0-9]{4}-[0-9]{7}$"
OPEN_STATUSES = [status for status in CaseStatus if status not in (CaseStatus.DECIDED, CaseStatus.CLOSED)]

TRANSITIONS = {
    CaseStatus.REGISTERED: {CaseStatus.HEARING},
    # A letter that did not arrive is followed by a new one.
    CaseStatus.HEARING: {CaseStatus.ANSWERED, CaseStatus.SEEKING_CONTACT, CaseStatus.HEARING},
    CaseStatus.SEEKING_CONTACT: {CaseStatus.ANSWERED, CaseStatus.READY, CaseStatus.HEARING},
    CaseStatus.ANSWERED: {CaseStatus.READY},
    CaseStatus.READY: {CaseStatus.DECIDED, CaseStatus.HEARING, CaseStatus.ANSWERED},
    CaseStatus.DECIDED: {CaseStatus.CLOSED},
    CaseStatus.CLOSED: set(),
}

NEXT_STEPS = {
    CaseStatus.REGISTERED: "Send partshøring",
    CaseStatus.HEARING: "Afvent svar",
    CaseStatus.SEEKING_CONTACT: "Søg kontakt",
    CaseStatus.ANSWERED: "Vurdér svaret",
    CaseStatus.READY: "Træf afgørelse",
    CaseStatus.DECIDED: "Luk sagen",
    CaseStatus.CLOSED: "",
}


class CaseNumberSeries(models.Model):
    """The last case number of each year (B004: ``ÅÅÅÅ-NNNNNNN``)."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = "sagsnummerserie", "sagsnummerserier"

    def __str__(self):
        return str(self.year)

    @classmethod
    def next_number(cls, year: int) -> str:
        """Gap-free: the row stays locked until the case that takes the number is stored or given up."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO sanktion_casenumberseries AS s (year, last) VALUES (%s, 1)"
                " ON CONFLICT (year) DO UPDATE SET last = s.last + 1 RETURNING last",
                [year],
            )
            return f"{year}-{cursor.fetchone()[0]:07d}"


def case_scope(user, prefix: str = "") -> Q:
    """The one rule of who sees which case: the user's teams, or a grant by name. Restricted: only the grant."""
    granted = Q(**{f"{prefix}pk__in": user.granted_case_ids})
    if not user.has_perm("sanktion.view_case"):
        return granted
    base = Q(**{f"{prefix}team__in": user.team_ids, f"{prefix}is_restricted": False})
    return base | granted if user.granted_case_ids else base


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user))

    def open(self):
        return self.filter(status__in=OPEN_STATUSES)

    def seeking_contact(self):
        return self.filter(status=CaseStatus.SEEKING_CONTACT)

    def contact_requested(self):
        """Cases whose citizen must be sought, and which no one has yet looked at to find out how."""
        return self.seeking_contact().filter(contact_requested=True)

    def overdue(self, today: date | None = None):
        return self.open().filter(next_due__lt=today or timezone.localdate())

    def hold(self, case: "Case") -> None:
        """Keep the row locked to the end of the transaction. Raises DoesNotExist where the one who acts meets no such
        case.

        Every act on a case starts so, and some ask several times: nothing is read of it. Raises
        TransactionManagementError outside a transaction, where the lock would be gone at once.
        """
        if not connection.in_atomic_block:
            raise TransactionManagementError("A case is held in a transaction.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM sanktion_case WHERE id = %s FOR UPDATE", [case.pk])
            if cursor.rowcount != 1:
                raise self.model.DoesNotExist("Sagen findes ikke.")


class CaseChildQuerySet(models.QuerySet):
    """For everything that belongs to a case: it is seen by those who see the case."""

    def visible_to(self, user):
        return self.filter(case_scope(user, "case__"))


class Case(StatusModel):
    TRANSITIONS = TRANSITIONS
    # Deleted by the database's own sanktion_destroy_case alone.
    app_role_may = "SELECT, INSERT, UPDATE"
    row_rule = f"(team_id = {MY_TEAMS} AND NOT is_restricted) OR id = {MY_CASES}"

    number = models.CharField("sagsnummer", max_length=12, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="cases", verbose_name="borger")
    event = models.OneToOneField(NegativeEvent, models.PROTECT, related_name="case", verbose_name="hændelse")
    team = models.ForeignKey(Team, models.PROTECT, related_name="cases", verbose_name="team")
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="cases", null=True, blank=True, verbose_name="sagsbehandler"
    )
    status = models.CharField(
        "status", max_length=20, choices=CaseStatus.choices, default=CaseStatus.REGISTERED, editable=False
    )
    next_due = models.DateField("næste frist", null=True, editable=False)
    opened_at = models.DateTimeField("åbnet", default=timezone.now, editable=False)
    is_restricted = models.BooleanField("kun for navngivne", default=False)
    # True from the moment contact must be sought until it has been looked at, for *every* case, whatever comes of it.
    contact_requested = models.BooleanField(default=False, editable=False)

    objects = CaseQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user, excluded_fields=["contact_requested"])

    class Meta:
        verbose_name, verbose_name_plural = "sag", "sager"
        ordering = ["next_due", "pk"]
        permissions = [("handle_case", "Kan behandle sager")]
        indexes = [
            models.Index(fields=["team", "next_due", "id"], name="case_queue", condition=Q(status__in=OPEN_STATUSES)),
            models.Index(fields=["team", "status", "next_due"], name="case_team_status"),
            models.Index(fields=["owner", "next_due"], name="case_owner", condition=Q(status__in=OPEN_STATUSES)),
        ]
        constraints = [
            models.CheckConstraint(name="case_status_known", condition=Q(status__in=CaseStatus.values)),
            models.CheckConstraint(name="case_number_form", condition=Q(number__regex=NUMBER_FORM)),
            models.CheckConstraint(
                name="case_open_has_due",
                condition=Q(next_due__isnull=False) | Q(status__in=[CaseStatus.DECIDED, CaseStatus.CLOSED]),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def next_step(self) -> str:
        return NEXT_STEPS[CaseStatus(self.status)]

    @staticmethod
    def goal_for(status: CaseStatus) -> date:
        """The unit's own goal (setting, calendar days) for a step that no law gives a date."""
        return timezone.localdate() + timedelta(days=settings.SANKTION_GOAL_DAYS[status])

    def send_hearing(self, *, deadline: date, by) -> None:
        self._move_to(CaseStatus.HEARING, by=by, reason="Partshøring sendt", next_due=deadline, contact_requested=False)

    def extend_hearing(self, *, deadline: date, by) -> None:
        self.move_due(deadline, reason="Svarfristen er udsat", by=by)

    def receive_answer(self, *, by) -> None:
        self._move_to(
            CaseStatus.ANSWERED,
            by=by,
            reason="Borgeren har svaret",
            next_due=self.goal_for(CaseStatus.ANSWERED),
            contact_requested=False,
        )

    def seek_contact(self, *, by, reason: str = "Svarfristen udløb uden svar") -> None:
        self._move_to(
            CaseStatus.SEEKING_CONTACT,
            by=by,
            reason=reason,
            next_due=self.goal_for(CaseStatus.SEEKING_CONTACT),
            contact_requested=True,
        )

    def take_contact_request(self) -> None:
        """Looked at. One column and no history on purpose: what came of it must not be read from the case (B048)."""
        type(self)._base_manager.filter(pk=self.pk).update(contact_requested=False)
        self.contact_requested = False

    def make_ready(self, *, by, reason: str) -> None:
        self._move_to(
            CaseStatus.READY,
            by=by,
            reason=reason,
            next_due=self.goal_for(CaseStatus.READY),
            contact_requested=False,
        )

    def mark_decided(self, *, by) -> None:
        self._move_to(CaseStatus.DECIDED, by=by, reason="Afgørelse truffet", next_due=None)

    def close(self, *, by) -> None:
        self._move_to(CaseStatus.CLOSED, by=by, reason="Sagen er lukket")

    def is_assessed(self) -> bool:
        """V007: availability, ground and payment are each weighed."""
        made = {"assessments__isnull": False, "grounds__isnull": False, "consequences__isnull": False}
        return type(self)._base_manager.filter(pk=self.pk, **made).exists()

    def named_people(self):
        """Those who see the case by name, whatever team they are in."""
        named = {"caseuserobjectpermission__content_object": self}
        return User.objects.filter(**named).distinct().order_by("first_name", "last_name", "pk")

    def set_restricted(self, is_restricted: bool, *, by) -> None:
        self.is_restricted = is_restricted
        self._history_user, self._change_reason = by, "Adgang ændret"
        self.save(update_fields=["is_restricted"])

    def move_due(self, due: date, *, reason: str, by=None) -> None:
        """The next deadline is another day now, the step the same."""
        self.next_due = due
        self._history_user, self._change_reason = by, reason
        self.save(update_fields=["next_due"])

    def assign(self, owner: User | None, *, by) -> None:
        self.owner = owner
        self._history_user, self._change_reason = by, "Sagsbehandler ændret"
        self.save(update_fields=["owner"])


class CaseUserObjectPermission(UserObjectPermissionBase):
    """The exceptions to the team rule: one case granted to one named person."""

    row_security_free = "Numbers alone, and read to find out who acts."

    content_object = models.ForeignKey(Case, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name, verbose_name_plural = "adgang til sag", "adgange til sager"
