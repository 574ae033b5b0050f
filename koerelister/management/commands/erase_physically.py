from django.core.management.base import BaseCommand, CommandError

from koerelister.actions.erasure import MayNotErase, StillHeld, erase


class Command(BaseCommand):
    help = "Skriver kørelisternes tabeller på ny og flytter databasens log frem, så det slettede også går fra disken."

    def handle(self, **options):
        try:
            done = erase()
        except (MayNotErase, StillHeld) as told:
            raise CommandError(str(told)) from None
        self.stdout.write(f"{done.tables} tabeller er skrevet på ny, og loggen er flyttet frem.")
