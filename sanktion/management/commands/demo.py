from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.signals import connection_created

from sanktion.base.acting import system
from sanktion.demo import staff
from sanktion.demo.citizens import import_files
from sanktion.demo.examples import leave_examples
from sanktion.demo.looks import leave_looks
from sanktion.models import User


def _as_the_demo(connection, **kwargs) -> None:
    """No commit waits for the disk, and what is read between the acts is read as the demo."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off; SET sanktion.system TO 'demo'")


class Command(BaseCommand):
    help = "Fylder en tom database med demoens medarbejdere, borgere og tolv måneders sager."

    def handle(self, *args, **options):
        if not settings.SANKTION_DEMO:
            raise CommandError("Demoen kan kun indlæses med demoens egne indstillinger (SANKTION_DEMO).")
        if staff.are_doors_open():
            self.stdout.write("Databasen er ikke tom; demoen er ikke indlæst igen.")
        elif User.objects.exists():
            raise CommandError("Demoen blev afbrudt, før den var helt indlæst. Kør: make demo-reset")
        else:
            self._load(bare=settings.SANKTION_DEMO_BARE)

    def _load(self, *, bare: bool) -> None:
        # No worker is needed: what the actions would ask one to do is done at once, and on the day it belongs to.
        current_app.conf.task_always_eager = True
        connection_created.connect(_as_the_demo)
        connection.close()
        with system("demo"):
            staff.make_staff()
        if not bare:
            import_files(self.stdout.write)
        for config in apps.get_app_configs():
            if load_demo := getattr(config, "load_demo", None):
                load_demo(bare=bare, tell=self.stdout.write)
        if not bare:
            leave_examples()
            leave_looks()
        # The first commit that waits again takes all before it to the disk; a demo that broke off is loaded anew.
        connection_created.disconnect(_as_the_demo)
        connection.close()
        with system("demo"):
            staff.open_doors()
        self.stdout.write("Demoen er indlæst.")
