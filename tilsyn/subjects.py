"""This app's cards of the administration's overview."""

from sanktion.administration import Subject, coming, history, noted, register_subject, versions
from tilsyn.models import ChecklistVersion, Directorate, Procedure


def register_all() -> None:
    register_subject(
        Subject(
            key="directorate",
            title="Tilsynsmyndighed",
            text="Hvem der fører tilsyn, hvor der sendes til, og certifikatet, der krypteres med.",
            url_name="directorates",
            permission="tilsyn.view_directorate",
            changes=history(Directorate),
            coming=coming(Directorate.objects.all),
            order=70,
        )
    )
    register_subject(
        Subject(
            key="checklist",
            title="Tjekliste",
            text="De spørgsmål, tilsynet stiller, i daterede udgaver. Bruges også ved egen kontrol.",
            url_name="checklist",
            permission="tilsyn.view_checklistversion",
            changes=versions(ChecklistVersion.objects.all),
            coming=coming(ChecklistVersion.objects.all),
            order=71,
        )
    )
    register_subject(
        Subject(
            key="procedure",
            title="Fremgangsmåde",
            text="Hvordan direktoratet vil have materiale sendt. En begyndt forsendelse beholder sin udgave.",
            url_name="procedures",
            permission="tilsyn.view_directorate",
            changes=noted("procedure"),
            coming=coming(Procedure.objects.all),
            order=72,
        )
    )
