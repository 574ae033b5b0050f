"""For a municipality's own servers. Everything secret comes from the environment; nothing has a default."""

from django.core.exceptions import ImproperlyConfigured

from sanktion.config import checks, env  # noqa: F401 - the checks register themselves
from sanktion.config.settings.base import *  # noqa: F403

if env.flag("SANKTION_DEMO", False) or env.flag("SANKTION_DEMO_BARE", False):
    raise ImproperlyConfigured("Demoen og dens logins findes ikke her: fjern SANKTION_DEMO og SANKTION_DEMO_BARE.")

SECURE_SSL_REDIRECT = True
# A probe on the inside speaks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sundhed/$", r"^klar/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser takes a cookie of such a name from this host alone and over TLS: no neighbour can plant one.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
