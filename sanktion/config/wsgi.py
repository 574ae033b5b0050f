import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanktion.config.settings.production")

application = get_wsgi_application()

# What takes long to load is loaded before Gunicorn divides itself from here: its processes share it.
from sanktion.base import typesetting, workbooks  # noqa: E402, F401 - needs the settings
from sanktion.config.checks import refuse_lost_keys, refuse_test_logins  # noqa: E402 - needs the apps

refuse_lost_keys()
if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".production"):
    refuse_test_logins()
# Each of those processes makes connections of its own.
connections.close_all()
