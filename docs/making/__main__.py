"""``python -m docs.making [FOLDER]`` writes the made files anew, in docs/ or elsewhere; no database is asked."""

import os
import sys
from pathlib import Path

# As in the Dockerfile: nothing is connected to and nothing is encrypted here.
PLACEHOLDERS = {
    "DJANGO_SETTINGS_MODULE": "sanktion.config.settings.base",
    "SECRET_KEY": "docs",
    "DATABASE_URL": "postgresql://docs@/docs",
    "REDIS_URL": "redis://",
    "SANKTION_TEXT_KEYS": "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "SANKTION_LOOKUP_KEYS": "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
}


def main(arguments: list[str]) -> int:
    os.environ.update(PLACEHOLDERS)
    import django

    django.setup()
    from docs.making.files import FILES

    for path, make in FILES.items():
        target = Path(arguments[0]) / path.name if arguments else path
        target.write_text(make(), encoding="utf-8")
        sys.stdout.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
