"""For `make run`: embedded servers, keys in var/keys, test logins. Never for real citizens."""

import os

from sanktion.config import embedded

for _name, _value in embedded.environment().items():
    os.environ.setdefault(_name, _value)

from sanktion.config.settings.base import *  # noqa: E402, F403

SANKTION_DEMO = True
