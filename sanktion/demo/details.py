"""What the demo's events are about. The file of notices holds no details, as no such file does."""

from datetime import date, timedelta

from sanktion.base.deadlines import add_months
from sanktion.models import EventKind
from sanktion.models.event_details import Details

EXAMPLES: dict[EventKind, Details] = {
    EventKind.REFUSED_REFERRED_JOB: {"job": "Lagermedarbejder, Nordfyns Engros"},
    EventKind.MISSED_STATE_INTERVIEW: {"meeting": "contact_date"},
    EventKind.MISSED_JOB_INTERVIEW: {"meeting": "contact_course"},
    EventKind.MISSED_FOLLOW_UP: {"form": "in_person", "follow_up": "Tilbud om løntilskud"},
    EventKind.NO_APPLICATION: {"demanded_by": "municipality", "job_orders": "Køkkenmedhjælper, Byens Kantine"},
    EventKind.LEFT_JOB: {"employer": "Fynsk Rengøring"},
    EventKind.NO_SICKNESS_NOTICE: {"notice_due_to": "municipality", "obligation": "offer", "place": "Værkstedet"},
    EventKind.REFUSED_OFFER: {"refused": "offer", "what": "Løntilskud, Byens Genbrug"},
    EventKind.MISSED_OFFER: {"missed": "offer", "what": "Virksomhedspraktik, Grøn Drift"},
    EventKind.NO_CV: {"cv_posted": False},
    EventKind.OTHER: {"nature": "Mangler dokumentation for jobsøgning"},
}


def example_details(kind: int, occurred_on: date) -> Details:
    match EventKind(kind):
        case EventKind.LEFT_JOB as left:
            return EXAMPLES[left] | {"ended_on": occurred_on.isoformat()}
        case EventKind.NO_CV as no_cv:
            registered_on = add_months(occurred_on, -1) - timedelta(days=3)
            return EXAMPLES[no_cv] | {"registered_on": registered_on.isoformat()}
    return EXAMPLES[EventKind(kind)]
