"""The peer of the lists: Django's own admin over the same rows. For measuring alone; the project has no admin."""

from sanktion.config.settings import dev
from sanktion.config.settings.dev import *  # noqa: F403

INSTALLED_APPS = [*dev.INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.admin_urls"
# The admin's own files are not among those collected.
STORAGES = dev.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
