"""For pytest: the embedded servers in a data folder of their own, keys made for the run."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SANKTION_VAR", str(Path(__file__).resolve().parents[3] / "var" / "test"))

from sanktion.config import embedded
from sanktion.config.embedded import postgres

# A killed server loses nothing by it, only a machine without power would; every dropped database waits for the disk.
postgres.TEST_SETTINGS["fsync"] = "off"
postgres.INITDB += ("--no-sync",)
# A vacuum of its own accord holds up the copying of a database, and no test waits for one.
postgres.TEST_SETTINGS |= {"autovacuum": "off", "wal_init_zero": "off"}

for _name, _value in embedded.environment().items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("LOG_FORMAT", "line")

from sanktion.config.settings.base import *  # noqa: E402, F403

# What a test makes and looks up outside ``acting`` it does as the system; tests of who sees what say so themselves.
DATABASES["default"]["OPTIONS"]["options"] += " -c sanktion.system=tests"  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "tests.static.AsTheyLie"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
SANKTION_LOCAL_ACCOUNTS, SANKTION_REQUIRE_SECOND_FACTOR = True, False
SANKTION_OFFLINE = True
SANKTION_OUTBOX = Path(tempfile.mkdtemp(prefix="outbox-"))
SANKTION_INBOX = Path(tempfile.mkdtemp(prefix="inbox-"))
# Static files are read where they lie; nothing is collected for a test run.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
SANKTION_LEDGER = Path(tempfile.mkdtemp(prefix="ledger-"))
SANKTION_MAIL, SANKTION_MAIL_SPOOL = "file", Path(tempfile.mkdtemp(prefix="mail-"))
SANKTION_SEAL_DIR = Path(tempfile.mkdtemp(prefix="seal-"))
