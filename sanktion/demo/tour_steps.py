"""The tour's steps that are the core's own: the case, the guidance, the assessment and the decision."""

from django.urls import reverse

from sanktion.demo.tour import Practice, TourStep, register_tour_step
from sanktion.models import CaseStatus, WrittenGuidance

_UNDECIDED = (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT, CaseStatus.ANSWERED, CaseStatus.READY)


def _of_case(name: str):
    return lambda practice: reverse(name, args=[practice.number])


def _is_guided(practice: Practice) -> bool:
    return WrittenGuidance.objects.filter(case=practice.case).exists() if practice.case else False


STEPS = (
    TourStep(
        title="Åbn sag på hændelsen",
        text="Borgeren er udeblevet fra en samtale, og hændelsen ligger på borgeren: tryk «Åbn sag». Dermed har "
        "nogen pligt til at vurdere den, for en sanktion skal virke senest tre hele kalendermåneder efter.",
        law="Lov om aktiv socialpolitik § 35, stk. 3",
        order=10,
        is_done=lambda practice: practice.case is not None,
        label="Gå til borgeren",
        url=lambda practice: reverse("citizen", args=[practice.event.citizen_id]),
    ),
    TourStep(
        title="Registrér den skriftlige vejledning",
        text="Notér, hvornår borgeren fik skriftlig vejledning om pligter og sanktioner, og læg brevet på sagen; "
        "en lille tekstfil er nok her. Uden det bevis kan der ikke gives en sanktion, og databasen siger nej.",
        law="Lov om aktiv socialpolitik § 35, stk. 1",
        order=20,
        is_done=_is_guided,
        label="Registrér vejledningen",
        url=_of_case("guidance_new"),
    ),
    TourStep(
        title="Vurdér sagen",
        text="Notér, om borgeren står til rådighed, om der var en rimelig grund, og hvad det betyder for "
        "udbetalingen. De tre vurderinger er hver for sig det, afgørelsen hviler på, også uden et svar.",
        law="Lov om aktiv socialpolitik §§ 35-40, forvaltningsloven § 24",
        order=80,
        is_done=lambda practice: practice.case is not None and practice.case.is_assessed(),
        label="Vurdér sagen",
        url=_of_case("assess"),
    ),
    TourStep(
        title="Træf afgørelse",
        text="Vælg udfald og retsgrundlag, skriv begrundelsen, og læs brevet igennem. Begrundelse, regler, de "
        "vigtigste forhold og klagevejledning skal stå i brevet, ellers kan afgørelsen være ugyldig.",
        law="Forvaltningsloven §§ 22-25",
        order=90,
        is_done=lambda practice: practice.is_past(*_UNDECIDED),
        label="Træf afgørelse",
        url=_of_case("decide"),
    ),
)


def register_core_steps() -> None:
    for step in STEPS:
        register_tour_step(step)
