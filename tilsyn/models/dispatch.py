"""What was sent to the directorate: what was in it, how it went, and what is known of its arrival (V054, V085)."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models import User
from sanktion.models.case import case_scope
from tilsyn.models.bundle import Bundle
from tilsyn.models.dispatch_part import DispatchPart
from tilsyn.models.paper import SupervisionPaper
from tilsyn.models.procedure import DispatchChannel, Procedure, ProcedureStep, StepMoment
from tilsyn.models.selected_case import SelectedCase
from tilsyn.models.supervision import Supervision

# A part takes seconds; a dispatch in which nothing has happened for this long has lost its worker.
STALLED_AFTER = timedelta(minutes=3)


class DispatchKind(models.TextChoices):
    MATERIAL = "material", "Sagernes materiale"
    SUPPLEMENT = "supplement", "Supplerende materiale"
    REMARKS = "remarks", "Bemærkninger"
    ROUND_ANSWER = "round_answer", "Svar på en runde"
    LETTER = "letter", "Brev"


class DispatchStatus(models.TextChoices):
    DRAFT = "draft", "Kladde"
    READY = "ready", "Klar til afsendelse"
    SENDING = "sending", "Sendes"
    FAILED = "failed", "Ikke sendt"
    SENT = "sent", "Sendt"
    COMPLETED = "completed", "Afsluttet"
    DISCARDED = "discarded", "Kasseret"


DISPATCH_TRANSITIONS = {
    DispatchStatus.DRAFT: {DispatchStatus.READY, DispatchStatus.DISCARDED},
    DispatchStatus.READY: {DispatchStatus.SENDING, DispatchStatus.SENT, DispatchStatus.DISCARDED},
    DispatchStatus.SENDING: {DispatchStatus.SENT, DispatchStatus.FAILED},
    DispatchStatus.FAILED: {DispatchStatus.READY, DispatchStatus.SENT, DispatchStatus.DISCARDED},
    DispatchStatus.SENT: {DispatchStatus.COMPLETED},
    DispatchStatus.COMPLETED: set(),
    DispatchStatus.DISCARDED: set(),
}
GONE = [DispatchStatus.SENT, DispatchStatus.COMPLETED]


class DispatchQuerySet(models.QuerySet):
    def next_number(self, supervision: Supervision) -> int:
        """Called with the supervision's row locked."""
        return (self.filter(supervision=supervision).aggregate(last=Max("number"))["last"] or 0) + 1

    def gone(self):
        return self.filter(status__in=GONE)

    def stalled(self):
        """Being sent, and neither begun nor with a part taken up lately."""
        quiet_since = timezone.now() - STALLED_AFTER
        busy = DispatchPart.objects.filter(dispatch=OuterRef("pk"), claimed_at__gt=quiet_since)
        return self.filter(~Exists(busy), status=DispatchStatus.SENDING, status_changed_at__lte=quiet_since)

    def without_receipt(self):
        """Sent by secure mail or post so long ago that a receipt should have come."""
        last = timezone.now() - timedelta(days=settings.SANKTION_RECEIPT_DAYS)
        return self.gone().filter(receipts__isnull=True, sent_at__lt=last)


class Dispatch(StatusModel):
    TRANSITIONS = DISPATCH_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="dispatches")
    number = models.PositiveSmallIntegerField("nr.", editable=False)
    kind = models.CharField("indhold", max_length=12, choices=DispatchKind.choices)
    channel = models.CharField("sendes med", max_length=12, choices=DispatchChannel.choices)
    post_reason = models.CharField("grund til, at det sendes med post", max_length=300, blank=True)
    status = models.CharField(
        "status", max_length=10, choices=DispatchStatus.choices, default=DispatchStatus.DRAFT, editable=False
    )
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", verbose_name="fremgangsmåde")
    created_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    failure = models.CharField("fejl", max_length=300, blank=True, editable=False)
    sent_at = models.DateTimeField("sendt", null=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    tracking = models.CharField("forsendelsesnr.", max_length=60, blank=True)
    completed_at = models.DateTimeField("afsluttet", null=True, editable=False)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "forsendelse til direktoratet", "forsendelser til direktoratet"
        ordering = [F("number").desc()]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "number"], name="dispatch_once"),
            models.CheckConstraint(name="dispatch_status_known", condition=Q(status__in=DispatchStatus.values)),
            models.CheckConstraint(name="dispatch_kind_known", condition=Q(kind__in=DispatchKind.values)),
            # V055: post only with a stated reason.
            models.CheckConstraint(
                name="dispatch_post_has_reason",
                condition=Q(channel=DispatchChannel.POST, post_reason__regex=r"\S")
                | Q(channel=DispatchChannel.SECURE_MAIL, post_reason=""),
            ),
            models.CheckConstraint(
                name="dispatch_gone_says_when",
                condition=Q(status__in=GONE, sent_at__isnull=False, sent_by__isnull=False)
                | (~Q(status__in=GONE) & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="dispatch_completed_says_who",
                condition=Q(status=DispatchStatus.COMPLETED, completed_at__isnull=False, completed_by__isnull=False)
                | (~Q(status=DispatchStatus.COMPLETED) & Q(completed_at__isnull=True, completed_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="dispatch_posted_is_registered",
                condition=~Q(status__in=GONE, channel=DispatchChannel.POST) | Q(tracking__regex=r"\S"),
            ),
        ]

    def __str__(self):
        return f"Forsendelse {self.number}"

    @property
    def is_post(self) -> bool:
        return self.channel == DispatchChannel.POST

    @property
    def is_gone(self) -> bool:
        return self.status in GONE

    @property
    def is_open(self) -> bool:
        """Nothing of it has left, as far as its own status tells."""
        return self.status in (DispatchStatus.DRAFT, DispatchStatus.READY, DispatchStatus.FAILED)

    @property
    def steps(self):
        return self.procedure.steps.for_channel(self.channel)

    def unticked(self, moment: StepMoment | None = None):
        ticked = DispatchTick.objects.filter(dispatch=self).values("step")
        steps = self.steps.exclude(pk__in=ticked)
        return steps.filter(moment=moment) if moment else steps

    @property
    def misses_receipt(self) -> bool:
        return type(self).objects.without_receipt().filter(pk=self.pk).exists()

    def make_ready(self, *, by) -> None:
        self._move_to(DispatchStatus.READY, by=by, reason="Klar", failure="")

    def begin(self, *, by) -> None:
        self._move_to(DispatchStatus.SENDING, by=by, reason="Sendes", sent_by=by, failure="")

    def mark_sent(self, *, by, at=None, tracking: str = "") -> None:
        facts = {"sent_at": at or timezone.now(), "sent_by": by, "tracking": tracking, "failure": ""}
        self._move_to(DispatchStatus.SENT, by=by, reason="Sendt", **facts)

    def fail(self, failure: str) -> None:
        self._move_to(DispatchStatus.FAILED, by=None, reason="Ikke sendt", failure=failure[:300])

    def complete(self, *, by) -> None:
        facts = {"completed_at": timezone.now(), "completed_by": by}
        self._move_to(DispatchStatus.COMPLETED, by=by, reason="Afsluttet", **facts)

    def discard(self, *, by) -> None:
        self._move_to(DispatchStatus.DISCARDED, by=by, reason="Kasseret")


class DispatchBundleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "bundle__selected__case__"))

    def live(self):
        return self.exclude(dispatch__status=DispatchStatus.DISCARDED)


class DispatchBundle(models.Model):
    """A case's bundle in a dispatch. It goes with the case."""

    app_role_may = "SELECT, INSERT, UPDATE"

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="bundles")
    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="dispatches")
    part = models.ForeignKey(DispatchPart, models.PROTECT, null=True, related_name="bundles")

    objects = DispatchBundleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "samling i forsendelse", "samlinger i forsendelse"
        ordering = ["bundle__selected__number", "bundle__sequence"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "bundle"], name="dispatch_bundle_once")]

    def __str__(self):
        return f"Samling i forsendelse {self.pk}"


class DispatchPaper(models.Model):
    """A letter in a dispatch. One that is about a case goes with the case."""

    app_role_may = "SELECT, INSERT, UPDATE"

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="papers")
    paper = models.ForeignKey(SupervisionPaper, models.PROTECT, related_name="dispatches")
    part = models.ForeignKey(DispatchPart, models.PROTECT, null=True, related_name="papers")

    class Meta:
        verbose_name, verbose_name_plural = "brev i forsendelse", "breve i forsendelse"
        ordering = ["paper__number"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "paper"], name="dispatch_paper_once")]

    def __str__(self):
        return f"Brev i forsendelse {self.pk}"


class DispatchTick(models.Model):
    """V084: a step of the procedure, done by somebody."""

    app_role_may = APPEND_ONLY

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="ticks")
    step = models.ForeignKey(ProcedureStep, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField("udført", default=timezone.now, editable=False)
    ticked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "udført trin", "udførte trin"
        constraints = [models.UniqueConstraint(fields=["dispatch", "step"], name="dispatch_tick_once")]

    def __str__(self):
        return f"Udført trin {self.pk}"


class DispatchReceipt(models.Model):
    """What the directorate, or the post, wrote back."""

    app_role_may = APPEND_ONLY

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="receipts")
    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "kvittering", "kvitteringer"
        ordering = [F("paper__number").desc()]

    def __str__(self):
        return f"Kvittering {self.pk}"


def not_yet_sent(supervision: Supervision):
    """The ready bundles of cases taking part that are in no dispatch that counts, and hold nothing that is held back
    since (V074)."""
    taken = DispatchBundle.objects.live().values("bundle")
    part = SelectedCase.objects.taking_part().filter(supervision=supervision)
    ready = Bundle.objects.ready().filter(selected__in=part).exclude(pk__in=taken)
    return ready.exclude(pk__in=Bundle.objects.held_back_since().values("pk"))
