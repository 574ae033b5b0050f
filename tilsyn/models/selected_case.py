"""A case that the directorate has named. The unit records it and never picks (V022)."""

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.transitions import StatusModel
from sanktion.models import Case, CaseChildQuerySet, User
from tilsyn.models.supervision import Supervision


class SelectedStatus(models.TextChoices):
    NAMED = "named", "Med i tilsynet"
    WITHDRAWN = "withdrawn", "Udgået"


class WithdrawnBecause(models.TextChoices):
    """V018: why a case leaves the supervision."""

    CATEGORY = "category", "Borgeren var i matchkategori 4-5 på hændelsens dato"
    NOT_REGISTERED = "not_registered", "Borgeren var ikke tilmeldt som arbejdssøgende på hændelsens dato"
    NOT_COVERED = "not_covered", "Borgeren er ikke omfattet af § 2"
    NO_DUTY = "no_duty", "Hændelsen udløste ikke pligt til at vurdere rådigheden"
    DIRECTORATE = "directorate", "Direktoratet har taget sagen ud"


SELECTED_TRANSITIONS = {
    SelectedStatus.NAMED: {SelectedStatus.WITHDRAWN},
    SelectedStatus.WITHDRAWN: {SelectedStatus.NAMED},
}


class SelectedCaseQuerySet(CaseChildQuerySet):
    def next_number(self, supervision: Supervision) -> int:
        """Called with the supervision's row locked."""
        return (self.filter(supervision=supervision).aggregate(last=Max("number"))["last"] or 0) + 1

    def taking_part(self):
        return self.filter(status=SelectedStatus.NAMED)

    def withdrawn(self):
        return self.filter(status=SelectedStatus.WITHDRAWN)


class SelectedCase(StatusModel):
    TRANSITIONS = SELECTED_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="selected")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="sag")
    number = models.PositiveIntegerField("nr.")
    # V022: where the directorate named it: «Liste 1, række 4». Nothing of a citizen.
    named_in = models.CharField("udpeget i", max_length=120)
    status = models.CharField(
        "status", max_length=10, choices=SelectedStatus.choices, default=SelectedStatus.NAMED, editable=False
    )
    withdrawn_because = models.CharField("grund", max_length=20, choices=WithdrawnBecause.choices, blank=True)
    withdrawn_note = EncryptedTextField("bemærkning", blank=True)
    withdrawn_at = models.DateTimeField("udgået", null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    # Who fetches what is missing.
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarlig")
    named_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SelectedCaseQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "tilsynssag", "tilsynssager"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "case"], name="selected_case_once"),
            models.UniqueConstraint(fields=["supervision", "number"], name="selected_number_once"),
            models.CheckConstraint(name="selected_status_known", condition=Q(status__in=SelectedStatus.values)),
            models.CheckConstraint(name="selected_by_the_directorate", condition=Q(named_in__regex=r"\S")),
            models.CheckConstraint(
                name="selected_withdrawn_says_why",
                condition=Q(
                    status=SelectedStatus.WITHDRAWN,
                    withdrawn_because__in=WithdrawnBecause.values,
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                )
                | Q(
                    status=SelectedStatus.NAMED,
                    withdrawn_because="",
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                ),
            ),
        ]

    def __str__(self):
        return f"Tilsynssag {self.number}"

    @property
    def takes_part(self) -> bool:
        return self.status == SelectedStatus.NAMED

    def withdraw(self, because: WithdrawnBecause, *, note: str = "", by: User) -> None:
        self._move_to(
            SelectedStatus.WITHDRAWN,
            by=by,
            reason="Sagen er udgået af tilsynet",
            withdrawn_because=because,
            withdrawn_note=note,
            withdrawn_at=timezone.now(),
            withdrawn_by=by,
        )

    def bring_back(self, *, by: User) -> None:
        """Taken out by mistake. The database refuses it for match category 4-5."""
        self._move_to(
            SelectedStatus.NAMED,
            by=by,
            reason="Sagen er med i tilsynet igen",
            withdrawn_because="",
            withdrawn_note="",
            withdrawn_at=None,
            withdrawn_by=None,
        )

    def assign(self, owner: User | None, *, by: User) -> None:
        self.owner = owner
        self._history_user, self._change_reason = by, "Ansvarlig ændret"
        self.save(update_fields=["owner"])
