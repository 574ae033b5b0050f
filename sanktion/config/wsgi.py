import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanktion.config.settings.production")

application = get_wsgi_application()

from sanktion.config.checks import refuse_lost_keys, refuse_test_logins  # noqa: E402 - needs the apps

refuse_lost_keys()
if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".production"):
    refuse_test_logins()
# Gunicorn divides itself from here, and each process makes connections of its own.
connections.close_all()
