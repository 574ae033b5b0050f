"""Letters to and from the directorate. They belong to the supervision, not to a case, unless they are about one."""

import hashlib
from datetime import date

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import User
from sanktion.models.case import case_scope
from tilsyn.models.selected_case import SelectedCase
from tilsyn.models.supervision import Supervision


class PaperKind(models.TextChoices):
    NOTICE = "notice", "Varsel eller anmodning"
    WITHDRAWAL = "withdrawal", "Meddelelse om sag, der udgår"
    DELAY = "delay", "Meddelelse om forsinkelse"
    COVER = "cover", "Følgebrev"
    RECEIPT = "receipt", "Kvittering"
    ASSESSMENT = "assessment", "Direktoratets vurdering af en sag"
    REMARKS = "remarks", "Bemærkninger til en vurdering"
    DIRECTORATE_DELAY = "directorate_delay", "Direktoratets meddelelse om forsinkelse"
    RESULT = "result", "Samlet resultat"
    ACCOUNT = "account", "Redegørelse"
    FOLLOW_UP = "follow_up", "Opfølgning"
    OTHER = "other", "Andet"


# V090, V095: the directorate names the cases in these, of whatever team.
NAMES_CITIZENS = (PaperKind.NOTICE, PaperKind.OTHER)


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about a case that the user sees, and those that concern no case; but what may name any citizen of the
        supervision is for those who handle supervisions."""
        scope = case_scope(user, "selected__case__")
        of_none = Q(selected__isnull=True)
        if not user.has_perm("tilsyn.handle_supervision"):
            of_none &= ~Q(kind__in=NAMES_CITIZENS)
        return self.filter(of_none | Q(pk__in=self.model.objects.filter(scope).values("pk")))

    def next_number(self, supervision: Supervision) -> int:
        """The next running number; keeps the supervision locked."""
        Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
        return (self.filter(supervision=supervision).aggregate(last=Max("number"))["last"] or 0) + 1


class SupervisionPaper(models.Model):
    """A PDF. What tells of a citizen names its ``selected`` case, and goes with that case."""

    app_role_may = APPEND_ONLY
    seen_through = "selected"

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="papers")
    selected = models.ForeignKey(SelectedCase, models.PROTECT, null=True, related_name="papers")
    number = models.PositiveIntegerField("nr.")
    kind = models.CharField("slags", max_length=20, choices=PaperKind.choices)
    title = models.CharField("titel", max_length=160)
    received_on = models.DateField("modtaget", null=True, help_text="Tom for det, vi selv har skrevet.")
    size = models.PositiveIntegerField("størrelse (byte)")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "tilsynsbrev", "tilsynsbreve"
        ordering = [F("number").desc()]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "number"], name="supervision_paper_once"),
            models.CheckConstraint(name="supervision_paper_kind_known", condition=Q(kind__in=PaperKind.values)),
        ]

    def __str__(self):
        return f"Tilsynsbrev {self.number}"

    @property
    def full_number(self) -> str:
        return f"T{self.supervision.number}-{self.number:03d}"

    @property
    def file_name(self) -> str:
        return f"{self.full_number}.pdf"

    @property
    def dated(self) -> date:
        """The day it came in, or the day we wrote it."""
        return self.received_on or timezone.localdate(self.created_at)

    @property
    def data(self) -> bytes:
        """The stored bytes. Raises ValueError if they are not the ones that were filed."""
        data = bytes(self.content.data)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ValueError(f"{self.full_number} er ikke det, der blev arkiveret.")
        return data


class SupervisionPaperContent(models.Model):
    app_role_may = APPEND_ONLY

    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, primary_key=True, related_name="content")
    data = EncryptedBytesField()

    class Meta:
        verbose_name, verbose_name_plural = "tilsynsbrevs indhold", "tilsynsbreves indhold"

    def __str__(self):
        return f"Indhold af tilsynsbrev {self.pk}"
