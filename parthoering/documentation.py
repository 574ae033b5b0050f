"""«Dokumentation for kontaktforsøg» (B008, B009): what was done to hear the citizen before the decision, in order.

Made when asked for and never stored, so that no one can tell from a list of documents what it holds (B048). Everything
in it is in rows that are only ever added to, so the checksum of any earlier print can be worked out again.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone

from parthoering.models import Delivery, DeliveryReceipt, Hearing, HearingExtension, HearingReminder
from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.base.danish import long_date
from sanktion.models import Case, CaseDocument, ContactAttempt, Decision, User

CONTACT_PRINT = "parthoering/letters/contact.html"
STYLES = (*LETTER_STYLES, "css/pdf/contact.css")


@dataclass(frozen=True)
class Happening:
    """One line of the print. ``content`` is what the checksum is made of: stored values alone, no wording of ours."""

    at: datetime
    what: str
    author: User | None
    content: dict = field(repr=False)
    recorded_at: datetime
    facts: list[tuple[str, str]] = field(default_factory=list, repr=False)
    text: str = field(default="", repr=False)
    result: str = ""

    @property
    def is_attempt(self) -> bool:
        return self.content["kind"] == "attempt"


@dataclass(frozen=True)
class Documentation:
    case: Case
    happenings: list[Happening]
    decision: Decision | None
    left_out: int

    @property
    def attempts(self) -> int:
        return sum(one.is_attempt for one in self.happenings)

    @property
    def checksum(self) -> str:
        return self._checksum_of(self.happenings)

    def state_with(self, checksum: str) -> datetime | None:
        """The moment up to which a print with that checksum told everything; None when it never told this case."""
        for moment in sorted({one.recorded_at for one in self.happenings}, reverse=True):
            known = [one for one in self.happenings if one.recorded_at <= moment]
            if self._checksum_of(known) == checksum:
                return moment
        return None

    def added_since(self, moment: datetime) -> int:
        return sum(one.recorded_at > moment for one in self.happenings)

    def _checksum_of(self, happenings: list[Happening]) -> str:
        told = [[one.at.astimezone(UTC).isoformat(), one.content] for one in happenings]
        content = {"case": self.case.number, "told": told}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def documentation_of(case: Case) -> Documentation:
    """B009: what was noted after the decision documents nothing that was done before it, and is left out."""
    decision = Decision.objects.filter(case=case).select_related("decided_by").first()
    found = [*_hearings(case), *_extensions(case), *_reminders(case), *_dispatches(case), *_receipts(case)]
    found += _attempts(case)
    kept = [one for one in found if decision is None or max(one.at, one.recorded_at) <= decision.decided_at]
    # A letter stands before its own sending when the two have the same time: the sort keeps the order of the list.
    kept.sort(key=lambda one: (one.at, one.recorded_at))
    return Documentation(case, kept, decision, left_out=len(found) - len(kept))


def render_documentation(shown: Documentation) -> bytes:
    context = {"shown": shown, "case": shown.case, "sender": settings.SANKTION_SENDER, "now": timezone.now()}
    return pdf.render(CONTACT_PRINT, context, stylesheets=STYLES, archival=False)


def _hearings(case: Case) -> list[Happening]:
    found = []
    for hearing in Hearing.objects.filter(case=case).select_related("letter__created_by"):
        hearing.letter.case = case
        found.append(
            Happening(
                at=hearing.sent_at,
                recorded_at=hearing.sent_at,
                what="Partshøring",
                author=hearing.letter.created_by,
                content=_letter("hearing", hearing.letter) | {"deadline": hearing.deadline},
                facts=[
                    ("Dokument", hearing.letter.full_number),
                    ("Med", hearing.get_channel_display()),
                    ("Svarfrist", long_date(hearing.deadline)),
                    ("Regnet sådan", hearing.deadline_explanation),
                ],
            )
        )
        if hearing.answered_on:
            found.append(_answer(hearing))
    return found


def _answer(hearing: Hearing) -> Happening:
    """An answered hearing never changes again, so the time of its status is the time of the answer."""
    return Happening(
        at=hearing.status_changed_at,
        recorded_at=hearing.status_changed_at,
        what=hearing.get_status_display(),
        author=None,
        content={"kind": hearing.status, "on": hearing.answered_on, "channel": hearing.answer_channel},
        facts=[("Modtaget", long_date(hearing.answered_on)), ("Via", hearing.get_answer_channel_display())],
    )


def _extensions(case: Case) -> list[Happening]:
    rows = HearingExtension.objects.filter(hearing__case=case).select_related("made_by")
    return [
        Happening(
            at=row.made_at,
            recorded_at=row.made_at,
            what="Svarfristen er udsat",
            author=row.made_by,
            content={
                "kind": "extension",
                "to": row.new_deadline,
                "reason": row.reason,
                "by": row.made_by_id,
            },
            facts=[("Fra", long_date(row.old_deadline)), ("Til", long_date(row.new_deadline)), ("Fordi", row.reason)],
        )
        for row in rows
    ]


def _reminders(case: Case) -> list[Happening]:
    rows = HearingReminder.objects.filter(hearing__case=case).select_related("letter__case")
    return [
        Happening(
            at=row.sent_at,
            recorded_at=row.sent_at,
            what="Påmindelse om svarfristen",
            author=None,
            content=_letter("reminder", row.letter),
            facts=[("Dokument", row.letter.full_number)],
        )
        for row in rows
    ]


def _dispatches(case: Case) -> list[Happening]:
    """When the letters about the hearing left the house."""
    rows = Delivery.objects.filter(document__in=_letters(case), sent_at__isnull=False)
    return [
        Happening(
            at=row.sent_at,
            recorded_at=row.sent_at,
            what="Brevet er afsendt",
            author=None,
            content=_letter("dispatch", row.document) | {"channel": row.channel},
            facts=_way(row),
        )
        for row in rows.select_related("document__case", "representative").order_by("sent_at", "pk")
    ]


def _receipts(case: Case) -> list[Happening]:
    """What was told of the letters afterwards: a letter that came back is no letter the citizen got."""
    rows = DeliveryReceipt.objects.filter(delivery__document__in=_letters(case))
    return [
        Happening(
            at=row.happened_at,
            recorded_at=row.noted_at,
            what=f"Kvittering: {row.get_state_display().lower()}",
            author=row.noted_by,
            content=_letter("receipt", row.delivery.document) | {"state": row.state, "code": row.code},
            facts=_way(row.delivery),
        )
        for row in rows.select_related("delivery__document__case", "delivery__representative", "noted_by")
    ]


def _way(delivery: Delivery) -> list[tuple[str, str]]:
    facts = [("Dokument", delivery.document.full_number), ("Med", delivery.get_channel_display())]
    return [*facts, ("Til", delivery.addressee)] if delivery.representative_id else facts


def _letters(case: Case) -> set[int]:
    letters = set(Hearing.objects.filter(case=case).values_list("letter", flat=True))
    letters |= set(HearingExtension.objects.filter(hearing__case=case).values_list("letter", flat=True))
    letters |= set(HearingReminder.objects.filter(hearing__case=case).values_list("letter", flat=True))
    return letters - {None}


def _attempts(case: Case) -> list[Happening]:
    attempts = list(ContactAttempt.objects.filter(case=case))
    authors = User.objects.in_bulk({attempt.content["author_id"] for attempt in attempts})
    return [
        Happening(
            at=attempt.happened_at,
            recorded_at=attempt.recorded_at,
            what=attempt.channel.label,
            author=authors[attempt.content["author_id"]],
            content={"kind": "attempt", **attempt.content},
            facts=[tuple(pair) for pair in attempt.content["facts"]],
            text=attempt.content["text"],
            result=attempt.result.label,
        )
        for attempt in attempts
    ]


def _letter(kind: str, letter: CaseDocument) -> dict:
    return {"kind": kind, "number": letter.number, "sha256": letter.sha256}
