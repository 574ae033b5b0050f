from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base import encryption
from sanktion.base.acting import current_user
from sanktion.base.cpr import Cpr, normalise, parse
from sanktion.base.danish import search_key, sort_key, spellings
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.row_security import MY_TEAMS, row_of
from sanktion.models.address import Address
from sanktion.models.rules import Benefit
from sanktion.models.staff import Team


class CprStatus(models.IntegerChoices):
    """The CPR register's status codes (domain, «CPR numbers»). Only an active citizen is visited at home."""

    ACTIVE = 1, "Bopæl i Danmark"
    SPECIAL_ROAD = 3, "Høj vejkode (uden fast bopæl)"
    GREENLAND = 5, "Bopæl i Grønland"
    GREENLAND_SPECIAL_ROAD = 7, "Grønland, høj vejkode"
    TAX_ONLY = 20, "Kun skattemæssigt"
    ANNULLED = 30, "Annulleret"
    DELETED = 50, "Slettet"
    CHANGED = 60, "Ændret personnummer"
    DISAPPEARED = 70, "Forsvundet"
    EMIGRATED = 80, "Udrejst"
    DEAD = 90, "Død"


class TargetGroup(models.TextChoices):
    """Lov om en aktiv beskæftigelsesindsats; the aktivitetsparate are protected the most (vejl. 9333/2020)."""

    JOB_READY = "job_ready", "Jobparat"
    EDUCATION_READY = "education_ready", "Uddannelsesparat"
    PLAINLY_EDUCATION_READY = "plainly_educ_ready", "Åbenlyst uddannelsesparat"
    ACTIVITY_READY = "activity_ready", "Aktivitetsparat"


class CitizenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Citizens of the user's teams, and those of a case granted to the user by name."""
        granted = Q(cases__in=user.granted_case_ids) if user.granted_case_ids else Q()
        if not user.has_perm("sanktion.view_citizen"):
            return self.filter(granted).distinct() if granted else self.none()
        base = Q(team__in=user.team_ids)
        return self.filter(base | granted).distinct() if granted else self.filter(base)

    def with_cpr(self, cpr: Cpr):
        return self.filter(cpr_lookup__in=encryption.lookups(cpr.digits))

    def needing_two_persons(self, day):
        still = Q(two_persons_until=None) | Q(two_persons_until__gte=day)
        return self.filter(still, two_persons_from__lte=day)

    def named(self, text: str):
        """Every word of ``text`` begins a word of the name, accents and case aside; «oe» is also ø, and «ae» æ."""
        found = self
        for word in search_key(text).split():
            begins = Q()
            for spelling in spellings(word):
                begins |= Q(search_key__startswith=spelling) | Q(search_key__contains=f" {spelling}")
            found = found.filter(begins)
        return found

    def may_be_visited(self):
        """Active in CPR, at a located address that isn't protected (safety: protected never on a mixed list)."""
        today = timezone.localdate()
        return self.filter(
            Q(protected_until__isnull=True) | Q(protected_until__lt=today),
            cpr_status=CprStatus.ACTIVE,
            address__latitude__isnull=False,
            address__longitude__isnull=False,
        )


class Citizen(models.Model):
    app_role_may = "SELECT, INSERT, UPDATE"
    # A case stays with its team when the citizen moves to another's.
    row_rule = f"team_id = {MY_TEAMS} OR {row_of('sanktion_case', 'citizen_id', 'sanktion_citizen.id')}"

    cpr = EncryptedTextField("CPR-nummer")
    cpr_lookup = models.BinaryField(max_length=32, unique=True, editable=False)
    key_version = models.PositiveSmallIntegerField(editable=False)
    first_name = models.CharField("fornavn", max_length=80)
    last_name = models.CharField("efternavn", max_length=80)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    search_key = models.CharField(max_length=200, editable=False, db_collation="C")
    address = models.ForeignKey(Address, models.PROTECT, null=True, blank=True, verbose_name="bopæl")
    phone = models.CharField("telefon", max_length=30, blank=True)
    benefit = models.ForeignKey(Benefit, models.PROTECT, null=True, blank=True, verbose_name="ydelse")
    digital_post = models.BooleanField("modtager Digital Post", default=True)
    protected_until = models.DateField("navne- og adressebeskyttet til", null=True, blank=True)
    # Safety: «to personer» from and to, and nowhere why.
    two_persons_from = models.DateField("to personer fra", null=True, blank=True)
    two_persons_until = models.DateField("to personer til og med", null=True, blank=True)
    cpr_status = models.PositiveSmallIntegerField("CPR-status", choices=CprStatus.choices, default=CprStatus.ACTIVE)
    team = models.ForeignKey(Team, models.PROTECT, related_name="citizens", verbose_name="team")

    objects = CitizenQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "borger", "borgere"
        ordering = ["sort_key", "pk"]
        permissions = [("keep_standing", "Kan føre matchkategori, målgruppe og tilmelding")]
        indexes = [
            models.Index(fields=["team", "sort_key"], name="citizen_team_sort"),
            models.Index(fields=["search_key"], name="citizen_search"),
        ]
        constraints = [
            models.CheckConstraint(
                name="citizen_two_persons_period",
                condition=Q(two_persons_until=None)
                | Q(two_persons_from__isnull=False, two_persons_from__lte=F("two_persons_until")),
            )
        ]

    def __str__(self):
        return f"Borger {self.pk}"

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def masked_cpr(self) -> str:
        return parse(self.cpr).masked

    @property
    def formatted_cpr(self) -> str:
        return parse(self.cpr).formatted

    @property
    def is_protected(self) -> bool:
        """CPR-loven § 28: the protection lapses on its end date, so it is computed, never stored as a flag."""
        return self.protected_until is not None and self.protected_until >= timezone.localdate()

    @property
    def needs_two_persons(self) -> bool:
        return self.needs_two_persons_on(timezone.localdate())

    def needs_two_persons_on(self, day) -> bool:
        if self.two_persons_from is None or day < self.two_persons_from:
            return False
        return self.two_persons_until is None or day <= self.two_persons_until

    def set_two_persons(self, since, until, *, by) -> None:
        self.two_persons_from, self.two_persons_until = since, until
        self._history_user, self._change_reason = by, "To personer"
        self.save(update_fields=["two_persons_from", "two_persons_until"])

    def derive(self) -> None:
        """Set the columns that are computed from others; ``save`` calls it, and so does a bulk import."""
        self.cpr = normalise(self.cpr)
        self.cpr_lookup = encryption.lookup(self.cpr)
        self.key_version = encryption.current_version()
        self.sort_key = sort_key(f"{self.last_name}, {self.first_name}")
        self.search_key = search_key(self.name)

    def match_category_on(self, date) -> int | None:
        """V030: which category did the municipality hold the citizen to be in on that date?"""
        row = self.match_categories.filter(period__contains=date).first()
        return row.category if row else None

    def target_group_on(self, date) -> "TargetGroup | None":
        """Which group did the municipality hold the citizen to be in on that date? None when it isn't recorded."""
        row = self.target_groups.filter(period__contains=date).first()
        return TargetGroup(row.group) if row else None

    def is_job_seeker_on(self, date) -> bool:
        return self.job_seeker_periods.filter(period__contains=date).exists()
