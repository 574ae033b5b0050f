"""A visit alone, to a citizen whose name and address are protected: asked for, approved by another, driven by itself.

The row is gone with its list, and when it was refused or came to nothing: it must not outlive the visit (B044, B048).
Its reasons are chosen from a list, so that it holds references only.
"""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from koerelister.models.route_list import RouteList
from sanktion.base.transitions import StatusModel
from sanktion.models import Case, Citizen, CprStatus, User

# How long a refusal waits to be read by whoever asked, and a request or an approval to be used.
REFUSAL_KEPT = timedelta(days=3)
REQUEST_KEPT = timedelta(days=30)


class SeparateStatus(models.TextChoices):
    REQUESTED = "requested", "Venter på godkendelse"
    APPROVED = "approved", "Godkendt"
    REFUSED = "refused", "Afvist"


class SeparateReason(models.TextChoices):
    NO_ANSWER = "no_answer", "Borgeren har ikke reageret på brev, Digital Post eller telefon"
    NO_OTHER_WAY = "no_other_way", "Borgeren kan ikke nås på nogen anden måde"
    AGREED = "agreed", "Borgeren har selv bedt om at blive opsøgt"


class SeparateAnswer(models.TextChoices):
    NEEDED = "needed", "Godkendt: andre veje er prøvet, og sagen kan ikke oplyses uden besøget"
    WISHED = "wished", "Godkendt: borgeren ønsker det selv"
    OTHER_WAYS = "other_ways", "Afvist: andre veje skal prøves først"
    UNSAFE = "unsafe", "Afvist: et besøg kan bringe borgeren i fare"
    NOT_NEEDED = "not_needed", "Afvist: sagen kan oplyses uden besøget"


APPROVING = [SeparateAnswer.NEEDED, SeparateAnswer.WISHED]
REFUSING = [SeparateAnswer.OTHER_WAYS, SeparateAnswer.UNSAFE, SeparateAnswer.NOT_NEEDED]


class SeparateVisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Planners see those of the cases they see; who approves sees those of the teams, unless kept to the named."""
        scope = Q(pk__in=[])
        if user.has_perm("koerelister.plan_routes"):
            scope |= Q(case__in=Case.objects.visible_to(user))
        if user.has_perm("koerelister.approve_protected_visit"):
            scope |= Q(case__team__in=user.team_ids, case__is_restricted=False)
        return self.filter(scope)

    def waiting_for(self, user):
        """Those the user may answer: never one's own."""
        return self.visible_to(user).filter(status=SeparateStatus.REQUESTED).exclude(asked_by=user)

    def approved(self):
        return self.filter(status=SeparateStatus.APPROVED)

    def without_list(self):
        return self.filter(route_list=None)

    def possible(self):
        """The citizen is still to be sought, is still protected, and lives where one can go."""
        citizens = Citizen.objects.filter(
            protected_until__gte=timezone.localdate(),
            cpr_status=CprStatus.ACTIVE,
            address__latitude__isnull=False,
            address__longitude__isnull=False,
        )
        return self.filter(
            case__in=Case.objects.seeking_contact().filter(is_restricted=False), case__citizen__in=citizens
        )

    def lapsed(self):
        """Approved, or still to be, when the protection ended: the citizen is sought like everybody else."""
        return (
            self.without_list()
            .exclude(status=SeparateStatus.REFUSED)
            .filter(
                case__in=Case.objects.seeking_contact().filter(is_restricted=False),
                case__citizen__in=Citizen.objects.may_be_visited(),
            )
        )

    def drop_outdated(self) -> int:
        now = timezone.now()
        old = Q(asked_at__lt=now - REQUEST_KEPT) | Q(
            status=SeparateStatus.REFUSED, status_changed_at__lt=now - REFUSAL_KEPT
        )
        return self.without_list().filter(old | ~Q(pk__in=self.model.objects.possible())).delete()[0]


class SeparateVisit(StatusModel):
    """Safety: a protected citizen never comes on a shared list; another than the one who asks must approve."""

    TRANSITIONS = {
        SeparateStatus.REQUESTED: {SeparateStatus.APPROVED, SeparateStatus.REFUSED},
        SeparateStatus.APPROVED: set(),
        SeparateStatus.REFUSED: set(),
    }

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    reason = models.CharField("begrundelse", max_length=20, choices=SeparateReason.choices)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="anmodet af")
    asked_at = models.DateTimeField("anmodet", default=timezone.now, editable=False)
    answer = models.CharField("svar", max_length=20, choices=SeparateAnswer.choices, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="besvaret af")
    route_list = models.OneToOneField(RouteList, models.PROTECT, null=True, related_name="separate", editable=False)
    status = models.CharField(
        "status", max_length=10, choices=SeparateStatus.choices, default=SeparateStatus.REQUESTED, editable=False
    )

    objects = SeparateVisitQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "særskilt besøg", "særskilte besøg"
        ordering = ["asked_at", "pk"]
        permissions = [("approve_protected_visit", "Kan godkende særskilte besøg")]
        constraints = [
            models.CheckConstraint(name="separate_not_by_oneself", condition=~Q(answered_by=F("asked_by"))),
            models.CheckConstraint(name="separate_reason_known", condition=Q(reason__in=SeparateReason.values)),
            models.CheckConstraint(
                name="separate_answered_by_its_status",
                condition=Q(status=SeparateStatus.REQUESTED, answer="", answered_by=None)
                | Q(status=SeparateStatus.APPROVED, answer__in=APPROVING, answered_by__isnull=False)
                | Q(status=SeparateStatus.REFUSED, answer__in=REFUSING, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="separate_list_only_when_approved",
                condition=Q(route_list=None) | Q(status=SeparateStatus.APPROVED),
            ),
        ]

    def __str__(self):
        return f"Anmodning {self.pk}"

    @property
    def is_requested(self) -> bool:
        return self.status == SeparateStatus.REQUESTED

    @property
    def is_approved(self) -> bool:
        return self.status == SeparateStatus.APPROVED

    @property
    def is_refused(self) -> bool:
        return self.status == SeparateStatus.REFUSED

    def be_answered(self, answer: SeparateAnswer, *, by: User) -> None:
        """Raises TransitionNotAllowed when somebody has answered already."""
        approved = answer in APPROVING
        self._move_to(
            SeparateStatus.APPROVED if approved else SeparateStatus.REFUSED,
            by=by,
            reason="Besvaret",
            answer=answer,
            answered_by=by,
        )
