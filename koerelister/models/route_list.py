from datetime import timedelta

from django.conf import settings
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
    DRAFT = "draft", "Kladde"
    OPEN = "open", "Udgivet"
    SETTLED = "settled", "Klar til destruktion"


class RouteListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Planners see their teams' lists; those who drive see their crews', from the day and when published."""
        scope = Q(pk__in=[])
        if user.has_perm("koerelister.plan_routes"):
            scope |= Q(team__in=user.team_ids) & self._open_to_planner(user)
        if user.has_perm("koerelister.drive_routes"):
            crews = Crew.objects.filter(members=user)
            scope |= Q(crew__in=crews, date__lte=timezone.localdate()) & ~Q(status=RouteListStatus.DRAFT)
        return self.filter(scope)

    def drafts(self):
        return self.filter(status=RouteListStatus.DRAFT)

    def published(self):
        return self.exclude(status=RouteListStatus.DRAFT)

    def overdue(self):
        """B044: they should have been destroyed by now. A draft is given up by itself."""
        return self.published().filter(date__lt=timezone.localdate() - timedelta(days=settings.SANKTION_DESTROY_DAYS))

    def locked(self):
        """Locked in one order, so that two who write on several lists never wait for each other."""
        return self.select_for_update(of=("self",)).order_by("pk")

    def carried_by(self, user):
        """Today's lists of the user's own crews that are published and not separate: what may be on their phone."""
        crews = Crew.objects.filter(members=user)
        return self.published().filter(crew__in=crews, date=timezone.localdate(), is_separate=False)

    @staticmethod
    def _open_to_planner(user) -> Q:
        """A separate list is for whoever asked for it or approved it; when its day is over, for whoever destroys it."""
        asked = Q(separate__asked_by=user) | Q(separate__answered_by=user)
        return Q(is_separate=False) | asked | Q(date__lt=timezone.localdate())

    def with_progress(self):
        return self.select_related("area", "crew__start", "crew__end", "team").annotate(
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
    """B021: one area, one day, one crew. Holds references only and is destroyed when it is settled (B044).

    A draft is the planner's alone: nothing of it is printed or noted before it is published.
    """

    TRANSITIONS = {
        RouteListStatus.DRAFT: {RouteListStatus.OPEN},
        RouteListStatus.OPEN: {RouteListStatus.SETTLED},
        RouteListStatus.SETTLED: set(),
    }

    number = models.CharField("nummer", max_length=24, unique=True)
    plan = models.ForeignKey(RoutePlan, models.PROTECT, related_name="lists")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="område")
    date = models.DateField("dato")
    crew = models.ForeignKey(Crew, models.PROTECT, related_name="+", verbose_name="hold")
    is_separate = models.BooleanField("særskilt", default=False, editable=False)
    printed_copies = models.PositiveSmallIntegerField("udskrevne eksemplarer", default=0)
    is_changed_since_print = models.BooleanField("ændret siden udskriften", default=False, editable=False)
    status = models.CharField(
        "status", max_length=10, choices=RouteListStatus.choices, default=RouteListStatus.DRAFT, editable=False
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
            models.CheckConstraint(name="list_draft_is_unprinted", condition=~Q(status="draft") | Q(printed_copies=0)),
        ]

    def __str__(self):
        return self.number

    @property
    def is_late(self) -> bool:
        """Its day is over, and it has still not been destroyed."""
        return self.date < timezone.localdate()

    @property
    def is_draft(self) -> bool:
        return self.status == RouteListStatus.DRAFT

    @property
    def is_untouched(self) -> bool:
        """Neither printed nor taken into use; asked of rows ``with_progress``."""
        return not (self.printed_copies or self.logged_count or self.struck_count)

    @property
    def may_be_changed(self) -> bool:
        """Nobody has yet been visited from it: then its order is somebody's way through the day."""
        return not self.is_settled and not self.stops.filter(status=StopStatus.LOGGED).exists()

    @property
    def is_settled(self) -> bool:
        return self.status == RouteListStatus.SETTLED

    def publish(self, *, by) -> None:
        self._move_to(RouteListStatus.OPEN, by=by, reason="Listen er udgivet")

    def note_change(self) -> None:
        """Order or stops are others than on the paper, if there is any: it must be printed anew."""
        if self.printed_copies and not self.is_changed_since_print:
            self.is_changed_since_print = True
            self.save(update_fields=["is_changed_since_print"])

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

    def noted(self):
        return self.exclude(status=StopStatus.OPEN)

    def locked(self):
        return self.select_for_update(of=("self",))

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
    # That of the case: the database fills it in, and refuses another.
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+", editable=False)
    address = models.ForeignKey(Address, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("nr.")
    # What the order said, so that it waits on as before if the draft is given up.
    ordered_at = models.DateTimeField(default=timezone.now, editable=False)
    deferred_on = models.DateField(null=True, editable=False)
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
            models.UniqueConstraint(fields=["citizen"], name="citizen_on_one_open_stop", condition=Q(status="open")),
            models.CheckConstraint(name="stop_status_known", condition=Q(status__in=StopStatus.values)),
            models.CheckConstraint(
                name="stop_struck_has_reason",
                condition=Q(status="struck", strike_reason__in=StrikeReason.values)
                | (~Q(status="struck") & Q(strike_reason="")),
            ),
        ]

    def __str__(self):
        return f"Stop {self.position}"

    @classmethod
    def of(cls, order, *, route_list: RouteList, position: int) -> "Stop":
        """A new stop, unsaved, for the home that an order asks to be visited."""
        return cls(
            route_list=route_list,
            position=position,
            case=order.case,
            citizen=order.case.citizen,
            address=order.case.citizen.address,
            ordered_at=order.created_at,
            deferred_on=order.deferred_on,
        )

    @property
    def is_open(self) -> bool:
        return self.status == StopStatus.OPEN

    @property
    def is_shielded(self) -> bool:
        """Name and address may not be shown to everybody who sees the list; on a separate one they are a click away."""
        return self.case.citizen.is_protected or self.case.is_restricted

    @property
    def may_be_revealed(self) -> bool:
        return self.route_list.is_separate and not self.case.is_restricted

    @property
    def moot_reason(self) -> StrikeReason | None:
        """Why there is no need to go there any more, seen from what is known today."""
        if self.case.status == CaseStatus.ANSWERED:
            return StrikeReason.ANSWERED
        if self.case.status != CaseStatus.SEEKING_CONTACT:
            return StrikeReason.CONCLUDED
        if self.case.is_restricted or (self.is_shielded and not self.route_list.is_separate):
            return StrikeReason.SHIELDED
        return StrikeReason.MOVED if self.case.citizen.address_id != self.address_id else None

    @property
    def is_to_be_visited(self) -> bool:
        return self.is_open and self.moot_reason is None

    def log(self, *, by) -> None:
        self._move_to(StopStatus.LOGGED, by=by, reason="Besøget er registreret")

    def strike(self, strike_reason: StrikeReason, *, by) -> None:
        self._move_to(StopStatus.STRUCK, by=by, reason="Strøget", strike_reason=strike_reason)
