"""V093, V100: where the directorate reads the named cases: who, from when to when, which papers, and every look."""

import uuid
from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import User
from tilsyn.models.selected_case import SelectedCase
from tilsyn.models.supervision import Supervision


class ReadingRoomQuerySet(models.QuerySet):
    def open_at(self, moment: datetime):
        return self.not_ended_at(moment).filter(opens_at__lte=moment)

    def not_ended_at(self, moment: datetime):
        """Open, or to be opened."""
        return self.filter(closes_at__gt=moment, closed_at__isnull=True)

    def of_reader(self, user: User):
        return self.filter(readers__user=user)


class ReadingRoom(models.Model):
    """It ends by itself: whether it is open is asked of the clock at each look, and no task has to have run."""

    app_role_may = "SELECT, INSERT, UPDATE"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="rooms")
    opens_at = models.DateTimeField("åbner")
    closes_at = models.DateTimeField("lukker")
    moved_because = models.CharField("begrundelse", max_length=300, blank=True)
    closed_at = models.DateTimeField("lukket før tid", null=True, editable=False)
    opened_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ReadingRoomQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "læserum", "læserum"
        ordering = [F("opens_at").desc()]
        constraints = [
            models.CheckConstraint(name="room_ends_after_it_begins", condition=Q(closes_at__gt=F("opens_at"))),
            # No btree_gist in the embedded server: the supervision is compared as a range of one number.
            ExclusionConstraint(
                name="room_one_at_a_time",
                expressions=[
                    (
                        Func(F("supervision_id"), F("supervision_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("opens_at"), F("closes_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Læserum {self.pk}"

    @property
    def ends_at(self) -> datetime:
        return min(self.closes_at, self.closed_at) if self.closed_at else self.closes_at

    @property
    def has_ended(self) -> bool:
        return self.closed_at is not None or self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() and not self.has_ended

    @property
    def status_label(self) -> str:
        return "Lukket" if self.has_ended else "Åbent" if self.is_open else "Åbner senere"

    def move_end(self, closes_at: datetime, *, because: str, by: User) -> None:
        """Later only with a reason, which the database asks for."""
        self.closes_at, self.moved_because = closes_at, because
        self._history_user, self._change_reason = by, "Lukketid ændret"
        self.save(update_fields=["closes_at", "moved_because"])

    def close(self, *, by: User) -> None:
        self.closed_at = timezone.now()
        self._history_user, self._change_reason = by, "Lukket før tid"
        self.save(update_fields=["closed_at"])


class RoomReader(models.Model):
    """A person of the directorate. Never changed: who is to read no more is shut out by closing the room."""

    app_role_may = APPEND_ONLY

    room = models.ForeignKey(ReadingRoom, models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "læser", "læsere"
        ordering = ["user__first_name", "user__last_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="room_reader_once")]

    def __str__(self):
        return f"Læser {self.pk}"


class RoomLook(models.Model):
    """Who read what, and who knocked when it was shut. ``paper`` is None for the case's own page."""

    app_role_may = APPEND_ONLY
    seen_through = "selected"

    room = models.ForeignKey(ReadingRoom, models.PROTECT, related_name="looks")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    selected = models.ForeignKey(SelectedCase, models.PROTECT, null=True, related_name="looks")
    paper = models.ForeignKey("RoomPaper", models.PROTECT, null=True, related_name="looks")
    was_shut = models.BooleanField("afvist", default=False)
    at = models.DateTimeField("tidspunkt", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "opslag i læserum", "opslag i læserum"
        ordering = [F("at").desc(), F("pk").desc()]

    def __str__(self):
        return f"Opslag i læserum {self.pk}"
