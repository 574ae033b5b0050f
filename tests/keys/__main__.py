"""``python -m tests.keys``: what the last line says is JSON."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sanktion.config.settings.test"
django.setup()

from tests.keys.life import live  # noqa: E402

sys.stdout.write(f"\n{json.dumps(live())}\n")
