"""This app's cards of the administration's overview. None of it names who is, or was, on a list."""

from datetime import date

from koerelister.models import OutcomeSwitch
from sanktion.administration import Change, Subject, midnight, noted, register_subject


def register_all() -> None:
    register_subject(
        Subject(
            key="crews",
            title="Hold og mødesteder",
            text="Hvem der kører sammen, hvornår og hvorfra. Et hold ser sine egne lister.",
            url_name="crews",
            permission="koerelister.change_crew",
            changes=noted("crews"),
            order=20,
        )
    )
    register_subject(
        Subject(
            key="areas",
            title="Områder",
            text="Hvordan adresser fordeles på lister og i statistikken: postnumre, grænser og gader.",
            url_name="areas",
            permission="koerelister.change_area",
            changes=noted("areas"),
            order=21,
        )
    )
    register_subject(
        Subject(
            key="outcomes",
            title="Udfaldstal",
            text="Om der tælles, hvordan sager ender efter et besøg. To personer beslutter det; ellers tælles intet.",
            url_name="outcomes",
            permission="koerelister.decide_outcome_count",
            changes=_outcome_changes,
            coming=_proposed,
            order=60,
        )
    )


def _outcome_changes(most: int) -> list[Change]:
    found = []
    for row in OutcomeSwitch.objects.select_related("proposed_by", "approved_by", "withdrawn_by")[:most]:
        acts = [
            (row.withdrawn_on, row.withdrawn_by, "Afsluttet at tælle udfald"),
            (row.decided_on, row.approved_by, "Godkendt at tælle udfald"),
            (row.proposed_on, row.proposed_by, "Foreslået at tælle udfald"),
        ]
        found += [Change(midnight(day), str(by), what, row.purpose) for day, by, what in acts if day]
    # Of the same day the later step comes first, as it does here.
    return sorted(found, key=lambda change: change.at, reverse=True)[:most]


def _proposed(today: date) -> list[str]:
    standing = OutcomeSwitch.objects.standing().first()
    return ["Et forslag venter på, at en anden godkender det."] if standing and standing.is_proposed else []
