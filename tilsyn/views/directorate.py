"""V006, V076: who supervises, kept in versions by the administrator. No page here shows a citizen or a case."""

from datetime import date

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.base.danish import long_date
from sanktion.models import Guideline, GuidelineKind
from sanktion.views.base import ActFormView, RightRequiredMixin
from tilsyn.actions.directorate import VersionRefused, save_directorate
from tilsyn.certificate import Certificate, CertificateRefused, read_certificate
from tilsyn.forms.directorate import DirectorateForm
from tilsyn.models import Directorate

COPIED = ("name", "address", "email", "website", "legal_ground", "certificate", "message_limit", "source")


class DirectoratesView(RightRequiredMixin, TemplateView):
    permission_required = "tilsyn.view_directorate"
    template_name = "tilsyn/requests/directorates.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        current = Directorate.objects.on(today).first()
        certificate = certificate_of(current)
        return super().get_context_data(
            versions=[(one, _state(one, current, today), one.valid_from >= today) for one in Directorate.objects.all()],
            current=current,
            certificate=certificate,
            is_usable=bool(certificate) and certificate.is_valid_on(today),
            checklists=self._checklists(today),
            **kwargs,
        )

    def _checklists(self, today):
        """The local copies of the directorate's own, with their dates."""
        found = Guideline.objects.visible_to(self.request.user).filter(kind=GuidelineKind.CHECKLIST)
        pairs = [(one, one.versions.defer("sealed").current_on(today)) for one in found]
        return [(one, version) for one, version in pairs if version]


def _state(one: Directorate, current: Directorate | None, today: date) -> str:
    if one == current:
        return "now"
    return "coming" if one.valid_from > today else "past"


def certificate_of(directorate: Directorate | None) -> Certificate | None:
    """None when there is none, or none that can be read."""
    try:
        return read_certificate(directorate.certificate) if directorate and directorate.certificate else None
    except CertificateRefused:
        return None


class DirectorateNewView(ActFormView):
    """Begins with what holds now, so that only what is new needs to be written."""

    permission_required = "tilsyn.add_directorate"
    form_class = DirectorateForm
    list_name = "directorates"
    title, confirm_label = "Ny udgave af tilsynsmyndigheden", "Gem udgaven"

    def get_form_kwargs(self):
        current = Directorate.objects.first()
        copied = {name: getattr(current, name) for name in COPIED} if current else {}
        return super().get_form_kwargs() | {"instance": Directorate(**copied)}

    def act(self, form) -> str:
        try:
            saved = save_directorate(form.instance, by=self.request.user)
        except VersionRefused as refused:
            raise ValidationError(str(refused)) from refused
        return f"Udgaven er gemt. Den gælder fra den {long_date(saved.valid_from)}."


class DirectorateEditView(DirectorateNewView):
    """Of today or later: what held yesterday stands."""

    title = "Ret udgaven"

    def get_form_kwargs(self):
        recent = Directorate.objects.filter(valid_from__gte=timezone.localdate())
        return super().get_form_kwargs() | {"instance": get_object_or_404(recent, pk=self.kwargs["pk"])}
