from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sanktion.actions.imports import MAX_BYTES, ImportTable, Outcome, load_table, read_import
from sanktion.base.acting import acting, system, unit_wide
from sanktion.base.tables import TableError
from sanktion.models import RowOutcome, Team, User


class Command(BaseCommand):
    help = "Indlæser en CSV-fil med adresser, borgere eller hændelser. Uden --wet-run prøves filen kun."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--user", help="brugernavnet på den, som indlæser")
        parser.add_argument("--team", help="teamet for borgere, hvis postnummer intet team har")
        parser.add_argument("--wet-run", action="store_true", help="behold det indlæste")

    def handle(self, *, file: Path, user: str | None, team: str | None, wet_run: bool, **options):
        by = _named(User.objects.with_scope().filter(username=user), f"bruger «{user}»") if user else None
        fallback = _named(Team.objects.filter(name=team), f"team «{team}»") if team else None
        table = _table(file)
        with acting(by) if by else system("import_data"), unit_wide("import_data"):
            outcome = load_table(table, team=fallback, by=by)
            transaction.set_rollback(not wet_run)
        self._report(table, outcome)
        if not wet_run:
            self.stdout.write("Intet er gemt. Kør igen med --wet-run for at indlæse.")

    def _report(self, table: ImportTable, outcome: Outcome) -> None:
        # Row numbers and sentences only: a terminal's log is no place for a citizen.
        for row in outcome.reported:
            for column, sentence in row.faults:
                self.stdout.write(f"Række {row.number}: {column}: {sentence} ({RowOutcome(row.outcome).label.lower()})")
        if table.recognised.ignored:
            self.stdout.write(f"Kolonner, som ikke er læst: {', '.join(table.recognised.ignored)}")
        self.stdout.write(
            f"{table.recognised.kind.label}: {outcome.rows} rækker, {outcome.loaded} indlæst,"
            f" {outcome.updated} opdateret, {outcome.already} allerede indlæst, {outcome.rejected} afvist."
        )


def _named(rows, what: str):
    found = rows.first()
    if found is None:
        raise CommandError(f"Der er ingen {what}.")
    return found


def _table(file: Path) -> ImportTable:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise TableError("Filen er større end 25 MB. Del den i flere filer")
        return read_import(file.read_bytes())
    except OSError as error:
        raise CommandError(f"Filen kan ikke læses: {error.strerror}") from None
    except TableError as error:
        raise CommandError(f"{error}.") from None
