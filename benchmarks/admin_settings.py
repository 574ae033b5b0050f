"""The peer of the lists: Django's own admin over the same rows. For measuring alone; the project has no admin."""

from sanktion.config.settings.dev import *  # noqa: F403
from sanktion.config.settings.dev import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.admin_urls"
