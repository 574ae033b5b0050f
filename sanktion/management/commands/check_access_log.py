from django.core.management.base import BaseCommand, CommandError
from django.db import DataError

from sanktion.actions import access_ledger
from sanktion.actions.access_seals import Findings, examine
from sanktion.base.acting import system
from sanktion.models import AccessSeal, DroppedAccessMonth

FAULTS = {"link": "seglet er ændret, eller det før mangler", "rows": "opslag er rettet, slettet eller byttet om"}


class Command(BaseCommand):
    help = (
        "Regner hele opslagsloggens segl efter og holder dem op mod logfilen i SANKTION_LEDGER. Med --accept «grund»"
        " --wet-run gælder databasen fra sit sidste segl, fordi den er gendannet fra en kopi."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--accept", metavar="GRUND", default="", help="databasen er gendannet; grunden skrives i filen"
        )
        parser.add_argument("--wet-run", action="store_true", help="skriv det i filen")

    def handle(self, *, accept: str, wet_run: bool, **options):
        if accept and wet_run:
            with system("check_access_log"):
                access_ledger.accept(accept)
        try:
            found = examine()
        except DataError:
            raise CommandError("Et segl kan ikke læses: det er ændret.") from None
        for line in _lines(found):
            self.stdout.write(line)
        if found.is_tampered:
            raise CommandError("Opslagsloggen passer ikke.")
        with system("check_access_log"):
            self.stdout.write(f"Opslagsloggen er hel: {AccessSeal.objects.count()} segl er regnet efter.")
            for gone in DroppedAccessMonth.objects.all():
                self.stdout.write(f"{gone} er destrueret: {gone.rows} opslag, {gone.dropped_at:%d-%m-%Y}.")


def _lines(found: Findings) -> list[str]:
    lines = [f"Segl {number}: {FAULTS[fault]}." for number, fault in found.broken]
    lines += [_of_file(number) for number in found.ledger]
    lines += [f"Måneden {month:%m-%Y}: optegnelsen om, at den er destrueret, passer ikke." for month in found.months]
    if found.put_in:
        lines.append(f"{found.put_in} opslag er sat ind bag seglene.")
    if found.waiting:
        lines.append(f"{found.waiting} opslag har ventet på et segl i over en time. Kører «beat»?")
    return lines


def _of_file(number: int) -> str:
    return "Logfilen mangler." if number < 0 else f"Segl {number}: logfilen kender et andet, eller seglet mangler."
