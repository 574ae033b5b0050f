from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sanktion.actions.guidance import record_guidance
from sanktion.actions.upload import receive_documents, sent
from sanktion.forms.gates import GuidanceForm
from sanktion.models import CaseDocument, MaterialKind
from sanktion.views.case import CaseFormView

TITLE = "Skriftlig vejledning om pligter og sanktioner"


class GuidanceNewView(CaseFormView):
    """The proof that the citizen was guided in writing before the event."""

    form_class = GuidanceForm
    template_name = "sanktion/guidance_new.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case}

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            with transaction.atomic():
                document = given["document"] or self._filed(given["file"], given["key"])
                proof = {"given_on": given["given_on"], "document": document, "key": given["key"]}
                record_guidance(self.case, **proof, by=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return self.done("Vejledningen er registreret.")

    def _filed(self, file, key) -> CaseDocument:
        """The file made safe and laid in the case, with everything that is asked of any other upload."""
        [receipt] = receive_documents(
            self.case,
            [sent(file.name, file.read(), page_key=key)],
            title=TITLE,
            kind=MaterialKind.OTHER,
            received_on=timezone.localdate(),
            by=self.request.user,
        )
        if receipt.refusal:
            raise ValidationError({"file": receipt.refusal})
        return CaseDocument.objects.get(case=self.case, number=int(receipt.number.rpartition("-")[2]))
