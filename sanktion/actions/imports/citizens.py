"""Citizens by CPR number: new ones, changed ones, and the periods that follow from match category and registration."""

from sanktion.actions.imports import saving
from sanktion.actions.imports.cells import (
    CellError,
    Draft,
    check_width,
    cpr_number,
    identifier,
    optional_day,
    optional_text,
    quoted,
    required_text,
    yes_or_no,
)
from sanktion.actions.imports.matching import citizens_by_cpr
from sanktion.actions.imports.outcome import Outcome, Tell, chunks
from sanktion.actions.imports.periods import Periods, categories, registrations, target_groups
from sanktion.actions.imports.reading import ImportTable
from sanktion.models import Address, Benefit, Citizen, CprStatus, TargetGroup, Team

FIELDS = (
    "first_name",
    "last_name",
    "address_id",
    "phone",
    "benefit_id",
    "digital_post",
    "protected_until",
    "cpr_status",
)
DERIVED = ("sort_key", "search_key")
TARGET_GROUPS = {group.label.casefold(): group.value for group in TargetGroup}


def load(table: ImportTable, *, team, by, tell: Tell) -> Outcome:
    outcome = Outcome(table.recognised, rows=len(table.rows))
    drafts = [_check(Draft(row, table.recognised.values(row)), table.recognised.names) for row in table.rows]
    tell(1, 10)
    postcodes = _match_addresses(drafts)
    _match_benefits(drafts)
    known = _known_citizens(drafts)
    _place_in_teams(drafts, known, postcodes, team)
    tell(3, 10)
    periods = [kind(known.values()) for kind in (categories, target_groups, registrations)]
    fresh, changed = _sort_out(drafts, known, periods, outcome)
    saving.create(Citizen, fresh, by=by, tell=lambda done, total: tell(3 * total + 4 * done, 10 * total))
    saving.update(Citizen, changed, [*FIELDS, *DERIVED], by=by)
    tell(8, 10)
    for kind in periods:
        kind.save(by=by)
    return outcome


def _check(draft: Draft, names: dict[str, str]) -> Draft:
    check_width(draft, names)
    if draft.faults:
        return draft
    draft.read("cpr", cpr_number)
    draft.read("fornavn", required_text("fornavn", 80), into="first_name")
    draft.read("efternavn", required_text("efternavn", 80), into="last_name")
    draft.read("adresse_id", lambda text: identifier(text) if text else None, into="address_id")
    draft.read("matchkategori", _category, into="category")
    draft.read("matchkategori_fra", optional_day, into="category_from")
    draft.read("matchkategori_begrundelse", optional_text("begrundelsen", 500), into="reason")
    draft.read("matchkategori_vurderet_af", optional_text("navn og stilling", 120), into="assessor_name")
    draft.read("maalgruppe", _target_group, into="group")
    draft.read("maalgruppe_fra", optional_day, into="group_from")
    draft.read("ydelse", str, into="benefit")
    draft.read("jobsoegende_fra", optional_day, into="registered_from")
    draft.read("digital_post", yes_or_no)
    draft.read("adressebeskyttet_til", optional_day, into="protected_until")
    draft.read("telefon", optional_text("telefonnummeret", 30), into="phone")
    draft.read("cpr_status", _cpr_status)
    _check_pair(draft, ("matchkategori", "category"), ("matchkategori_fra", "category_from"), "matchkategorien")
    _check_pair(draft, ("maalgruppe", "group"), ("maalgruppe_fra", "group_from"), "målgruppen")
    return draft


def _check_pair(draft: Draft, value: tuple[str, str], since: tuple[str, str], what: str) -> None:
    """What holds and from when are told together. Each is a column and the name it was read into."""
    told = {column for column, _sentence in draft.faults}
    has_value, has_day = draft.values.get(value[1]), draft.values.get(since[1])
    if has_value and not has_day and since[0] not in told:
        draft.reject(since[0], f"datoen for {what} mangler")
    if has_day and not has_value and value[0] not in told:
        draft.reject(value[0], f"{what} mangler")


def _match_addresses(drafts: list[Draft]) -> dict:
    """Postcodes by address id; a row with an unknown address gets a fault."""
    postcodes: dict = {}
    for chunk in chunks({draft.values["address_id"] for draft in drafts if draft.values.get("address_id")}):
        postcodes |= dict(Address.objects.filter(pk__in=chunk).values_list("pk", "postcode"))
    for draft in drafts:
        address_id = draft.values.get("address_id")
        if address_id and address_id not in postcodes:
            draft.reject("adresse_id", "ukendt adresse: findes ikke i adresselisten")
    return postcodes


def _match_benefits(drafts: list[Draft]) -> None:
    benefits = dict(Benefit.objects.values_list("code", "pk"))
    for draft in drafts:
        code = draft.values.pop("benefit", None)
        if code is None:
            continue
        if code and code not in benefits:
            draft.reject("ydelse", f"ukendt ydelse {quoted(code)}")
        draft.values["benefit_id"] = benefits.get(code)


def _known_citizens(drafts: list[Draft]) -> dict[str, Citizen]:
    ids = citizens_by_cpr(draft.values["cpr"].digits for draft in drafts if "cpr" in draft.values)
    found: dict[int, Citizen] = {}
    for chunk in chunks(ids.values()):
        found |= Citizen.objects.in_bulk(chunk)
    return {digits: found[pk] for digits, pk in ids.items()}


def _place_in_teams(drafts: list[Draft], known: dict[str, Citizen], postcodes: dict, fallback: Team | None) -> None:
    """A new citizen belongs to the team that has the postcode; a known one stays where the cases are."""
    teams = {postcode: team.pk for team in Team.objects.all() for postcode in team.postcodes}
    for draft in drafts:
        if "cpr" not in draft.values or draft.values["cpr"].digits in known:
            continue
        postcode = postcodes.get(draft.values.get("address_id"))
        draft.values["team_id"] = teams.get(postcode, fallback.pk if fallback else None)
        if draft.values["team_id"] is None and not draft.faults:
            where = f"intet team har postnummer {postcode}" if postcode else "borgeren har ingen adresse"
            draft.reject("adresse_id", f"{where}; vælg et team til resten, når filen lægges op")


def _sort_out(
    drafts: list[Draft], known: dict[str, Citizen], periods: list[Periods], outcome: Outcome
) -> tuple[list[Citizen], list[Citizen]]:
    """New and changed citizens, their periods planned; the other rows are counted or reported."""
    fresh: list[Citizen] = []
    changed: list[Citizen] = []
    first: dict[str, Draft] = {}
    for draft in drafts:
        digits = draft.values["cpr"].digits if "cpr" in draft.values else None
        if not draft.faults and digits in first:
            _report_repeat(draft, first[digits], outcome)
            continue
        citizen = known.get(digits) or Citizen()
        moves = [kind.check(citizen, draft) for kind in periods]
        if draft.faults:
            outcome.reject(draft)
            continue
        first[digits] = draft
        differs = _apply(citizen, draft)
        moved = [kind.plan(citizen, move) for kind, move in zip(periods, moves, strict=True)]
        _count(citizen, differs, any(moved), outcome, fresh, changed)
    return fresh, changed


def _count(citizen, differs: bool, moved: bool, outcome: Outcome, fresh: list, changed: list) -> None:
    if citizen.pk is None:
        outcome.loaded += 1
        fresh.append(citizen)
    elif differs or moved:
        outcome.updated += 1
        changed += [citizen] if differs else []
    else:
        outcome.already += 1


def _apply(citizen: Citizen, draft: Draft) -> bool:
    """Set what the row says; True when that is something new."""
    given = {name: draft.values[name] for name in (*FIELDS, "team_id") if name in draft.values}
    differs = any(getattr(citizen, name) != value for name, value in given.items())
    for name, value in given.items():
        setattr(citizen, name, value)
    if citizen.pk is None:
        citizen.cpr = draft.values["cpr"].digits
    if differs:
        citizen.derive()
    return differs


def _report_repeat(draft: Draft, earlier: Draft, outcome: Outcome) -> None:
    sentence = f"samme borger står også i række {earlier.row.number}"
    if draft.values == earlier.values:
        outcome.repeat(draft, "cpr", sentence)
    else:
        draft.reject("cpr", f"{sentence} med andre oplysninger")
        outcome.reject(draft)


def _category(text: str) -> int | None:
    if text and text not in {"1", "2", "3", "4", "5"}:
        raise CellError("matchkategori skal være et tal fra 1 til 5")
    return int(text) if text else None


def _target_group(text: str) -> str | None:
    found = TARGET_GROUPS.get(text.casefold())
    if text and found is None:
        raise CellError(f"ukendt målgruppe {quoted(text)}")
    return found


def _cpr_status(text: str) -> int:
    if text not in {str(status) for status in CprStatus.values}:
        raise CellError(f"ukendt CPR-status {quoted(text)}" if text else "CPR-status mangler")
    return int(text)
