"""Recording what the directorate has sent, and the cases it names (V022). Nothing here picks a case."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from sanktion.base import encryption
from sanktion.base.acting import unit_wide
from sanktion.models import Case, User
from tilsyn.actions.naming import name_case
from tilsyn.actions.selection.destruction import destroy_unchosen
from tilsyn.actions.selection.ground import look_ups_asked
from tilsyn.actions.selection.looking import SETTLED, Found, look_up
from tilsyn.actions.selection.reading import ReadList, ReadRow
from tilsyn.models import (
    CHOICE,
    QUESTION,
    DestroyedBecause,
    ListStatus,
    NamedRow,
    RowOutcome,
    SelectedCase,
    SelectionDestruction,
    SelectionList,
    SelectionRow,
    SelectionWay,
    Supervision,
)

BATCH = 500


class ListNotAllowed(Exception):
    """The list can't be taken in, or used, as it is. The message is for the user."""


@unit_wide("Direktoratet udpeger i hele enheden")
@transaction.atomic
def record_list(
    supervision: Supervision,
    read: ReadList,
    *,
    way: str,
    list_round: int = CHOICE,
    received_on: date,
    period: tuple[date, date] | None = None,
    by: User,
    key: UUID | None = None,
) -> SelectionList:
    """The list as it was sent, and what each row of it comes to; no case is named yet.

    The same ``key`` twice (a double click) gives the list already recorded. Raises ListNotAllowed.
    """
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if key and (made := SelectionList.objects.filter(key=key, supervision=locked).first()):
        return made
    _must_take(locked, way, list_round, period)
    if way == SelectionWay.CPR_LIST and list_round == CHOICE:
        period = _answered_period(locked, period)
    selection = SelectionList(
        supervision=locked,
        number=SelectionList.objects.next_number(locked),
        way=way,
        round=list_round,
        received_on=received_on,
        period_from=period[0] if period else None,
        period_to=period[1] if period else None,
        row_count=len(read.rows),
        sha256=read.sha256,
        read_by=by,
    )
    selection.key = key or selection.key
    selection.save()
    SelectionRow.objects.bulk_create(_rows(selection, read), batch_size=BATCH)
    _settle(selection, list(selection.rows.all()), by=by)
    return selection


def _must_take(supervision: Supervision, way: str, list_round: int, period) -> None:
    if not supervision.takes_cases:
        raise ListNotAllowed("Tilsynet er afsluttet. Der kan ikke komme flere lister med.")
    if way != SelectionWay.CPR_LIST:
        return
    of_supervision = SelectionList.objects.filter(supervision=supervision, way=way)
    if list_round == QUESTION and not period:
        raise ListNotAllowed("Skriv den periode, direktoratet spørger om.")
    if list_round == QUESTION and of_supervision.choices().filter(status=ListStatus.NAMED).exists():
        raise ListNotAllowed("Runde 2 er registreret. Registrér en ny runde 1 som et nyt tilsyn.")
    if list_round == CHOICE and of_supervision.choices().filter(status=ListStatus.NAMED).exists():
        raise ListNotAllowed(
            "Runde 2 er registreret, og de numre, der ikke var valgt, er destrueret. Bed direktoratet om at sende flere"
            " valgte som et nyt tilsyn."
        )
    if list_round == CHOICE and not of_supervision.questions().filter(status=ListStatus.SENT).exists():
        raise ListNotAllowed("Runde 2 kan først indlæses, når svaret på runde 1 er markeret som sendt.")


def _answered_period(supervision: Supervision, period: tuple[date, date] | None) -> tuple[date, date]:
    """V033: round 2 chooses among what round 1 was answered about. Raises ListNotAllowed."""
    answered = SelectionList.objects.questions().filter(supervision=supervision, status=ListStatus.SENT)
    periods = list(answered.order_by("number").values_list("period_from", "period_to"))
    if period is None:
        return min(first for first, _ in periods), max(last for _, last in periods)
    if not any(first <= period[0] and period[1] <= last for first, last in periods):
        raise ListNotAllowed("Perioden i runde 2 skal ligge i den periode, der er svaret på i runde 1.")
    return period


def _rows(selection: SelectionList, read: ReadList) -> Iterator[SelectionRow]:
    # The database holds a number of round 2 against the look-up of round 1 as it was written.
    asked = look_ups_asked(selection, [row.cells for row in read.rows]) if selection.is_second_round else {}
    for row in read.rows:
        digits = row.cells.get("cpr")
        yield _row(selection, row, (asked.get(digits) or encryption.lookup(str(digits))) if digits else None)


def _row(selection: SelectionList, row: ReadRow, cpr_lookup: bytes | None) -> SelectionRow:
    outcome, fault = RowOutcome.UNKNOWN, ""
    if selection.is_question and not cpr_lookup and not row.fault:
        outcome, fault = RowOutcome.UNREADABLE, "Rækken har ikke noget CPR-nummer, og runde 1 spørger om personer."
    elif row.fault:
        outcome, fault = RowOutcome.UNREADABLE, f"{row.fault[:1].upper()}{row.fault[1:]}."
    elif row.repeats:
        outcome, fault = RowOutcome.REPEATED, f"Det samme står i række {row.repeats}."
    return SelectionRow(
        selection=selection,
        number=row.number,
        cells=row.cells,
        cpr_lookup=cpr_lookup,
        outcome=outcome,
        fault=fault,
    )


@unit_wide("Direktoratet udpeger i hele enheden")
@transaction.atomic
def name_cases(selection: SelectionList, *, by: User) -> tuple[int, list[SelectionDestruction]]:
    """Every case that the list names and ``by`` may see, as the supervision's; how many of them are new.

    Of round 2 the numbers of round 1 that the directorate didn't choose are destroyed in the same act (V033). Asked
    again it names what has been found since. Raises ListNotAllowed and NamingNotAllowed.
    """
    selection = _locked(selection)
    if not selection.may_be_named:
        raise ListNotAllowed("Listen udpeger ingen sager, eller den er destrueret.")
    rows = list(selection.rows.all())
    found = _settle(selection, rows, by=by)
    named = sum(_name(selection, one, by=by) for one in found if one.outcome in (RowOutcome.FOUND, RowOutcome.OUTSIDE))
    if selection.status == ListStatus.READ:
        _must_have_named(found)
        selection.mark_named(by=by)
    return named, _destroy_questions(selection, by=by)


def _must_have_named(found: list[Found]) -> None:
    """A list of mistakes alone names nobody: it is discarded, and the directorate asked."""
    if not any(one.outcome in (RowOutcome.FOUND, RowOutcome.OUTSIDE, RowOutcome.NO_CASE) for one in found):
        raise ListNotAllowed("Ingen af rækkerne udpeger en sag. Slet listen, og spørg direktoratet.")


def _name(selection: SelectionList, found: Found, *, by: User) -> int:
    named_in, new = f"{selection}, række {found.row.number}", 0
    for case in found.cases:
        new += _name_one(selection, case, found.row, named_in=named_in, by=by)
    if found.outcome == RowOutcome.FOUND and found.cases:
        reduce_row(found.row, keep=bool(found.fault_kind))
    return new


def _name_one(selection: SelectionList, case: Case, row: SelectionRow, *, named_in: str, by: User) -> int:
    there = SelectedCase.objects.filter(supervision=selection.supervision_id, case=case).exists()
    selected = name_case(selection.supervision, case, named_in=named_in, by=by)
    NamedRow.objects.get_or_create(row=row, selected=selected)
    return not there


def reduce_row(row: SelectionRow, *, keep: bool = False) -> None:
    """What a row said is in the case now. ``keep``: what the register says wrongly stays until it is put right."""
    row.outcome = RowOutcome.NAMED
    changed = ["outcome"]
    if not keep:
        row.cells = row.cpr_lookup = None
        changed += ["cells", "cpr_lookup"]
    row.save(update_fields=changed)


@transaction.atomic
def note_correction(row: SelectionRow, note: str, *, by: User) -> None:
    """V038: put right in the register. What the row said is of no more use when its case is known."""
    row.note_correction(note, by=by)
    if row.outcome == RowOutcome.NAMED:
        reduce_row(row)


@unit_wide("Direktoratet udpeger i hele enheden")
@transaction.atomic
def look_again(selection: SelectionList, *, by: User) -> None:
    """What has been registered since the list was read may be found now."""
    selection = _locked(selection)
    if selection.is_standing:
        _settle(selection, list(selection.rows.all()), by=by)


@unit_wide("Direktoratet udpeger i hele enheden")
@transaction.atomic
def discard(selection: SelectionList, *, by: User) -> SelectionDestruction:
    """The wrong list, or one too many: nothing came of it, and it is destroyed like any other."""
    selection = _locked(selection)
    if not selection.may_be_discarded:
        raise ListNotAllowed("Listen er brugt og kan ikke slettes.")
    return destroy_unchosen(selection, because=DestroyedBecause.DISCARDED, by=by)


def _locked(selection: SelectionList) -> SelectionList:
    # The supervision first, as name_case does: two lists of one supervision wait for each other here.
    Supervision.objects.select_for_update(of=("self",)).get(pk=selection.supervision_id)
    found = SelectionList.objects.select_for_update(of=("self",)).select_related("supervision")
    return found.get(pk=selection.pk)


def _settle(selection: SelectionList, rows: Sequence[SelectionRow], *, by: User) -> list[Found]:
    found = look_up(selection, rows, user=by)
    moved = defaultdict(list)
    for one in found:
        if one.row.outcome != one.outcome:
            moved[one.outcome].append(one.row.pk)
        one.row.outcome = one.outcome
    for outcome, keys in moved.items():
        SelectionRow.objects.filter(pk__in=keys).update(outcome=outcome)
    _trace(found)
    _note_faults(found)
    return found


def _trace(found: Sequence[Found]) -> None:
    """V033: the row of round 1 that each number was in."""
    rows = [one.row for one in found if one.asked_in and not one.row.asked_in_id]
    asked_in = {one.row.pk: one.asked_in for one in found}
    for row in rows:
        row.asked_in_id = asked_in[row.pk]
    SelectionRow.objects.bulk_update(rows, ["asked_in"], batch_size=BATCH)


def _note_faults(found: Sequence[Found]) -> None:
    """A fault that is gone when it is looked for again, gone by itself or put right, is told of no more."""
    rows = []
    for one in found:
        # What one colleague can't see is not for that colleague to take away.
        if one.outcome in (*SETTLED, RowOutcome.OUTSIDE) or one.row.fault_kind == one.fault_kind == "":
            continue
        one.row.fault, one.row.fault_kind = one.fault, one.fault_kind
        rows.append(one.row)
    SelectionRow.objects.bulk_update(rows, ["fault", "fault_kind"], batch_size=BATCH)


def _destroy_questions(selection: SelectionList, *, by: User) -> list[SelectionDestruction]:
    if not selection.is_second_round:
        return []
    questions = SelectionList.objects.standing().questions().filter(supervision=selection.supervision_id)
    return [destroy_unchosen(one, because=DestroyedBecause.CHOSEN, by=by) for one in questions.order_by("number")]
