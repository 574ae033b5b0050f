"""For `make run`: embedded servers, keys in var/keys, test logins. Never for real citizens."""

import os

from sanktion.config import embedded, env

for _name, _value in embedded.environment().items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("LOG_FORMAT", "line")

from sanktion.config.settings.base import *  # noqa: E402, F403

SANKTION_DEMO = True
# The printed logins work as they stand; set SANKTION_REQUIRE_SECOND_FACTOR=1 to see the other way.
SANKTION_LOCAL_ACCOUNTS = env.flag("SANKTION_LOCAL_ACCOUNTS", True)
SANKTION_REQUIRE_SECOND_FACTOR = env.flag("SANKTION_REQUIRE_SECOND_FACTOR", False)
SANKTION_OFFLINE = env.flag("SANKTION_OFFLINE", True)
# Only staff, teams and set-up: for browser tests that bring their own citizens.
SANKTION_DEMO_BARE = env.flag("SANKTION_DEMO_BARE", False)
# For whoever has no two minutes: the cases of each n-th citizen are told.
SANKTION_DEMO_EVERY = env.integer("SANKTION_DEMO_EVERY", 1)
