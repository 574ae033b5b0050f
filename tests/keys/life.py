"""``python -m tests.keys.life``: a colleague at work while keys are rotated, until the file SANKTION_STOP is there.

Registers citizens, writes in the journal and looks up everybody, each time by a number taken at random. The last line
it writes is JSON: how often, and each error by its kind.
"""

import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sanktion.config.settings.test"
django.setup()

from sanktion.base.acting import acting  # noqa: E402
from sanktion.base.cpr import parse  # noqa: E402
from sanktion.models import Case, Citizen, JournalEntry, NoteKind, Team, User  # noqa: E402

STOP = Path(os.environ["SANKTION_STOP"])
FIRST = 9_000  # the last four digits of the numbers registered here


def number(index: int) -> str:
    return f"{61 + index % 28}{1 + index % 12:02d}{70 + index % 30:02d}{index:04d}"


def live() -> dict:
    user = User.objects.with_scope().get(username="kollega")
    known, done, errors, dice = json.loads(os.environ["SANKTION_KNOWN"]), Counter(), Counter(), random.Random(7)
    with acting(user):
        team, case = Team.objects.first(), Case.objects.first()
    print("klar", flush=True)  # noqa: T201
    while not STOP.exists():
        try:
            with acting(user):
                if done["registered"] < 800:
                    cpr = number(FIRST + done["registered"])
                    Citizen.objects.create(cpr=cpr, first_name="Ida", last_name="Lund", team=team)
                    known.append(cpr)
                    done["registered"] += 1
                JournalEntry.objects.write(case, kind=NoteKind.NOTE, heading="Notat", text="Ringet", by=user)
                done["written"] += 1
            for cpr in dice.choices(known, k=20):
                with acting(user):
                    found = Citizen.objects.visible_to(user).with_cpr(parse(cpr)).get()
                    found.phone = f"{done['found']:08d}"
                    found.save()
                done["found"] += 1
        except Exception as problem:
            errors[f"{type(problem).__name__}: {problem}"] += 1
        time.sleep(0.01)
    return {"done": done, "errors": errors}


if __name__ == "__main__":
    sys.stdout.write(f"\n{json.dumps(live())}\n")
