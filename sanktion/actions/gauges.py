"""The core's own figures for those who watch over the system."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from sanktion.base import heartbeat, queues
from sanktion.checks import registered_checks
from sanktion.gauges import Gauge, register_gauge
from sanktion.models import ImportBatch, ImportStatus, NightlyCheck

FIVE_MINUTES = 300


def due() -> dict[str, float]:
    """What was due before today and is not done, by nightly check: the same questions, asked all day."""
    today = timezone.localdate()
    return {check.name: check.late(today) for check in registered_checks()}


def overdue() -> dict[str, float]:
    """The same, past the days each may take."""
    today = timezone.localdate()
    return {check.name: check.late(today - timedelta(days=check.days)) for check in registered_checks()}


def nightly_check_age() -> float:
    ran_at = NightlyCheck.objects.order_by("-night").values_list("ran_at", flat=True).first()
    return (timezone.now() - ran_at).total_seconds() if ran_at else float("nan")


def backup_age() -> float:
    """Since the file the backup touches when it is done was touched; not a number where there is none."""
    stamp = settings.SANKTION_BACKUP_STAMP
    return time.time() - Path(stamp).stat().st_mtime if stamp and Path(stamp).exists() else float("nan")


def register_core_gauges() -> None:
    failed = ImportBatch.objects.filter(status=ImportStatus.FAILED)
    for gauge in (
        Gauge("sanktion_queue_oldest_seconds", "How long the oldest call has waited.", queues.ages, "queue"),
        Gauge("sanktion_queue_length", "Calls that wait.", queues.lengths, "queue"),
        Gauge("sanktion_worker_alive", "Whether a worker has been heard of.", lambda: int(heartbeat.is_beating())),
        Gauge("sanktion_due", "Due before today and not done.", due, "check", seconds=FIVE_MINUTES),
        Gauge("sanktion_overdue", "Past the days it may take.", overdue, "check", seconds=FIVE_MINUTES),
        Gauge("sanktion_imports_failed", "Imports that failed.", failed.count),
        Gauge("sanktion_nightly_check_age_seconds", "Since the last nightly check.", nightly_check_age),
        Gauge("sanktion_backup_age_seconds", "Since the last backup.", backup_age),
    ):
        register_gauge(gauge)
