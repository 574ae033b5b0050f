"""A colleague at work while keys are rotated, until the file SANKTION_STOP is there.

Registers citizens, writes in the journal and looks up everybody, each time by a number taken at random.
"""

import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

from sanktion.base.acting import acting
from sanktion.base.cpr import parse
from sanktion.models import Case, Citizen, JournalEntry, NoteKind, Team, User

FIRST = 9_000  # the last four digits of the numbers registered here


def number(index: int) -> str:
    return f"{61 + index % 28}{1 + index % 12:02d}{40 + index % 30:02d}{index:04d}"  # the factories begin with 1970


def live() -> dict:
    """How often each thing was done, and each error by its kind; ``python -m tests.keys`` writes it as JSON."""
    stop = Path(os.environ["SANKTION_STOP"])
    user = User.objects.with_scope().get(username="kollega")
    known, done, errors, dice = json.loads(os.environ["SANKTION_KNOWN"]), Counter(), Counter(), random.Random(7)
    with acting(user):
        team, case = Team.objects.first(), Case.objects.first()
    sys.stdout.write("klar\n")
    while not stop.exists():
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
        time.sleep(0.05)
    return {"done": done, "errors": errors}
