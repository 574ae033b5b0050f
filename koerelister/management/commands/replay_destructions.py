from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from koerelister.actions.erasure import StillHeld, erase
from koerelister.actions.replay import CannotReplay, Replayed, replay
from koerelister.models import Stop
from sanktion.base.acting import system


class Command(BaseCommand):
    help = (
        "Efter en gendannelse: sletter igen de kørelister, der er destrueret siden kopien. Uden --wet-run prøves det"
        " kun. Køres med ejerens DATABASE_URL, som migreringen."
    )

    def add_arguments(self, parser):
        parser.add_argument("--wet-run", action="store_true", help="behold det slettede slettet")

    def handle(self, *, wet_run: bool, **options):
        if not _owns_the_tables():
            raise CommandError("Kør kommandoen med ejerens DATABASE_URL, som migreringen.")
        try:
            with system("replay_destructions"):
                done = replay()
                transaction.set_rollback(not wet_run)
        except CannotReplay as problem:
            raise CommandError(str(problem)) from None
        self._report(done)
        if wet_run:
            try:
                erase()
            except StillHeld as told:
                raise CommandError(f"Rækkerne er slettet, men ligger på disken endnu. {told}") from None
            self.stdout.write("Det slettede er også taget af disken. Systemet er åbent.")
        else:
            self.stdout.write("Intet er slettet. Kør igen med --wet-run for at slette.")

    def _report(self, done: Replayed) -> None:
        self.stdout.write(
            f"{done.records} destruktioner sat ind igen; {done.lists} lister, {done.stops} stop og {done.orders}"
            " bestillinger slettet igen."
        )
        if done.open_stops:
            self.stdout.write(
                f"{done.open_stops} af stoppene var ikke registreret i kopien. Sagerne søger stadig kontakt."
            )


def _owns_the_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [Stop._meta.db_table]
        )
        return cursor.fetchone()[0]
