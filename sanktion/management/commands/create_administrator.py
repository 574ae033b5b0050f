import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from sanktion.actions.staff import add_first_administrator
from sanktion.base.acting import system
from sanktion.models import User


class Command(BaseCommand):
    help = (
        "Opretter den første administrator på et nyt system, eller når der ingen er tilbage. Adgangskoden spørges der"
        " om; uden terminal læses den som første linje af input. Resten oprettes under «Medarbejdere»."
    )

    stealth_options = ("stdin",)

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="BRUGERNAVN")
        parser.add_argument("--first-name", default="", metavar="FORNAVN")
        parser.add_argument("--last-name", default="", metavar="EFTERNAVN")
        parser.add_argument("--email", default="", metavar="E-MAIL")

    def execute(self, *args, **options):
        self.stdin = options.get("stdin", sys.stdin)
        return super().execute(*args, **options)

    def handle(self, *, username, first_name, last_name, email, **options):
        user = User(username=username, first_name=first_name, last_name=last_name, email=email)
        password = self._password()
        try:
            with system("Opretter den første administrator"):
                user.full_clean(exclude=["password"])
                validate_password(password, user)
                add_first_administrator(user, password=password)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"{username} er administrator og kan logge ind.")

    def _password(self) -> str:
        if not self.stdin.isatty():
            return self.stdin.readline().rstrip("\n")
        password = getpass.getpass("Adgangskode (mindst 12 tegn): ")
        if password != getpass.getpass("Gentag adgangskoden: "):
            raise CommandError("De to adgangskoder er ikke ens.")
        return password
