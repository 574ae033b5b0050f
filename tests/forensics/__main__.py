"""``python -m tests.forensics make`` or ``destroy``."""

import json
import os
import sys
from importlib import import_module

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sanktion.config.settings.test"
django.setup()
json.dump(getattr(import_module("tests.forensics.life"), sys.argv[1])(), sys.stdout)
