import os
import time
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from sanktion.base.acting import system
from sanktion.checks import registered_checks
from sanktion.demo.growth.batch import PREFIX, batches, grow_batch, grown
from sanktion.demo.growth.statements import TABLES
from sanktion.demo.logins import LOGINS, PASSWORD
from sanktion.models import Citizen, User


class Command(BaseCommand):
    help = (
        "Fylder databasen op til så mange opdigtede borgere med hændelser, sager, historik og journal, til måling."
        " Afbrudt fortsætter den, hvor den slap. Der laves ingen breve og afgørelser: dem kan kun et forløb give."
    )

    def add_arguments(self, parser):
        parser.add_argument("--citizens", type=int, required=True, help="hvor mange der skal være i alt")
        parser.add_argument("--journal", type=int, default=2, help="journalnotater på hver sag (forvalg 2)")

    def handle(self, *, citizens: int, journal: int, verbosity: int, **options):
        if not settings.SANKTION_DEMO:
            raise CommandError("Opdigtede borgere kan kun laves med demoens egne indstillinger (SANKTION_DEMO).")
        first = grown()
        if first < citizens and _holds_others():
            raise CommandError("Databasen har borgere, som hverken demoen eller grow har lavet. Intet er gjort.")
        _connect_as_owner()
        began, made = time.monotonic(), 0
        for numbers in batches(first, citizens):
            counts = grow_batch(numbers, journal)
            made += len(numbers) + sum(counts.values())
            if verbosity:
                rate = made / (time.monotonic() - began)
                self.stdout.write(f"{numbers.stop:,} borgere · {rate:,.0f} rækker/s".replace(",", "."))
                self.stdout.flush()
        if verbosity:
            self._tell_sizes()
            self._tell_checks()

    def _tell_sizes(self) -> None:
        self.stdout.write(f"{'tabel':36}{'rækker':>12}{'byte pr. række':>18}{'med indeks':>12}")
        with system("grow"), connection.cursor() as cursor:
            for table in TABLES:
                # Table names of our own, from the list above.
                cursor.execute(
                    f"SELECT count(*), pg_table_size('{table}'), pg_total_relation_size('{table}') FROM {table}"  # noqa: S608 - names of our own tables
                )
                rows, size, total = cursor.fetchone()
                per_row = (size // max(rows, 1), total // max(rows, 1))
                self.stdout.write(f"{table:36}{rows:>12}{per_row[0]:>18}{per_row[1]:>12}")

    def _tell_checks(self) -> None:
        """What the nightly check says of the city: every rule of the database has seen each row already."""
        with system("grow"):
            for check in registered_checks():
                if late := check.late(timezone.localdate()):
                    self.stdout.write(f"Natlig kontrol: {check.label}: {late}")


def _holds_others() -> bool:
    """``manage.py`` takes the demo's settings where nobody says otherwise, and the database of whoever calls it."""
    with system("grow"):
        if not Citizen.objects.exclude(team__name__startswith=f"{PREFIX} ").exists():
            return False
        kept = User.objects.filter(username__in=[one["username"] for one in LOGINS]).values_list("password", flat=True)
        return not any(check_password(PASSWORD, password) for password in kept)


def _connect_as_owner() -> None:
    """The application may make no temporary tables. The owner is under the same triggers and constraints."""
    if url := os.environ.get("DATABASE_OWNER_URL"):
        owner = urlsplit(url)
        connection.close()
        connection.settings_dict |= {"USER": unquote(owner.username), "PASSWORD": unquote(owner.password or "")}
