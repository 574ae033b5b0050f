"""The Celery app. PostgreSQL holds the truth; a task is only a wake-up call."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanktion.config.settings.dev")

app = Celery("sanktion")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_the_log_of_django(**kwargs) -> None:
    """Left to itself, Celery would write the words of exceptions."""
