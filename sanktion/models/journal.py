import uuid
from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedJSONField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.material import CaseMaterial, MaterialKind, SupervisionRelevance


class NoteKind(models.TextChoices):
    """V069. The kind lies inside the sealed entry, so that no query can pick out one kind (B048)."""

    SYSTEM = "system", "Hændelse i sagen"
    NOTE = "note", "Notat"
    PHONE = "phone", "Telefonnotat"
    TALK = "talk", "Samtalenotat"
    LETTER = "letter", "Brev"
    STATEMENT = "statement", "Borgerens forklaring"
    CONTACT = "contact", "Kontaktforsøg"
    VISIT = "visit", "Hjemmebesøg"


def _key_in(case: Case, key: uuid.UUID | None) -> uuid.UUID:
    """The page's key as it is stored: a key that is posted to two cases is two keys."""
    return uuid.uuid5(key, case.number) if key else uuid.uuid4()


class JournalEntryQuerySet(CaseChildQuerySet):
    def written_with(self, case: Case, key: uuid.UUID | None) -> "JournalEntry | None":
        """What the page with this key has already written in the case."""
        return self.filter(case=case, key=_key_in(case, key)).first() if key else None

    @transaction.atomic
    def write(
        self,
        case: Case,
        *,
        kind: NoteKind,
        heading: str,
        text: str = "",
        facts: list[tuple[str, str]] = (),
        happened_at=None,
        material: MaterialKind | None = None,
        concerns: SupervisionRelevance = SupervisionRelevance.YES,
        by,
        key: uuid.UUID | None = None,
    ) -> "JournalEntry":
        """Append one locked entry. ``facts`` are (label, value) pairs; ``by`` None means the system itself.

        ``material`` is what the supervision would read it as; it is sealed, but that the case has such material is not.
        ``key`` comes from the page: the same key twice (a double click) gives the entry already written.
        """
        Case.objects.hold(case)
        if written := self.written_with(case, key):
            return written
        last = self.filter(case=case).aggregate(last=Max("number"))["last"] or 0
        content = {
            "kind": kind,
            "heading": heading,
            "text": text,
            "facts": [list(pair) for pair in facts],
            "material": material,
            "happened_at": (happened_at or timezone.now()).isoformat(),
            "author_id": by.pk if by else None,
            "author": str(by) if by else "",
        }
        CaseMaterial.objects.note(case, material, concerns)
        return self.create(
            case=case, number=last + 1, concerns_supervision=concerns, content=content, key=_key_in(case, key)
        )

    def latest_statement(self, case: Case) -> "JournalEntry | None":
        """B014: what the citizen said, last time. The kind is sealed, so the one case's entries are opened in turn."""
        entries = self.filter(case=case).order_by("-number")
        return next((entry for entry in entries if entry.kind == NoteKind.STATEMENT), None)


class JournalEntry(models.Model):
    """B031: the evidence. Locked when written; a correction is a new entry. Who, what and when are sealed together."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal")
    number = models.PositiveIntegerField("nr.")
    written_at = models.DateTimeField("skrevet", default=timezone.now, editable=False)
    concerns_supervision = models.CharField(
        max_length=10, choices=SupervisionRelevance.choices, default=SupervisionRelevance.YES
    )
    key = models.UUIDField(unique=True, editable=False)
    content = EncryptedJSONField()

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "journalnotat", "journalnotater"
        ordering = [F("number").desc()]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="journal_number_once"),
            models.CheckConstraint(
                name="journal_relevance_known", condition=Q(concerns_supervision__in=SupervisionRelevance.values)
            ),
        ]

    def __str__(self):
        return f"Journalnotat {self.number}"

    @property
    def kind(self) -> NoteKind:
        return NoteKind(self.content["kind"])

    @property
    def heading(self) -> str:
        return self.content["heading"]

    @property
    def text(self) -> str:
        return self.content["text"]

    @property
    def facts(self) -> list[tuple[str, str]]:
        return [tuple(pair) for pair in self.content["facts"]]

    @property
    def material(self) -> MaterialKind | None:
        # Entries written before material was marked have no such mark.
        kind = self.content.get("material")
        return MaterialKind(kind) if kind else None

    @property
    def author(self) -> str:
        return self.content["author"]

    @property
    def happened_at(self) -> datetime:
        return datetime.fromisoformat(self.content["happened_at"])
