import uuid

from django.urls import reverse

from sanktion.actions.upload import Receipt, receive_documents, sent
from sanktion.base.danish import listing
from sanktion.forms.upload import UploadForm
from sanktion.views.case import CaseFormView


class DocumentNewView(CaseFormView):
    """V059, V065-V067: papers from outside. The files' own names are shown once, on this page, and kept nowhere."""

    form_class = UploadForm
    template_name = "sanktion/document_new.html"

    def get_success_url(self):
        return reverse("case_documents", args=[self.case.number])

    def form_valid(self, form):
        given = form.cleaned_data
        files = [sent(file.name, file.read(), page_key=given["key"]) for file in given["files"]]
        meta = {name: given[name] for name in ("title", "kind", "concerns", "received_on")}
        receipts = receive_documents(self.case, files, **meta, by=self.request.user)
        if any(receipt.refusal for receipt in receipts):
            return self._some_refused(receipts)
        return self.done(_filed(receipts))

    def _some_refused(self, receipts: list[Receipt]):
        """Told on the page itself: the store of messages would keep the names. What follows has a key of its own."""
        form = self.form_class(initial=self._typed())
        context = self.get_context_data(form=form, receipts=receipts)
        return self.render_to_response(context, status=422)

    def _typed(self) -> dict:
        typed = {name: self.request.POST[name] for name in ("title", "kind", "concerns", "received_on")}
        return typed | {"key": uuid.uuid4()}


def _filed(receipts: list[Receipt]) -> str:
    numbers = list(dict.fromkeys(receipt.number for receipt in receipts))
    if len(numbers) == 1:
        return f"Dokument {numbers[0]} er lagt på sagen."
    return f"{len(numbers)} dokumenter er lagt på sagen: {listing(numbers)}."
