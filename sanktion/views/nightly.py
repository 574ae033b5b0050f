from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.checks import Check, registered_checks
from sanktion.models import NightlyCheck, User
from sanktion.models.nightly import expected_night
from sanktion.views.base import RightRequiredMixin

NIGHTS = 14


@dataclass(frozen=True)
class Line:
    """``count`` None: it could not be asked."""

    check: Check
    count: int | None
    url: str

    @property
    def is_red(self) -> bool:
        return self.count != 0


class NightlyView(RightRequiredMixin, TemplateView):
    """The unit's numbers, the same for everyone with the right; the lists they lead to show what the reader may see."""

    permission_required = "sanktion.view_nightlycheck"
    template_name = "sanktion/nightly.html"

    def get_context_data(self, **kwargs):
        nights = NightlyCheck.objects.nights(NIGHTS)
        latest = NightlyCheck.objects.first()
        lines = self._lines(latest) if latest else []
        return super().get_context_data(
            latest=latest,
            missed_since=self._missed_since(latest),
            lines=sorted(lines, key=lambda line: not line.is_red),
            red=sum(line.is_red for line in lines),
            nights=nights,
            **kwargs,
        )

    def _missed_since(self, latest: NightlyCheck | None) -> date | None:
        """The night whose check should have run and did not."""
        expected = expected_night(timezone.now())
        return expected if latest is None or latest.night < expected else None

    def _lines(self, latest: NightlyCheck) -> list[Line]:
        user = self.request.user
        return [Line(check, latest.results.get(check.name), url_of(check, user)) for check in registered_checks()]


def url_of(check: Check, user: User) -> str:
    if not user.has_perm(check.permission):
        return ""
    return reverse(check.url_name) + (f"?{check.query}" if check.query else "")
