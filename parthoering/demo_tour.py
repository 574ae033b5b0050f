"""The tour's steps from the hearing to the end of the contact, and its letter. Nobody can wait for a deadline."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from parthoering.actions import expire, send_hearing
from parthoering.delivery.sending import send_letter
from parthoering.models import Delivery, DeliveryStatus, Hearing
from sanktion.actions.event import open_case
from sanktion.base.acting import acting, system
from sanktion.base.deadlines import next_working_day
from sanktion.base.wake import wake
from sanktion.demo.gates import give_guidance
from sanktion.demo.practice import EVENT_DAYS, on_the_morning_of, register_practice
from sanktion.demo.tour import Practice, TourStep, practice_of, register_tour_step
from sanktion.models import Case, CaseStatus, ContactChannel, User

# Closing days and a Christmas may lie in between.
SURELY_OVER = timedelta(days=14)
SEEKING = (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT)


def ask_to_pass_deadline(user: User) -> None:
    """In the worker: there the clock can be set back for one task, and nobody else sees it."""
    wake("parthoering.tasks.pass_practice_deadline", [(user.pk,)])


def pass_deadline(user_id: int) -> None:
    """Another practice case, heard so long ago that the time to answer is over. Safe to run twice: of a user who is
    not waiting it makes none."""
    user = User.objects.get(pk=user_id)
    with acting(user):
        if not _is_waiting(user):
            return
        hearing = _heard_long_ago(user)
    with system("Rundvisning: svarfristen er udløbet"):
        expire(Hearing.objects.select_related("case").get(pk=hearing.pk))


def _is_waiting(user: User) -> bool:
    """Two that ask at the same time take turns at the case; the second finds another one."""
    found = practice_of(user)
    if found is None or found.case is None:
        return False
    Case.objects.hold(found.case)
    now = practice_of(user)
    return now.event.pk == found.event.pk and now.case.status == CaseStatus.HEARING


def _heard_long_ago(user: User) -> Hearing:
    days = timedelta(days=settings.SANKTION_HEARING_DAYS) + SURELY_OVER
    day = next_working_day(timezone.localdate() - days)
    with on_the_morning_of(day):
        case = open_case(register_practice(day - EVENT_DAYS, by=user), by=user)
        give_guidance(case, by=user)
        hearing = send_hearing(case, by=user)
        # Here and now: left to the worker it would leave today, and the time to answer would begin today.
        send_letter(hearing.delivery.pk)
    return hearing


def _tried(practice: Practice) -> bool:
    """Otherwise than at home: a visit is a step of its own."""
    made = practice.case.contact_attempts.all() if practice.case else []
    return any(attempt.channel != ContactChannel.VISIT for attempt in made)


def _letter_left(practice: Practice) -> bool:
    if practice.case is None or not hasattr(practice.case, "decision"):
        return False
    gone = (DeliveryStatus.SENT, DeliveryStatus.AVAILABLE)
    return Delivery.objects.filter(document=practice.case.decision.letter_id, status__in=gone).exists()


STEPS = (
    TourStep(
        title="Send partshøring",
        text="Send brevet, og se regnestykket bag svarfristen. Borgeren skal have lejlighed til at udtale sig om "
        "det, kommunen lægger vægt på, før der træffes en afgørelse til ugunst.",
        law="Forvaltningsloven § 19",
        order=30,
        is_done=lambda practice: practice.is_past(),
        label="Send partshøring",
        url=lambda practice: reverse("hearing_new", args=[practice.number]),
    ),
    TourStep(
        title="Vent på svar",
        text="Nu løber svarfristen, og den kan ingen flytte tilbage: databasen tillader det heller ikke i demoen. "
        "Derfor går rundvisningen videre med en anden opdigtet sag magen til, som blev hørt for flere uger siden.",
        law="Forvaltningsloven § 21",
        order=40,
        is_done=lambda practice: practice.is_past(CaseStatus.HEARING),
        pass_time=ask_to_pass_deadline,
    ),
    TourStep(
        title="Søg kontakt på anden måde",
        text="Borgeren har ikke svaret: notér et forsøg, for eksempel en opringning uden svar. Det, der sker "
        "mundtligt, skal kunne læses i sagen bagefter, også at der ikke var nogen kontakt.",
        law="Offentlighedsloven § 13",
        order=50,
        is_done=lambda practice: practice.is_past(*SEEKING) or _tried(practice),
        label="Notér et kontaktforsøg",
        url=lambda practice: reverse("contact_new", args=[practice.number]),
    ),
    TourStep(
        title="Afslut kontaktforsøgene",
        text="Når der er gjort nok, afsluttes forsøgene, og sagen er klar til vurdering. Systemet siger nej, så "
        "længe fristen løber, eller der ikke er noteret et forsøg efter den.",
        law="Forvaltningsloven §§ 19 og 21",
        order=70,
        is_done=lambda practice: practice.is_past(*SEEKING),
        label="Afslut kontaktforsøg",
        url=lambda practice: reverse("hearing_conclude", args=[practice.number]),
    ),
    TourStep(
        title="Brevet når borgeren",
        text="Afgørelsen sendes af sig selv, og sagen viser, hvordan og hvornår. Klagefristen på fire uger løber "
        "fra borgeren har fået brevet; Digital Post tæller, når den ligger i postkassen.",
        law="Lov om Digital Post; klagefrist efter retssikkerhedsloven",
        order=100,
        is_done=_letter_left,
        label="Se brevet på sagen",
        url=lambda practice: reverse("case", args=[practice.number]),
    ),
)


def register_hearing_steps() -> None:
    for step in STEPS:
        register_tour_step(step)
