"""What is asked about each kind of event, as data: the form, the checks and the pages read it from here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import models

from sanktion.base.danish import long_date
from sanktion.base.deadlines import add_months

MAX_TEXT = 200
Details = dict[str, str | bool]


class EventKind(models.IntegerChoices):
    """The ten kinds of § 6 (V041-V050) by their own numbers; the list is open («fx», V040), so there is «anden»."""

    REFUSED_REFERRED_JOB = 1, "Afslået formidlet arbejde"
    MISSED_STATE_INTERVIEW = 2, "Udeblevet fra samtale hos staten"
    MISSED_JOB_INTERVIEW = 3, "Udeblevet fra jobsamtale i kommunen"
    MISSED_FOLLOW_UP = 4, "Udeblevet fra opfølgningssamtale"
    NO_APPLICATION = 5, "Ikke søgt anviste jobordrer"
    LEFT_JOB = 6, "Ophørt med arbejde uden rimelig grund"
    NO_SICKNESS_NOTICE = 7, "Ikke givet besked om sygdom"
    REFUSED_OFFER = 8, "Afvist arbejde eller tilbud uden rimelig grund"
    MISSED_OFFER = 9, "Udeblevet fra tilbud"
    NO_CV = 10, "Ikke indlagt CV på Jobnet"
    OTHER = 99, "Anden hændelse"


class DetailType(StrEnum):
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Detail:
    """One thing to know about a kind of event. Stored as text, a date as ÅÅÅÅ-MM-DD, yes and no as true and false."""

    key: str
    label: str
    type: DetailType
    requirement: str
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    question: str = ""  # the label of its field, where that is more than the label

    def fault(self, value: object, occurred_on: date) -> str:
        """What is wrong with a stored value, for the user; empty when nothing is."""
        match self.type:
            case DetailType.TEXT:
                wrong = not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT
                return f"Skriv højst {MAX_TEXT} tegn." if wrong else ""
            case DetailType.CHOICE:
                return "" if value in dict(self.choices) else "Vælg en af mulighederne."
            case DetailType.YES_NO:
                return "" if isinstance(value, bool) else "Svar ja eller nej."
            case DetailType.DATE:
                return self._date_fault(value, occurred_on)

    @staticmethod
    def _date_fault(value: object, occurred_on: date) -> str:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            return "Skriv datoen som dd-mm-åååå, fx 03-12-2026."
        return "Datoen kan ikke ligge efter hændelsen." if day > occurred_on else ""

    def words(self, value: str | bool) -> str:
        match self.type:
            case DetailType.CHOICE:
                return dict(self.choices)[value]
            case DetailType.YES_NO:
                return "Ja" if value else "Nej"
            case DetailType.DATE:
                return long_date(date.fromisoformat(value))
        return value


JOB_TALK = ("job_talk", "Formidlingssamtale (jobsamtale)")
OFFER = ("offer", "Tilbud efter lov om en aktiv beskæftigelsesindsats eller integrationsloven")
MEASURE = ("measure", "Anden beskæftigelsesfremmende foranstaltning")
MUNICIPALITY = ("municipality", "Kommunen")
STATE = ("state", "Staten i jobcenteret")

DETAILS: dict[EventKind, tuple[Detail, ...]] = {
    EventKind.REFUSED_REFERRED_JOB: (
        Detail("job", "Det formidlede arbejde", DetailType.TEXT, "V041", hint="Stilling og arbejdsgiver."),
        Detail("referred_on", "Formidlet den", DetailType.DATE, "V041", required=False),
    ),
    EventKind.MISSED_STATE_INTERVIEW: (
        Detail(
            "meeting",
            "Udeblevet fra",
            DetailType.CHOICE,
            "V042",
            choices=(JOB_TALK, ("contact_date", "Kontaktdato")),
            question="Hvad udeblev borgeren fra hos staten?",
        ),
    ),
    EventKind.MISSED_JOB_INTERVIEW: (
        Detail(
            "meeting",
            "Udeblevet fra",
            DetailType.CHOICE,
            "V043",
            choices=(JOB_TALK, ("contact_course", "Samtale i det individuelle kontaktforløb (jobsamtale)")),
            question="Hvad udeblev borgeren fra i kommunen?",
        ),
    ),
    EventKind.MISSED_FOLLOW_UP: (
        Detail(
            "form",
            "Samtalens form",
            DetailType.CHOICE,
            "V044",
            choices=(("in_person", "Fremmøde i kommunen"), ("phone", "Telefon"), ("video", "Video")),
        ),
        Detail(
            "follow_up", "Opfølgning på", DetailType.TEXT, "V044", required=False, hint="Fx et tilbud eller en plan."
        ),
    ),
    EventKind.NO_APPLICATION: (
        Detail(
            "demanded_by",
            "Kravet stillet af",
            DetailType.CHOICE,
            "V045",
            choices=(MUNICIPALITY, STATE),
            question="Hvem stillede kravet?",
        ),
        Detail("job_orders", "Konkrete, åbne jobordrer", DetailType.TEXT, "V045", hint="Stilling og arbejdsgiver."),
        Detail("apply_by", "Skulle være søgt senest", DetailType.DATE, "V045", required=False),
    ),
    EventKind.LEFT_JOB: (
        Detail("employer", "Arbejdsgiver", DetailType.TEXT, "V046"),
        Detail("ended_on", "Arbejdet ophørte den", DetailType.DATE, "V046"),
        Detail("stated_reason", "Borgerens grund, hvis den er oplyst", DetailType.TEXT, "V046", required=False),
    ),
    EventKind.NO_SICKNESS_NOTICE: (
        Detail(
            "notice_due_to",
            "Besked skulle gives til",
            DetailType.CHOICE,
            "V047",
            choices=(MUNICIPALITY, STATE, ("employer", "Arbejdsgiveren")),
            question="Hvem skulle have besked?",
        ),
        Detail(
            "obligation",
            "Skulle møde til",
            DetailType.CHOICE,
            "V047",
            choices=(OFFER, ("interview", "Jobsamtale hos en arbejdsgiver")),
            question="Hvad skulle borgeren møde til?",
        ),
        Detail("place", "Tilbuddet eller arbejdsgiveren", DetailType.TEXT, "V047", required=False),
    ),
    EventKind.REFUSED_OFFER: (
        Detail(
            "refused",
            "Afvist",
            DetailType.CHOICE,
            "V048",
            choices=(("work", "Tilbud om arbejde"), OFFER, MEASURE),
            question="Hvad afviste borgeren?",
        ),
        Detail("what", "Arbejdet eller tilbuddet", DetailType.TEXT, "V048", hint="Art og sted."),
    ),
    EventKind.MISSED_OFFER: (
        Detail(
            "missed",
            "Udeblevet fra",
            DetailType.CHOICE,
            "V049",
            choices=(OFFER, MEASURE),
            question="Hvad udeblev borgeren fra?",
        ),
        Detail("what", "Tilbuddet", DetailType.TEXT, "V049", hint="Art og sted."),
    ),
    EventKind.NO_CV: (
        Detail("registered_on", "Tilmeldt som arbejdssøgende hos staten den", DetailType.DATE, "V050"),
        Detail(
            "cv_posted",
            "CV på Jobnet ved registreringen",
            DetailType.YES_NO,
            "V051",
            question="Ligger CV’et på Jobnet i dag?",
        ),
    ),
    EventKind.OTHER: (
        Detail("nature", "Hændelsens art", DetailType.TEXT, "V040", hint="Et par ord; beskriv den nedenfor."),
    ),
}

# What the event's own date is the date of (V041, V049); the rest need no words.
DATE_HINTS = {
    EventKind.REFUSED_REFERRED_JOB: "Den dag, borgeren afslog arbejdet.",
    EventKind.NO_APPLICATION: "Den dag, det viste sig, at jobordrerne ikke var søgt.",
    EventKind.NO_SICKNESS_NOTICE: "Den dag, borgeren skulle have givet besked.",
    EventKind.REFUSED_OFFER: "Den dag, borgeren afviste.",
    EventKind.MISSED_OFFER: "Den dag, borgeren udeblev.",
    EventKind.NO_CV: "Tidligst dagen efter, at fristen på en måned er udløbet.",
}
ABSENCES = {
    EventKind.MISSED_STATE_INTERVIEW,
    EventKind.MISSED_JOB_INTERVIEW,
    EventKind.MISSED_FOLLOW_UP,
    EventKind.MISSED_OFFER,
}
# V046, V048: without a reasonable ground there is an event at all only when the ground has been weighed.
WEIGHS_GROUND = {EventKind.LEFT_JOB, EventKind.REFUSED_OFFER}


def required_keys(kind: EventKind) -> list[str]:
    return [detail.key for detail in DETAILS[kind] if detail.required]


def faults(kind: int, occurred_on: date, details: Details) -> dict[str, str]:
    """What is wrong, by key; empty when the details are whole."""
    asked = {detail.key: detail for detail in DETAILS[EventKind(kind)]}
    found = dict.fromkeys(set(details) - set(asked), "Oplysningen hører ikke til hændelsen.")
    for key, detail in asked.items():
        if key in details:
            found[key] = detail.fault(details[key], occurred_on)
        elif detail.required:
            found[key] = "Oplysningen mangler."
    found = {key: sentence for key, sentence in found.items() if sentence}
    if "registered_on" in asked and "registered_on" not in found and occurred_on <= (due := due_date(kind, details)):
        found["registered_on"] = f"Fristen for CV’et er {long_date(due)}. Hændelsen kan tidligst ligge dagen efter."
    return found


def due_date(kind: int, details: Details) -> date | None:
    """V050: one month after the registration. The last day is still in time."""
    return add_months(date.fromisoformat(details["registered_on"]), 1) if kind == EventKind.NO_CV else None


def in_words(kind: int, details: Details) -> list[tuple[str, str]]:
    asked = DETAILS[EventKind(kind)]
    return [(detail.label, detail.words(details[detail.key])) for detail in asked if detail.key in details]
