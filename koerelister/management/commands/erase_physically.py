from django.core.management.base import BaseCommand

from koerelister.actions.erasure import erase


class Command(BaseCommand):
    help = "Skriver kørelisternes tabeller på ny og flytter databasens log frem, så det slettede også går fra disken."

    def handle(self, **options):
        done = erase()
        self.stdout.write(f"{done.tables} tabeller er skrevet på ny, og loggen er flyttet frem.")
