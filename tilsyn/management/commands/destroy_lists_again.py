from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from sanktion.base.acting import system
from tilsyn.models import SelectionRow
from tilsyn.selection.replay import CannotReplay, replay


class Command(BaseCommand):
    help = (
        "Efter en gendannelse: sletter igen de numre fra direktoratets lister, der er destrueret siden kopien. Uden"
        " --wet-run prøves det kun. Køres med ejerens DATABASE_URL, som migreringen, og før erase_physically."
    )

    def add_arguments(self, parser):
        parser.add_argument("--wet-run", action="store_true", help="behold det slettede slettet")

    def handle(self, *, wet_run: bool, **options):
        if not _owns_the_tables():
            raise CommandError("Kør kommandoen med ejerens DATABASE_URL, som migreringen.")
        try:
            with system("destroy_lists_again"), transaction.atomic():
                done = replay()
                transaction.set_rollback(not wet_run)
        except CannotReplay as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{done.records} destruktioner sat ind igen; {done.rows} rækker slettet igen.")
        if not wet_run:
            self.stdout.write("Intet er slettet. Kør igen med --wet-run for at slette.")


def _owns_the_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass",
            [SelectionRow._meta.db_table],
        )
        return cursor.fetchone()[0]
