import secrets

from django.core.management.base import BaseCommand, CommandError

from sanktion.actions.staff import add_first_administrator
from sanktion.base.acting import system
from sanktion.models import Role, User


class Command(BaseCommand):
    help = "Opretter den første administrator med en midlertidig adgangskode. Virker kun, mens der ingen er."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        if User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR).exists():
            raise CommandError("Der er allerede en administrator, som kan oprette flere.")
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError("Brugernavnet er optaget.")
        password = secrets.token_urlsafe(15)
        with system("Første administrator"):
            add_first_administrator(User(username=username), password=password)
        self.stdout.write(f"Midlertidig adgangskode for {username}: {password}")
