"""V084: a new version of how material is sent. Dispatches that are begun keep the one they were begun by."""

from django.db import transaction
from django.utils import timezone

from sanktion.actions.administration import note_change
from sanktion.models import User
from tilsyn.models import Procedure, ProcedureStep


def as_lines(procedure: Procedure | None) -> str:
    """The steps as they are written in the form."""
    told = {"before": "Før", "after": "Efter", "": "", "secure_mail": " (e-mail)", "post": " (post)"}
    steps = procedure.steps.all() if procedure else ()
    return "\n".join(f"{told[step.moment]}{told[step.channel]}: {step.text}" for step in steps)


@transaction.atomic
def save_procedure(procedure: Procedure, steps: list[tuple[str, str, str]], *, by: User) -> Procedure:
    before = as_lines(Procedure.objects.in_force(timezone.localdate()))
    procedure.save()
    ProcedureStep.objects.bulk_create(
        ProcedureStep(procedure=procedure, position=position, moment=moment, channel=channel, text=text)
        for position, (moment, channel, text) in enumerate(steps, start=1)
    )
    note_change("procedure", str(procedure), before=before, after=as_lines(procedure), by=by)
    return procedure
