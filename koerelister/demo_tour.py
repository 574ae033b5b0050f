"""The tour's two steps of the visit. Whether one was made is read in the opened case alone (B048)."""

from django.urls import reverse

from koerelister.models import RouteListStatus, Stop
from sanktion.demo.tour import Practice, TourStep, register_tour_step
from sanktion.models import CaseStatus, ContactChannel, Role

SEEKING = (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT)


def _stop(practice: Practice) -> Stop | None:
    return Stop.objects.filter(case=practice.case).select_related("route_list").order_by("-pk").first()


def _is_on_a_list(practice: Practice) -> bool:
    stop = _stop(practice) if practice.case else None
    return stop is not None and stop.route_list.status != RouteListStatus.DRAFT


def _is_visited(practice: Practice) -> bool:
    made = practice.case.contact_attempts.all() if practice.case else []
    return any(attempt.channel == ContactChannel.VISIT for attempt in made)


def _planning(practice: Practice) -> str:
    stop = _stop(practice)
    return reverse("plan_detail", args=[stop.route_list.plan_id]) if stop else reverse("plan_new")


def _list(practice: Practice) -> str:
    stop = _stop(practice)
    return reverse("route_register", args=[stop.route_list_id]) if stop else reverse("routes")


STEPS = (
    TourStep(
        title="Sæt borgeren på en køreliste",
        text="Vælg dag, område og hold, lav listerne, og udgiv den, borgeren står på. Listen bærer kun navn og "
        "adresse, for den kan blive tabt på gaden, og den destrueres, når besøgene er noteret og talt.",
        law="Databeskyttelsesforordningen art. 5",
        order=60,
        is_done=lambda practice: practice.is_past(*SEEKING) or _is_on_a_list(practice) or _is_visited(practice),
        label="Planlæg kørelister",
        url=_planning,
    ),
    TourStep(
        title="Notér besøget",
        text="Notér, hvad der stod på dørtelefon, postkasse og dør, og om der blev skabt kontakt. Det går i "
        "borgerens sag som et låst notat og tælles uden navn i statistikken.",
        law="Offentlighedsloven § 13",
        order=65,
        is_done=lambda practice: practice.is_past(*SEEKING) or _is_visited(practice),
        label="Gå til kørelisten",
        url=_list,
        role=Role.FIELD,
    ),
)


def register_visit_steps() -> None:
    for step in STEPS:
        register_tour_step(step)
