"""The wording of letters as dated versions (V004, B001). The one in force on the letter's date is used, and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.wording import faults, to_html
from sanktion.models.document import CaseDocument
from sanktion.models.rules import DatedRule, DatedRuleQuerySet
from sanktion.models.staff import User


@dataclass(frozen=True)
class TextBlock:
    """``fields`` are the names a version may use in braces. An optional block may have no version in force."""

    kind: str
    label: str
    fields: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True)
class LetterKind:
    """``preview(words)`` is the letter as PDF about invented people, with ``words`` for its texts."""

    code: str
    label: str
    blocks: tuple[TextBlock, ...]
    preview: Callable[["Words"], bytes]


LETTERS: dict[str, LetterKind] = {}


def register_letter(letter: LetterKind) -> None:
    LETTERS[letter.code] = letter


def block_of(kind: str) -> tuple[LetterKind, TextBlock]:
    """The letter and the block of a version's kind. Raises KeyError."""
    for letter in LETTERS.values():
        for block in letter.blocks:
            if block.kind == kind:
                return letter, block
    raise KeyError(kind)


class TextMissing(Exception):
    """A letter can't be written; the message says which text has no version in force, and where it is written."""


class LetterTextQuerySet(DatedRuleQuerySet):
    def in_force(self, day: date, kinds=None) -> dict[str, "LetterText"]:
        """The version of each block that holds on ``day``: the last one to have begun."""
        found = self.filter(valid_from__lte=day)
        if kinds is not None:
            found = found.filter(kind__in=kinds)
        latest = found.order_by("kind", "-valid_from").distinct("kind")
        return {text.kind: text for text in latest if text.valid_to is None or text.valid_to >= day}

    def missing_on(self, day: date) -> list[TextBlock]:
        """The blocks that letters of that day would lack."""
        held = self.in_force(day)
        blocks = [block for letter in LETTERS.values() for block in letter.blocks]
        return [block for block in blocks if not block.is_optional and block.kind not in held]


class LetterText(DatedRule):
    """One version of a block of wording. A version that has begun is never changed: letters were sent with it."""

    kind = models.CharField("tekst", max_length=40)
    body = models.TextField("ordlyd")
    reason = models.CharField("grund til ændringen", max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = LetterTextQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "brevtekst", "brevtekster"
        ordering = ["kind", "-valid_from"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["kind", "valid_from"], name="letter_text_once"),
            models.CheckConstraint(name="letter_text_not_empty", condition=~Q(body__regex=r"^\s*$")),
        ]

    def __str__(self):
        return f"{self.kind} fra {self.valid_from}"

    def clean(self):
        super().clean()
        if found := faults(self.body, block_of(self.kind)[1].fields):
            raise ValidationError({"body": found})

    @property
    def has_begun(self) -> bool:
        return self.valid_from <= timezone.localdate()


class DocumentText(models.Model):
    """Which versions a filed letter was written with."""

    app_role_may = APPEND_ONLY

    document = models.ForeignKey(CaseDocument, models.PROTECT, related_name="texts")
    text = models.ForeignKey(LetterText, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "brevets tekst", "brevets tekster"
        constraints = [models.UniqueConstraint(fields=["document", "text"], name="document_text_once")]

    def __str__(self):
        return f"Brevets tekst {self.pk}"


class Words:
    """The wording of one letter on one day, filled with its facts: ``{{ words.hearing_right }}`` in a template.

    Knows which versions were used, so that the filed letter can tell. ``instead`` are texts to try out, by kind.
    Raises TextMissing when the letter would come out half.
    """

    def __init__(self, code: str, *, on: date | None = None, instead: Mapping[str, str] | None = None):
        self.letter, self.on = LETTERS[code], on or timezone.localdate()
        self.instead = instead or {}
        self.values: Mapping[str, object] = {}
        self.used: dict[int, LetterText] = {}
        lacking = [b for b in self.letter.blocks if not b.is_optional and b.kind not in self._versions | self.instead]
        if lacking:
            raise TextMissing(
                f"Brevet mangler teksten «{lacking[0].label}». En administrator skal skrive den under «Brevtekster»."
            )

    def __getitem__(self, kind: str) -> SafeString | str:
        if kind in self.instead:
            return to_html(self.instead[kind], self.values)
        if kind not in self._versions:
            return ""
        version = self._versions[kind]
        self.used[version.pk] = version
        return to_html(version.body, self.values)

    def filled(self, **values) -> "Words":
        """The same words with the letter's facts. The versions used are told by both."""
        self.values = values
        return self

    @cached_property
    def _versions(self) -> dict[str, LetterText]:
        return LetterText.objects.in_force(self.on, [block.kind for block in self.letter.blocks])
