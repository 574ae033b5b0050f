from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from koerelister.models.area import Area
from koerelister.models.crew import Crew
from koerelister.models.destruction import DestructionRecord
from koerelister.models.plan import RoutePlan
from sanktion.base.transitions import StatusModel
from sanktion.models import Address, Case, CaseStatus, Citizen, Team


class RouteListStatus(models.TextChoices):
    OPEN = "open", "Åben"
    SETTLED = "settled", "Klar til destruktion"


class RouteListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Planners see their teams' lists; those who drive see their crews', until they are destroyed."""
        scope = Q(pk__in=[])
        if user.has_perm("koerelister.plan_routes"):
            scope |= Q(team__in=user.team_ids)
        if user.has_perm("koerelister.drive_routes"):
            crews = Crew.objects.filter(members=user)
            scope |= Q(crew__in=crews, date__lte=timezone.localdate())
        return self.filter(scope)

    def carried_by(self, user):
        """Today's lists of the user's own crews: what may be on the user's phone."""
        return self.filter(crew__in=Crew.objects.filter(members=user), date=timezone.localdate())

    def with_progress(self):
        return self.select_related("area", "crew", "team").annotate(
            stop_count=Count("stops"),
            logged_count=Count("stops", filter=Q(stops__status=StopStatus.LOGGED)),
            struck_count=Count("stops", filter=Q(stops__status=StopStatus.STRUCK)),
            needs_two_persons=Exists(
                Stop.objects.filter(
                    route_list=OuterRef("pk"),
                    status=StopStatus.OPEN,
                    case__citizen__in=Citizen.objects.needing_two_persons(OuterRef(OuterRef("date"))),
                )
            ),
        )

    def next_number(self, area: Area, date) -> str:
        """«NB-2026-1123-1»: never one that a destroyed list has had. The caller holds the area locked."""
        stem = f"{area.code}-{date:%Y-%m%d}-"
        used = [
            number
            for model in (RouteList, DestructionRecord)
            for number in model.objects.filter(number__startswith=stem).values_list("number", flat=True)
        ]
        return f"{stem}{1 + max((int(number.removeprefix(stem)) for number in used), default=0)}"


class RouteList(StatusModel):
    """B021: one area, one day, one crew. Holds references only and is destroyed when it is settled (B044)."""

    TRANSITIONS = {RouteListStatus.OPEN: {RouteListStatus.SETTLED}, RouteListStatus.SETTLED: set()}

    number = models.CharField("nummer", max_length=24, unique=True)
    plan = models.ForeignKey(RoutePlan, models.PROTECT, related_name="lists")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="område")
    date = models.DateField("dato")
    crew = models.ForeignKey(Crew, models.PROTECT, related_name="+", verbose_name="hold")
    printed_copies = models.PositiveSmallIntegerField("udskrevne eksemplarer", default=0)
    status = models.CharField(
        "status", max_length=10, choices=RouteListStatus.choices, default=RouteListStatus.OPEN, editable=False
    )

    objects = RouteListQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "køreliste", "kørelister"
        ordering = ["date", "area__position", "pk"]
        permissions = [
            ("plan_routes", "Kan planlægge kørelister"),
            ("drive_routes", "Kan køre sit holds lister"),
            ("register_visits", "Kan registrere besøg"),
            ("destroy_lists", "Kan destruere kørelister"),
        ]
        constraints = [
            models.CheckConstraint(name="list_status_known", condition=Q(status__in=RouteListStatus.values)),
            models.UniqueConstraint(fields=["plan", "area"], name="one_list_an_area"),
        ]

    def __str__(self):
        return self.number

    @property
    def is_late(self) -> bool:
        """Its day is over, and it has still not been destroyed."""
        return self.date < timezone.localdate()

    @property
    def is_settled(self) -> bool:
        return self.status == RouteListStatus.SETTLED

    def settle(self, *, by) -> None:
        self._move_to(RouteListStatus.SETTLED, by=by, reason="Alle stop er registreret")


class StopStatus(models.TextChoices):
    OPEN = "open", "Åbent"
    LOGGED = "logged", "Registreret"
    STRUCK = "struck", "Strøget"


class StrikeReason(models.TextChoices):
    ANSWERED = "answered", "Borgeren har svaret"
    CONCLUDED = "concluded", "Der søges ikke længere kontakt"
    MOVED = "moved", "Borgeren er flyttet"
    SHIELDED = "shielded", "Oplysningerne er blevet beskyttet"
    NOT_REACHED = "not_reached", "Nåede det ikke"
    UNSAFE = "unsafe", "Det var ikke sikkert at besøge stedet"
    OTHER = "other", "Andet"


class StopQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(route_list__in=RouteList.objects.visible_to(user))

    def open(self):
        return self.filter(status=StopStatus.OPEN)

    def with_doors(self):
        """With what a page or a print needs about each door."""
        return self.select_related("address", "case__citizen", "route_list__area")


class Stop(StatusModel):
    """One door of a list: whom (by case), where (a public address), in which order. No name and no note.

    The address stays the one that stood on the list, whatever the citizen's becomes (B032).
    """

    TRANSITIONS = {
        StopStatus.OPEN: {StopStatus.LOGGED, StopStatus.STRUCK},
        StopStatus.LOGGED: set(),
        StopStatus.STRUCK: set(),
    }

    route_list = models.ForeignKey(RouteList, models.PROTECT, related_name="stops")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("nr.")
    status = models.CharField(
        "status", max_length=10, choices=StopStatus.choices, default=StopStatus.OPEN, editable=False
    )
    strike_reason = models.CharField("grund", max_length=12, choices=StrikeReason.choices, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "stop", "stop"
        ordering = ["route_list", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["route_list", "position"], name="stop_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["case"], name="case_on_one_open_stop", condition=Q(status="open")),
            models.CheckConstraint(name="stop_status_known", condition=Q(status__in=StopStatus.values)),
            models.CheckConstraint(
                name="stop_struck_has_reason",
                condition=Q(status="struck", strike_reason__in=StrikeReason.values)
                | (~Q(status="struck") & Q(strike_reason="")),
            ),
        ]

    def __str__(self):
        return f"Stop {self.position}"

    @property
    def is_open(self) -> bool:
        return self.status == StopStatus.OPEN

    @property
    def is_shielded(self) -> bool:
        """Since the list was made, name and address may no longer be shown to everybody on the team."""
        return self.case.citizen.is_protected or self.case.is_restricted

    @property
    def moot_reason(self) -> StrikeReason | None:
        """Why there is no need to go there any more, seen from what is known today."""
        if self.case.status == CaseStatus.ANSWERED:
            return StrikeReason.ANSWERED
        if self.case.status != CaseStatus.SEEKING_CONTACT:
            return StrikeReason.CONCLUDED
        if self.is_shielded:
            return StrikeReason.SHIELDED
        return StrikeReason.MOVED if self.case.citizen.address_id != self.address_id else None

    @property
    def is_to_be_visited(self) -> bool:
        return self.is_open and self.moot_reason is None

    def log(self, *, by) -> None:
        self._move_to(StopStatus.LOGGED, by=by, reason="Besøget er registreret")

    def strike(self, strike_reason: StrikeReason, *, by) -> None:
        self._move_to(StopStatus.STRUCK, by=by, reason="Strøget", strike_reason=strike_reason)
