"""The made files and what makes each."""

from docs.making import configuration, processing, roles
from docs.making.text import DOCS

FILES = {
    DOCS / "configuration.md": configuration.make,
    DOCS / "roles.md": roles.make,
    DOCS / "behandling.md": processing.make,
}
