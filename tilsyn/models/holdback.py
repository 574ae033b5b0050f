"""What of a case's papers is held back from the directorate (V074): who asked for it, why, and who approved it."""

import uuid

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.redaction import Box
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument, User
from sanktion.models.case import case_scope
from tilsyn.models.selected_case import SelectedCase

JOURNAL = "journal"


class HoldReason(models.TextChoices):
    """V074: the closed list of why something doesn't leave."""

    UNRELATED = "unrelated", "Angår ikke tilsynet"
    PERSONS = "persons", "Oplysninger om andre personer"
    HEALTH = "health", "Helbred uden betydning for sagen"
    CASES = "cases", "Andre sager"
    INTERNAL = "internal", "Rådgivning eller internt arbejde"
    ADDRESS = "address", "Fortrolig adresse"
    OTHER = "other", "Andet"


class HoldScope(models.TextChoices):
    PARTS = "parts", "Dele holdes tilbage"
    WHOLE = "whole", "Udelades helt"
    NOTHING = "nothing", "Sendes helt"


class HoldStatus(models.TextChoices):
    DRAFT = "draft", "Kladde"
    WAITING = "waiting", "Venter på godkendelse"
    RETURNED = "returned", "Sendt tilbage"
    APPROVED = "approved", "Godkendt"
    WITHDRAWN = "withdrawn", "Fortrudt"


HOLD_TRANSITIONS = {
    HoldStatus.DRAFT: {HoldStatus.WAITING, HoldStatus.WITHDRAWN},
    HoldStatus.WAITING: {HoldStatus.APPROVED, HoldStatus.RETURNED, HoldStatus.DRAFT},
    HoldStatus.RETURNED: {HoldStatus.WAITING, HoldStatus.WITHDRAWN},
    HoldStatus.APPROVED: set(),
    HoldStatus.WITHDRAWN: set(),
}
EDITABLE = (HoldStatus.DRAFT, HoldStatus.RETURNED)
OPEN = (HoldStatus.DRAFT, HoldStatus.WAITING, HoldStatus.RETURNED)


class HoldBackQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def open(self):
        return self.filter(status__in=OPEN)

    def waiting(self):
        return self.filter(status=HoldStatus.WAITING)

    def approved(self):
        return self.filter(status=HoldStatus.APPROVED)

    def in_force(self):
        """Of each paper the last version that was approved."""
        later = self.model.objects.approved().filter(selected=OuterRef("selected"), paper_key=OuterRef("paper_key"))
        return self.approved().filter(~Exists(later.filter(sequence__gt=OuterRef("sequence"))))

    def left_out(self, selected: SelectedCase):
        """What of a case doesn't leave at all."""
        return self.in_force().filter(selected=selected, scope=HoldScope.WHOLE)

    def to_approve(self, user):
        """Those that wait for somebody else than who made them."""
        return self.waiting().exclude(Q(made_by=user) | Q(sent_by=user) | Q(marks__made_by=user))

    def latest_by_paper(self) -> dict[str, "HoldBack"]:
        """Of each paper the last version among them."""
        related = ("document__case", "selected__case", "made_by", "sent_by", "decided_by")
        return {one.paper_key: one for one in self.select_related(*related).order_by("sequence")}

    def next_sequence(self, selected: SelectedCase, paper_key: str) -> int:
        """Called with the selected case's row locked."""
        same = self.filter(selected=selected, paper_key=paper_key)
        return (same.aggregate(last=Max("sequence"))["last"] or 0) + 1


class HoldBack(StatusModel):
    """One version of what is held back of one paper. The latest that is approved is in force."""

    TRANSITIONS = HOLD_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    selected = models.ForeignKey(SelectedCase, models.PROTECT, related_name="holdbacks")
    # As in material.Paper: «document:17», «journal».
    paper_key = models.CharField(max_length=60)
    document = models.ForeignKey(CaseDocument, models.PROTECT, null=True, related_name="+")
    sequence = models.PositiveSmallIntegerField("version")
    status = models.CharField(
        "status", max_length=10, choices=HoldStatus.choices, default=HoldStatus.DRAFT, editable=False
    )
    scope = models.CharField("omfang", max_length=10, choices=HoldScope.choices, default=HoldScope.PARTS)
    reason = models.CharField("grund", max_length=12, choices=HoldReason.choices, blank=True)
    note = EncryptedTextField("bemærkning", blank=True, default="")
    # What the paper is called in the bundle, where its own title says too much.
    released_title = EncryptedTextField("titel i samlingen", blank=True, default="")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField("sendt til godkendelse", null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("afgjort", null=True, editable=False)
    remark = EncryptedTextField("bemærkning fra den, der godkender", blank=True, default="")

    objects = HoldBackQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "tilbageholdelse", "tilbageholdelser"
        ordering = ["selected", "paper_key", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["selected", "paper_key", "sequence"], name="holdback_version_once"),
            models.UniqueConstraint(
                fields=["selected", "paper_key"], condition=Q(status__in=OPEN), name="holdback_open_once"
            ),
            models.CheckConstraint(name="holdback_status_known", condition=Q(status__in=HoldStatus.values)),
            models.CheckConstraint(name="holdback_scope_known", condition=Q(scope__in=HoldScope.values)),
            models.CheckConstraint(
                name="holdback_paper_known",
                condition=Q(paper_key=JOURNAL, document__isnull=True)
                | Q(paper_key__startswith="document:", document__isnull=False),
            ),
            # V056, V073: leaving a document out takes a reason; the journal sheet is never left out.
            models.CheckConstraint(
                name="holdback_whole_says_why",
                condition=Q(scope=HoldScope.WHOLE, reason__in=HoldReason.values, document__isnull=False)
                | (~Q(scope=HoldScope.WHOLE) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="holdback_approved_by_another",
                condition=~Q(status=HoldStatus.APPROVED)
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("made_by"))
                & ~Q(decided_by=F("sent_by")),
            ),
            models.CheckConstraint(
                name="holdback_sent_by_someone",
                condition=Q(status__in=[HoldStatus.DRAFT, HoldStatus.WITHDRAWN])
                | Q(sent_by__isnull=False, sent_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Tilbageholdelse {self.pk}"

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_waiting(self) -> bool:
        return self.status == HoldStatus.WAITING

    @property
    def is_journal(self) -> bool:
        return self.paper_key == JOURNAL

    @property
    def paper_name(self) -> str:
        """Its number: a title may hold a name."""
        return self.document.full_number if self.document else f"Journalark, sag {self.selected.case.number}"

    @property
    def why(self) -> str:
        """Of the whole of it; what is held back in parts has a reason each."""
        return ": ".join(filter(None, [self.get_reason_display(), self.note]))

    @property
    def address(self) -> str:
        """How the paper is named in an address."""
        return f"dokument-{self.document.number}" if self.document else JOURNAL

    @property
    def original(self) -> bytes:
        """The bytes that the boxes lie on."""
        return self.document.data if self.document else self.source.checked

    @property
    def boxes(self) -> dict[int, list[Box]]:
        """By page, numbered from 0."""
        found: dict[int, list[Box]] = {}
        for mark in self.marks.all():
            if mark.is_box:
                found.setdefault(mark.page - 1, []).append(mark.box)
        return found

    @property
    def dropped_pages(self) -> set[int]:
        """Numbered from 0."""
        return {mark.page - 1 for mark in self.marks.all() if mark.is_page}

    @property
    def left_out_entries(self) -> set[int]:
        return {mark.entry for mark in self.marks.all() if mark.entry}

    def may_be_decided_by(self, user: User) -> bool:
        """V074: by a second person."""
        makers = {self.made_by_id, self.sent_by_id, *(mark.made_by_id for mark in self.marks.all())}
        return self.is_waiting and user.pk not in makers and user.has_perm("tilsyn.approve_redaction")

    def send(self, *, by: User) -> None:
        facts = {"sent_by": by, "sent_at": timezone.now(), "decided_by": None, "decided_at": None}
        self._move_to(HoldStatus.WAITING, by=by, reason="Sendt til godkendelse", **facts)

    def take_back(self, *, by: User) -> None:
        self._move_to(HoldStatus.DRAFT, by=by, reason="Taget tilbage fra godkendelse")

    def withdraw(self, *, by: User) -> None:
        self._move_to(HoldStatus.WITHDRAWN, by=by, reason="Fortrudt")

    def approve(self, *, by: User) -> None:
        facts = {"decided_by": by, "decided_at": timezone.now(), "remark": ""}
        self._move_to(HoldStatus.APPROVED, by=by, reason="Godkendt", **facts)

    def send_back(self, remark: str, *, by: User) -> None:
        facts = {"decided_by": by, "decided_at": timezone.now(), "remark": remark}
        self._move_to(HoldStatus.RETURNED, by=by, reason="Sendt tilbage", **facts)

    def change(self, *, by: User, **fields) -> None:
        """Of a version that is still written on; the database refuses any other."""
        for name, value in fields.items():
            setattr(self, name, value)
        self._history_user, self._change_reason = by, "Ændret"
        self.save(update_fields=list(fields))
