"""For the processes of the kill loops: as in operation, but that the sweepers come by every other second.

With ``SANKTION_TWICE`` every message to a worker is delivered twice, as a broker may.
"""

import os
from datetime import timedelta

from celery import current_app, signals

from sanktion.config.settings.base import *  # noqa: F403
from sanktion.config.settings.base import CELERY_BEAT_SCHEDULE, STORAGES

SANKTION_LOCAL_ACCOUNTS, SANKTION_REQUIRE_SECOND_FACTOR, SANKTION_OFFLINE = True, False, True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SWEEPERS = (
    "send-waiting-letters",
    "resume-hearing-batches",
    "take-orders",
    "resume-plans",
    "catch-up-ledger",
    "resume-imports",
    "resume-bundles",
    "resume-dispatches",
    "seal-access-log",
)
CELERY_BEAT_SCHEDULE = {name: CELERY_BEAT_SCHEDULE[name] | {"schedule": timedelta(seconds=2)} for name in SWEEPERS}


def deliver_again(sender: str, headers: dict, body: tuple, **kwargs) -> None:
    if not headers.get("again"):
        arguments, named, _rest = body
        current_app.send_task(sender, arguments, named, task_id=headers["id"], headers={"again": True})


if os.environ.get("SANKTION_TWICE"):
    signals.after_task_publish.connect(deliver_again)
