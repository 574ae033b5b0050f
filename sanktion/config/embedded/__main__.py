"""``python -m sanktion.config.embedded stop``: for `make stop`, when a run was killed before it could tidy up."""

import sys

from sanktion.config import embedded

if sys.argv[1:] != ["stop"]:
    sys.exit("Brug: python -m sanktion.config.embedded stop")
embedded.stop()
