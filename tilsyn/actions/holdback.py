"""Holding back what doesn't concern the supervision (V074): the marks, the second person, and what leaves instead."""

from django.db import transaction
from django.utils import timezone

from sanktion.actions.journal import journal_entries, render_journal_sheet
from sanktion.base.redaction import Box, Unreadable, after_dropping, find, leaks, page_sizes, redact, words_under
from sanktion.models import CaseDocument, JournalEntry, MediaType, SupervisionRelevance, User
from tilsyn.models import (
    HoldBack,
    HoldBackCheck,
    HoldBackMark,
    HoldBackResult,
    HoldBackSource,
    HoldReason,
    HoldScope,
    SelectedCase,
)
from tilsyn.models.holdback import JOURNAL
from tilsyn.models.holdback_parts import digest

MOST_PAGES = 500
CHANGED = "Det er ændret, siden du åbnede siden. Se det igennem igen."
NOT_YOURS = "Det skal godkendes af en anden end den, der har markeret."
STANDS = "Det venter på godkendelse eller er godkendt, og kan ikke ændres."
NOTHING_MARKED = "Der er ikke markeret noget. Markér det, eller vælg, at det sendes helt."
UNREADABLE = "Filen kan ikke åbnes som PDF. Udelad den helt, eller læg en ny udgave på sagen."
NO_REMARK = "Skriv, hvad der skal ændres."
ALL_PAGES = "Alle sider er udeladt. Udelad hele dokumentet i stedet."


class HoldBackRefused(Exception):
    """It can't be held back so. The message is for the user."""


@transaction.atomic
def open_holdback(selected: SelectedCase, document: CaseDocument | None, *, by: User) -> HoldBack:
    """The version of that paper that is written on (``document`` None is the journal sheet): the one there is, or a
    new one that begins with the marks of the one in force."""
    SelectedCase.objects.select_for_update(of=("self",)).get(pk=selected.pk)
    paper_key = f"document:{document.pk}" if document else JOURNAL
    same = HoldBack.objects.filter(selected=selected, paper_key=paper_key)
    if there := same.open().first():
        return there
    before = same.approved().order_by("-sequence").first()
    holdback = HoldBack(selected=selected, paper_key=paper_key, document=document, made_by=by)
    holdback.sequence = HoldBack.objects.next_sequence(selected, paper_key)
    if before:
        holdback.scope, holdback.reason, holdback.note = before.scope, before.reason, before.note
        holdback.released_title = before.released_title
    holdback._history_user, holdback._change_reason = by, "Begyndt"
    holdback.save()
    if before:
        _copy_marks(before, holdback)
    if holdback.is_journal:
        _freeze_journal(holdback)
    return holdback


def _copy_marks(before: HoldBack, holdback: HoldBack) -> None:
    """Boxes lie on a journal sheet that is made anew; the entries left out are the same."""
    for mark in before.marks.filter(page__isnull=True) if holdback.is_journal else before.marks.all():
        mark.pk, mark.holdback = None, holdback
        mark._state.adding = True
        mark.save()


def _freeze_journal(holdback: HoldBack) -> None:
    case = holdback.selected.case
    entries, gone = journal_entries(case), holdback.left_out_entries
    for entry in entries:
        if entry.number in gone:
            # Never saved: the sheet tells how many were left out, whoever left them out.
            entry.concerns_supervision = SupervisionRelevance.NO
    data = render_journal_sheet(case, entries, leave_out=True, at=timezone.now())
    values = {"data": data, "sha256": digest(data), "made_at": timezone.now()}
    values["entries_through"] = max((entry.number for entry in entries), default=0)
    HoldBackSource.objects.update_or_create(holdback=holdback, defaults=values)


@transaction.atomic
def mark_boxes(
    holdback: HoldBack, boxes: list[tuple[int, Box]], *, reason: HoldReason | str, note: str = "", by: User
) -> int:
    """How many of the boxes (pages from 1) were new."""
    locked = _editable(holdback)
    there = {(mark.page, mark.box) for mark in locked.marks.all() if mark.is_box}
    new = [(page, box) for page, box in dict.fromkeys(boxes) if (page, box) not in there]
    for page, box in new:
        facts = {"page": page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}
        HoldBackMark.objects.create(holdback=locked, reason=reason, note=note, made_by=by, **facts)
    _is_parts(locked, by)
    return len(new)


def mark_word(holdback: HoldBack, word: str, *, reason: HoldReason | str, note: str = "", by: User) -> int:
    """Every place the word stands in the paper. The word itself is kept nowhere."""
    try:
        found = find(holdback.original, word)
    except Unreadable:
        raise HoldBackRefused(UNREADABLE) from None
    return mark_boxes(holdback, [(one.page + 1, one.box) for one in found], reason=reason, note=note, by=by)


@transaction.atomic
def drop_page(holdback: HoldBack, page: int, *, reason: HoldReason | str, note: str = "", by: User) -> None:
    locked = _editable(holdback)
    values = {"reason": reason, "note": note, "made_by": by}
    HoldBackMark.objects.get_or_create(holdback=locked, page=page, x0=None, entry=None, defaults=values)
    _is_parts(locked, by)


@transaction.atomic
def leave_out_entry(holdback: HoldBack, entry: JournalEntry, *, reason: HoldReason | str, note: str = "", by) -> None:
    """The sheet is made anew without it, and the boxes go: they lay on the old one."""
    locked = _editable(holdback)
    values = {"reason": reason, "note": note, "made_by": by}
    HoldBackMark.objects.get_or_create(holdback=locked, entry=entry.number, defaults=values)
    _remake(locked, by)


@transaction.atomic
def remove_mark(mark: HoldBackMark, *, by: User) -> None:
    locked, was_entry = _editable(mark.holdback), mark.entry
    mark.delete()
    if was_entry:
        _remake(locked, by)


@transaction.atomic
def remake_journal(holdback: HoldBack, *, by: User) -> None:
    """With the entries that have come since."""
    _remake(_editable(holdback), by)


def _remake(holdback: HoldBack, by: User) -> None:
    holdback.marks.filter(page__isnull=False).delete()
    _freeze_journal(holdback)
    _is_parts(holdback, by)


@transaction.atomic
def give_reason(mark: HoldBackMark, *, reason: HoldReason | str, note: str, by: User) -> None:
    """Whoever gives the reason has made the mark."""
    if not _editable(mark.holdback).marks.filter(pk=mark.pk).exists():
        raise HoldBackRefused(CHANGED)
    mark.reason, mark.note, mark.made_by = reason, note, by
    mark.save(update_fields=["reason", "note", "made_by"])


@transaction.atomic
def choose_scope(
    holdback: HoldBack, scope: HoldScope | str, *, reason: HoldReason | str = "", note: str = "", by: User
) -> None:
    locked = _editable(holdback)
    if scope == HoldScope.WHOLE and locked.is_journal:
        raise HoldBackRefused("Journalarket sendes altid med. Udelad de notater, der ikke angår tilsynet.")
    locked.change(scope=scope, reason=reason if scope == HoldScope.WHOLE else "", note=note, by=by)


@transaction.atomic
def name_paper(holdback: HoldBack, title: str, *, by: User) -> None:
    locked = _editable(holdback)
    if locked.released_title != title:
        locked.change(released_title=title, by=by)


@transaction.atomic
def send_to_approval(holdback: HoldBack, *, by: User) -> None:
    """Made and read through once already here: what isn't clean never gets to the second person."""
    locked = _editable(holdback)
    if locked.scope == HoldScope.PARTS:
        if not locked.marks.exists():
            raise HoldBackRefused(NOTHING_MARKED)
        _, found = _made(locked)
        if found:
            raise HoldBackRefused(_told(found))
    elif locked.scope == HoldScope.NOTHING and locked.document and locked.document.media_type != MediaType.PDF:
        raise HoldBackRefused("Kun PDF-filer kan sendes.")
    locked.send(by=by)


@transaction.atomic
def take_back(holdback: HoldBack, *, by: User) -> None:
    _locked(holdback).take_back(by=by)


@transaction.atomic
def withdraw_holdback(holdback: HoldBack, *, by: User) -> None:
    """Undone altogether; what was in force before still is."""
    locked = _locked(holdback)
    if locked.is_waiting:
        locked.take_back(by=by)
    locked.withdraw(by=by)


def approve_holdback(holdback: HoldBack, *, seen: str, by: User) -> None:
    """``seen`` is the fingerprint of what was looked at. The check's outcome is kept, also when it refuses."""
    with transaction.atomic():
        locked = _decidable(holdback, seen, by)
        found = _approved(locked, by)
    if found:
        raise HoldBackRefused(_told(found))


def _approved(locked: HoldBack, by: User) -> list:
    if locked.scope == HoldScope.PARTS:
        made, found = _made(locked)
        facts = {"source_sha256": digest(locked.original), "holdback": locked}
        HoldBackCheck.objects.create(result_sha256=digest(made), leaks=len(found), checked_by=by, **facts)
        if found:
            return found
        HoldBackResult.objects.create(data=made, sha256=digest(made), pages=len(page_sizes(made)), **facts)
    locked.approve(by=by)
    return []


@transaction.atomic
def send_back(holdback: HoldBack, *, remark: str, seen: str, by: User) -> None:
    if not remark.strip():
        raise HoldBackRefused(NO_REMARK)
    _decidable(holdback, seen, by).send_back(remark, by=by)


def fingerprint(holdback: HoldBack) -> str:
    """Of what waits: it stands still until it is taken back, and each time it is sent is another time."""
    return digest(f"{holdback.pk} {holdback.status} {holdback.sent_at}".encode())


def _decidable(holdback: HoldBack, seen: str, by: User) -> HoldBack:
    locked = _locked(holdback)
    if seen != fingerprint(locked):
        raise HoldBackRefused(CHANGED)
    if not locked.may_be_decided_by(by):
        raise HoldBackRefused(NOT_YOURS)
    return locked


def _made(holdback: HoldBack) -> tuple[bytes, list]:
    """The file as it may leave, and what a reading of it found."""
    source, boxes, gone = holdback.original, holdback.boxes, holdback.dropped_pages
    try:
        pages = len(page_sizes(source))
        if pages > MOST_PAGES:
            raise HoldBackRefused(f"Filen har flere end {MOST_PAGES} sider. Del den op.")
        if len(gone) >= pages:
            raise HoldBackRefused(ALL_PAGES)
        made = redact(source, boxes, drop_pages=gone)
        found = leaks(made, after_dropping(boxes, gone), words=words_under(source, boxes, gone))
    except Unreadable:
        raise HoldBackRefused(UNREADABLE) from None
    return made, found


def _told(found: list) -> str:
    where = sorted({f"{leak.what} (side {leak.page + 1})" if leak.page is not None else leak.what for leak in found})
    return f"Kontrollen fandt {', '.join(where[:3])}. Overstreg større, udelad siden, eller udelad dokumentet."


def _locked(holdback: HoldBack) -> HoldBack:
    related = HoldBack.objects.select_related("document__case", "selected__case__citizen", "selected__case__event")
    return related.select_for_update(of=("self",)).get(pk=holdback.pk)


def _editable(holdback: HoldBack) -> HoldBack:
    locked = _locked(holdback)
    if not locked.is_editable:
        raise HoldBackRefused(STANDS)
    return locked


def _is_parts(holdback: HoldBack, by: User) -> None:
    if holdback.scope != HoldScope.PARTS:
        holdback.change(scope=HoldScope.PARTS, reason="", by=by)
