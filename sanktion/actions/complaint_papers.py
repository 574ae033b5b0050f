"""What a complaint's steps leave behind: a filed letter, posted to the citizen, and an entry in the journal."""

from sanktion.actions.document import file_document, render_letter
from sanktion.base.danish import long_date
from sanktion.models import CaseDocument, Complaint, DecisionChange, JournalEntry, MaterialKind, NoteKind, User, Words
from sanktion.post import NotPosted, post_letter

RECEIVED = "sanktion/letters/complaint_received.html"
DISMISSED = "sanktion/letters/complaint_dismissed.html"
UPHELD = "sanktion/letters/complaint_upheld.html"
FORWARDING = "sanktion/letters/complaint_forwarding.html"
FORWARDED = "sanktion/letters/complaint_forwarded.html"
CHANGED = "sanktion/letters/decision_changed.html"
Facts = list[tuple[str, str]]


def letter(
    complaint: Complaint,
    template: str,
    title: str,
    context: dict | None = None,
    *,
    kind: MaterialKind = MaterialKind.OTHER,
    words: Words | None = None,
    by: User,
) -> CaseDocument:
    shown = {"complaint": complaint, "by": by, **(context or {})}
    return file_document(
        complaint.case,
        title=title,
        kind=kind,
        render=lambda number: render_letter(template, complaint.case, shown, number=number),
        words=words,
        by=by,
    )


def note_change(complaint: Complaint, change: DecisionChange, heading: str, *, by: User) -> None:
    facts = [("Ny afgørelse", change.get_outcome_display())]
    if change.is_sanction:
        facts += [("Retsgrundlag", str(change.legal_basis)), ("Virkning fra", long_date(change.effect_from))]
    note(complaint, heading, change.reasons, facts, letter=change.letter, material=MaterialKind.CONSEQUENCE, by=by)


def note(
    complaint: Complaint,
    heading: str,
    text: str = "",
    facts: Facts = (),
    *,
    letter: CaseDocument | None = None,
    material: MaterialKind = MaterialKind.OTHER,
    by: User,
) -> None:
    """Journal the step, and post its letter: a citizen who can't be reached doesn't hold the step back."""
    facts, why_not = list(facts), ""
    if letter:
        facts.append(("Brev", letter.full_number))
        try:
            if channel := post_letter(letter, by=by):
                facts.append(("Sendes med", channel))
        except NotPosted as refused:
            why_not = f"{refused} Brevet skal gives til borgeren på en anden måde."
    case = complaint.case
    kind = NoteKind.LETTER if letter else NoteKind.NOTE
    JournalEntry.objects.write(case, kind=kind, heading=heading, text=text, facts=facts, material=material, by=by)
    if why_not:
        JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Brevet kan ikke sendes", text=why_not, by=by)
