from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from koerelister import demo


class Command(BaseCommand):
    help = "Demoens områder, hold, besøgstal og kørelister. Uden --wet-run beholdes intet."

    def add_arguments(self, parser):
        parser.add_argument("--wet-run", action="store_true", help="Behold det, der laves")

    def handle(self, *args, **options):
        if not settings.SANKTION_DEMO:
            raise CommandError("Demoen kan kun indlæses med demoens egne indstillinger (SANKTION_DEMO).")
        with transaction.atomic():
            demo.load(bare=False, tell=self.stdout.write)
            if not options["wet_run"]:
                transaction.set_rollback(True)
                self.stdout.write("Prøvekørsel: intet er gemt.")
