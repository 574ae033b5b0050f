"""``python -m tests.forensics make``, ``destroy`` or ``erase``; the last line of what it writes is JSON."""

import json
import os
import sys
from importlib import import_module

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sanktion.config.settings.test"
django.setup()
done = getattr(import_module("tests.forensics.life"), sys.argv[1])()
sys.stdout.write(f"\n{json.dumps(done)}\n")
