"""A complaint's course in words, oldest first: the timeline of its tab."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from sanktion.models import CaseDocument, Complaint, ComplaintStatus


@dataclass(frozen=True)
class Happening:
    heading: str
    on: date | None
    text: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    letter: CaseDocument | None = None
    mark: str = ""


def course(complaint: Complaint) -> list[Happening]:
    steps = [_received(complaint), _dispensation(complaint), _result(complaint), _forwarded(complaint)]
    return [step for step in [*steps, *_ruling(complaint)] if step]


def _received(complaint: Complaint) -> Happening:
    facts = [
        ("Modtaget med", complaint.get_channel_display()),
        ("Klagefrist", complaint.deadline_sum),
        ("Rettidig", "Nej" if complaint.is_late else "Ja"),
        ("Genvurdering senest", complaint.reassess_sum),
    ]
    return Happening(
        "Klagen modtaget", complaint.received_on, complaint.text, facts, complaint.acknowledgement, mark="strong"
    )


def _dispensation(complaint: Complaint) -> Happening | None:
    if not complaint.dispensation:
        return None
    return Happening("Dispensation fra klagefristen", None, complaint.dispensation_reason)


def _result(complaint: Complaint) -> Happening | None:
    letter = complaint.result_letter
    if letter is None:
        return None
    if complaint.status == ComplaintStatus.DISMISSED:
        return Happening("Klagen afvist: kom for sent", letter.dated, complaint.dispensation_reason, letter=letter)
    change = _change(complaint, "reassessment")
    heading = (
        f"Genvurderet: ny afgørelse, {change.get_outcome_display().lower()}" if change else "Genvurderet: fastholdt"
    )
    return Happening(heading, letter.dated, complaint.result_text, letter=letter, mark="strong")


def _forwarded(complaint: Complaint) -> Happening | None:
    if complaint.forwarding is None:
        return None
    return Happening("Sendt til Ankestyrelsen", complaint.forwarded_on, letter=complaint.forwarding)


def _ruling(complaint: Complaint) -> list[Happening]:
    ruling = getattr(complaint, "ruling", None)
    if ruling is None:
        return []
    facts = [("Ankestyrelsens sagsnr.", ruling.reference)] if ruling.reference else []
    heading = f"Ankestyrelsen: {ruling.get_outcome_display().lower()}"
    found = [Happening(heading, ruling.ruled_on, ruling.text, facts, mark="strong")]
    if change := _change(complaint, "ruling"):
        decided = timezone.localdate(change.decided_at)
        heading = f"Ny afgørelse: {change.get_outcome_display().lower()}"
        found.append(Happening(heading, decided, change.reasons, letter=change.letter))
    return found


def _change(complaint: Complaint, occasion: str):
    return next((change for change in complaint.changes.all() if change.occasion == occasion), None)
