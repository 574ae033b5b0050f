"""What this app holds about a citizen beside the journal and the letters, for the citizen's own export (art. 15)."""

from collections.abc import Iterator

from django.utils import timezone

from parthoering.models import ExemptionCheck, Hearing, Representative
from sanktion.base.danish import long_date
from sanktion.contributions import Holding, register_holding
from sanktion.models import Citizen


def register_all() -> None:
    register_holding(Holding("Partshøringer", hearings))
    register_holding(Holding("Repræsentanter", representatives))
    register_holding(Holding("Fritagelse for Digital Post", exemption_checks))


def hearings(citizen: Citizen) -> Iterator[tuple[str, str]]:
    sent = Hearing.objects.filter(case__citizen=citizen).select_related("case").order_by("sent_at", "pk")
    for hearing in sent:
        told = [
            f"{hearing.get_status_display()}. Dannet {long_date(timezone.localdate(hearing.sent_at))}, "
            f"sendes med {hearing.get_channel_display()}, svarfrist {long_date(hearing.deadline)}."
        ]
        if hearing.answered_on:
            told.append(f"Svar {long_date(hearing.answered_on)} ({hearing.get_answer_channel_display()}):")
            told.append(hearing.answer)
        yield f"Sag {hearing.case.number}", "\n".join(told)


def representatives(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """Without the representative's own CPR number: that is held about somebody else."""
    for one in Representative.objects.filter(case__citizen=citizen).select_related("case").order_by("pk"):
        until = f" til {long_date(one.valid_to)}" if one.valid_to else ""
        yield f"Sag {one.case.number}", f"{one.get_role_display()}: {one.name}, fra {long_date(one.valid_from)}{until}"


def exemption_checks(citizen: Citizen) -> Iterator[tuple[str, str]]:
    asked = ExemptionCheck.objects.filter(case__citizen=citizen, representative=None).order_by("asked_at", "pk")
    for check in asked:
        answer = "fritaget" if check.is_exempt else "ikke fritaget"
        yield long_date(timezone.localdate(check.asked_at)), f"{answer.capitalize()} (spurgt hos {check.source})"
