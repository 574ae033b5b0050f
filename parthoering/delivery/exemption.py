"""Is the addressee exempt from Digital Post? Asked at every sending; SANKTION_EXEMPTION_BACKEND names who is asked."""

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from parthoering.models import ExemptionCheck, Representative
from sanktion.base.cpr import normalise, parse
from sanktion.models import Case, Citizen


class Register(Protocol):
    name: str

    def is_exempt(self, cpr: str) -> bool:
        """Raises OSError when there is no answer now."""


class CitizenFlag:
    """What the last import of citizens said. Of someone who isn't a citizen here nothing is known: not exempt."""

    name = "borgerens stamdata"

    def is_exempt(self, cpr: str) -> bool:
        return Citizen.objects.with_cpr(parse(cpr)).filter(digital_post=False).exists()


class ExemptList:
    """A file with the CPR number of everyone exempt, one a line, kept up to date by the municipality."""

    name = "fritagelseslisten"

    def is_exempt(self, cpr: str) -> bool:
        lines = Path(settings.SANKTION_EXEMPT_LIST).read_text(encoding="utf-8").split()
        return normalise(cpr) in {line.replace("-", "") for line in lines}


def check(case: Case, cpr: str, *, representative: Representative | None = None) -> bool:
    """Ask, and keep question and answer. Raises OSError when there is no answer now."""
    register: Register = import_string(settings.SANKTION_EXEMPTION_BACKEND)()
    answer = register.is_exempt(cpr)
    ExemptionCheck.objects.create(case=case, representative=representative, is_exempt=answer, source=register.name)
    return answer
