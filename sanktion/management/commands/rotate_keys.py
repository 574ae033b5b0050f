import time
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from sanktion.base import encryption
from sanktion.base.encryption import DecryptionError
from sanktion.base.rotation import MayNotRotate, Rotated, check_may_rotate, rotate
from sanktion.base.sealed import Sealed, sealed_tables, standing, unreadable

# How many keys of rows are named; a terminal's log is no place for more, and keys alone name nobody.
NAMED = 20


class Command(BaseCommand):
    help = (
        "Omkrypterer det, ældre nøgler har lavet, med den nyeste, mens systemet kører. Uden --wet-run tælles kun, hvad"
        " hver nøgle har lavet. Køres med ejerens DATABASE_URL, som migreringen. Kan afbrydes og køres igen."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--wet-run", action="store_true", help="omkryptér")
        what.add_argument("--verify", action="store_true", help="åbn alt, og fejl, hvis noget ikke kan læses")
        what.add_argument("--retire", action="store_true", help="fejl, så længe en række har brug for en ældre nøgle")

    def handle(self, *, wet_run: bool, verify: bool, retire: bool, **options):
        try:
            check_may_rotate()
            if wet_run:
                self._rotate()
            elif verify:
                self._verify()
            else:
                self._count(must_be_new=retire)
        except MayNotRotate as problem:
            raise CommandError(str(problem)) from None
        except DecryptionError:
            raise CommandError("Noget kan ikke læses. Kør med --verify, som siger hvilke rækker.") from None

    def _rotate(self) -> None:
        began, rows, is_whole = time.perf_counter(), 0, True
        for table in sealed_tables():
            done = rotate(table)
            rows, is_whole = rows + done.rows, is_whole and done.is_whole
            self._report(table, done)
        seconds = time.perf_counter() - began
        self.stdout.write(f"{rows} rækker omkrypteret på {seconds:.0f} sekunder ({rows / seconds:.0f} i sekundet).")
        if not is_whole:
            raise CommandError("Nogle rækker er ikke omkrypteret; se ovenfor. Behold de gamle nøgler.")
        self.stdout.write("Kør med --verify og --retire, før en gammel nøgle fjernes.")

    def _report(self, table: Sealed, done: Rotated) -> None:
        if done.rows:
            self.stdout.write(f"{table.name}: {done.rows} rækker")
        if done.locked:
            self.stdout.write(f"{table.name}: {done.locked} rækker er i brug. Kør kommandoen igen.")
        if done.unreadable:
            self.stdout.write(f"{table.name}: ingen nøgle passer til række {_named(done.unreadable)}.")
        if done.clashing:
            self.stdout.write(f"{table.name}: nummeret står også på en anden række: {_named(done.clashing)}.")

    def _verify(self) -> None:
        bad = {table.name: keys for table in sealed_tables() if (keys := unreadable(table))}
        for name, keys in bad.items():
            self.stdout.write(f"{name}: ingen nøgle passer til række {_named(keys)}.")
        if bad:
            raise CommandError(f"{sum(map(len, bad.values()))} rækker kan ikke læses.")
        self.stdout.write("Alt kan læses.")

    def _count(self, *, must_be_new: bool) -> None:
        texts, look_ups = Counter[int](), Counter[int]()
        for table in sealed_tables():
            found = standing(table)
            texts, look_ups = texts + found.texts, look_ups + found.look_ups
        old = self._tell("SANKTION_TEXT_KEYS", texts, encryption.versions())
        old += self._tell("SANKTION_LOOKUP_KEYS", look_ups, encryption.lookup_versions())
        if must_be_new and old:
            raise CommandError(f"{old} værdier er lavet med en ældre nøgle. Behold den, og kør med --wet-run.")
        if must_be_new:
            self.stdout.write("Ingen række har brug for andre end de nyeste nøgler: de ældre kan fjernes.")
        elif old:
            self.stdout.write("Intet er ændret. Kør igen med --wet-run for at omkryptere.")

    def _tell(self, setting: str, made: Counter[int], live: list[int]) -> int:
        """Writes how much each key made; how much is not the newest's."""
        for version in sorted({*made, *live}, reverse=True):
            state = "" if version in live else ", som ikke er sat"
            name = f"nøgle {version}{state}" if version else "ingen af nøglerne"
            self.stdout.write(f"{setting}: {made[version]} værdier er lavet med {name}.")
        return sum(count for version, count in made.items() if version != live[0])


def _named(keys: list) -> str:
    return ", ".join(map(str, keys[:NAMED])) + (f" og {len(keys) - NAMED} andre" if len(keys) > NAMED else "")
