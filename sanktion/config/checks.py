"""What production must not start with. Registered by its settings; ``wsgi.py`` asks again, for no check runs there."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

NEEDED = {
    "SANKTION_OIDC_ISSUER": "SANKTION_OIDC_ISSUER",
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "SANKTION_OIDC_AUTHORIZATION_URL",
    "OIDC_OP_TOKEN_ENDPOINT": "SANKTION_OIDC_TOKEN_URL",
    "OIDC_OP_JWKS_ENDPOINT": "SANKTION_OIDC_JWKS_URL",
}
# Whoever can change the answer of one of these on its way logs in as anybody.
TRUSTED = NEEDED | {"OIDC_OP_USER_ENDPOINT": "SANKTION_OIDC_USERINFO_URL"}

LOST_KEY = (
    "SANKTION_TEXT_KEYS mangler nøgle {}, som noget i databasen er skrevet med. Sæt den igen, før der startes; se"
    " docs/keys.md."
)
OTHER_KEYS = (
    "Databasen er ikke skrevet med de nøgler, der står i SANKTION_TEXT_KEYS. Sæt de rigtige, før der startes; se"
    " docs/keys.md."
)
OTHER_LOOK_UP_KEYS = (
    "CPR-numrene i databasen kan ikke slås op med de nøgler, der står i SANKTION_LOOKUP_KEYS. Sæt de rigtige, før der"
    " startes; se docs/keys.md."
)


@register(Tags.security)
def demo_is_off(app_configs, **kwargs) -> list:
    if settings.SANKTION_DEMO:
        return [Error("Demoens logins findes ikke i drift: SANKTION_DEMO skal være slået fra.", id="sanktion.E001")]
    return []


@register(Tags.database)
def no_demo_passwords(app_configs, databases=None, **kwargs) -> list:
    """Whether a database that once was a demo is used for real citizens."""
    names = _with_the_demos_password() if databases else []
    told = f"Demoens adgangskode åbner stadig for: {', '.join(names)}. Luk brugerne, eller giv dem en ny adgangskode."
    return [Error(told, id="sanktion.E002")] if names else []


@register(Tags.security)
def provider_is_whole(app_configs, **kwargs) -> list:
    from sanktion.models import Role

    if not settings.SANKTION_OIDC:
        return []
    missing = [variable for name, variable in NEEDED.items() if not getattr(settings, name)]
    in_the_open = [variable for name, variable in TRUSTED.items() if _is_without_tls(getattr(settings, name))]
    unknown = sorted(set(settings.SANKTION_OIDC_ROLE_MAP.values()) - set(Role.values))
    return [
        *(Error(f"{variable} mangler; se docs/login.md.", id="sanktion.E003") for variable in missing),
        *(Error(f"{variable} skal begynde med https.", id="sanktion.E005") for variable in in_the_open),
        *(Error(f"SANKTION_OIDC_ROLE_MAP: rollen «{role}» findes ikke.", id="sanktion.E004") for role in unknown),
    ]


def _is_without_tls(url: str) -> bool:
    return bool(url) and not url.startswith("https://")


@register(Tags.security)
def passwords_have_a_second_factor(app_configs, **kwargs) -> list:
    if settings.SANKTION_LOCAL_ACCOUNTS and not settings.SANKTION_REQUIRE_SECOND_FACTOR:
        told = "SANKTION_LOCAL_ACCOUNTS er slået til uden SANKTION_REQUIRE_SECOND_FACTOR."
        return [Warning(told, id="sanktion.W001")]
    return []


@register(Tags.security)
def access_log_is_kept(app_configs, **kwargs) -> list:
    from sanktion.models.access_months import LEAST_MONTHS

    if 0 < settings.SANKTION_ACCESS_LOG_MONTHS < LEAST_MONTHS:
        told = f"SANKTION_ACCESS_LOG_MONTHS er 0 (altid) eller mindst {LEAST_MONTHS}; databasen sletter intet yngre."
        return [Error(told, id="sanktion.E006")]
    return []


@register(Tags.database)
def keys_are_at_hand(app_configs, databases=None, **kwargs) -> list:
    told = _lost_keys() if databases else ""
    return [Error(told, id="sanktion.E007")] if told else []


def refuse_lost_keys() -> None:
    """Raises ImproperlyConfigured, so that nothing is written with keys that fit nothing else in the database."""
    if told := _lost_keys():
        raise ImproperlyConfigured(told)


def _lost_keys() -> str:
    """What can't be opened with the keys that are set, as a sentence. A sample of the rows: ``rotate_keys --verify``
    asks all of them."""
    from sanktion.base import encryption, sealed
    from sanktion.base.acting import system
    from sanktion.models import Citizen

    try:
        if lost := sealed.versions_at_the_ends() - set(encryption.versions()):
            return LOST_KEY.format(", ".join(map(str, sorted(lost))))
        with system("Nøglerne ved starten"):
            newest = Citizen.objects.order_by("-pk").values_list("cpr", "cpr_lookup").first()
    except encryption.DecryptionError:
        return OTHER_KEYS
    except (OperationalError, ProgrammingError):
        # As above: before the first migration, or away.
        return ""
    is_found = newest is None or bytes(newest[1]) in encryption.lookups(newest[0])
    return "" if is_found else OTHER_LOOK_UP_KEYS


def refuse_test_logins() -> None:
    """Raises ImproperlyConfigured, so that the web server doesn't start."""
    problems = [*demo_is_off(None), *no_demo_passwords(None, databases=["default"])]
    if problems:
        raise ImproperlyConfigured(" ".join(problem.msg for problem in problems))


def _with_the_demos_password() -> list[str]:
    from django.contrib.auth.hashers import check_password

    from sanktion.demo.logins import COLLEAGUES, LOGINS, PASSWORD
    from sanktion.models import User

    names = [person["username"] for person in [*LOGINS, *COLLEAGUES]]
    try:
        rows = list(User.objects.filter(username__in=names, is_active=True).values_list("username", "password"))
    except (OperationalError, ProgrammingError):
        # Before the first migration there is nobody. A database that is away opens for nobody either, and the login
        # form refuses the password whatever the database says.
        return []
    return [name for name, password in rows if check_password(PASSWORD, password)]
