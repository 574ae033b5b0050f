"""What the directorate asks for now: a sample of some days ago, a visit in three weeks, and a spot survey."""

from datetime import date, timedelta

from django.utils import timezone

from sanktion.base.deadlines import next_working_day
from sanktion.models import User
from tilsyn.actions.directorate import save_directorate
from tilsyn.demo.scene import name, on, pick, register
from tilsyn.models import Directorate, Supervision, SupervisionForm

SAMPLE_AGE, VISIT_AGE, SURVEY_AGE, VISIT_AHEAD, SURVEYED_DAYS = 4, 2, 9, 21, 90
SAMPLED, LEFT, VISITED = 9, 1, 3
SOURCE = "Opdigtet adresse til demoen"
THEME = "Udeblivelse fra tilbud, og hvad det førte til"


def give_directorate_an_address(*, by: User) -> None:
    """An invented one, of today: what was known before stands."""
    today = timezone.localdate()
    before = Directorate.objects.on(today).latest("valid_from")
    directorate = Directorate(name=before.name, legal_ground=before.legal_ground, website=before.website)
    directorate.address, directorate.email = "Tilsynsvej 2, 1000 Eksempelby", "tilsyn@direktorat.invalid"
    directorate.source, directorate.valid_from = SOURCE, today
    with on(today, by):
        save_directorate(directorate, by=by)


def sample(today: date, *, by: User) -> Supervision:
    facts = {"reference": f"{today.year}-1404-17", "announced_size": SAMPLED + LEFT}
    facts["composition"] = "Ti sager med alle slags hændelser"
    received_on = today - timedelta(days=SAMPLE_AGE)
    supervision = register(SupervisionForm.CENTRAL_SAMPLE, received_on, by=by, **facts)
    return name(supervision, pick(SAMPLED, LEFT, before=received_on), by=by)


def visit(today: date, *, but: Supervision, by: User) -> Supervision:
    visit_on = next_working_day(today + timedelta(days=VISIT_AHEAD))
    facts = {"visit_on": visit_on, "announced_size": VISITED, "contact": "Dorte Eksempel, tilsyn@direktorat.invalid"}
    received_on = today - timedelta(days=VISIT_AGE)
    supervision = register(SupervisionForm.VISIT, received_on, by=by, **facts)
    cases = pick(VISITED, before=received_on, but=but.selected.values_list("case", flat=True))
    return name(supervision, cases, by=by)


def survey(today: date, *, by: User) -> Supervision:
    received_on = today - timedelta(days=SURVEY_AGE)
    period = {"period_from": received_on - timedelta(days=SURVEYED_DAYS), "period_to": received_on}
    return register(SupervisionForm.SPOT_SURVEY, received_on, by=by, theme=THEME, **period)
