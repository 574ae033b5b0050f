"""A citizen's orientation letter that the post couldn't take."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from sanktion.models import TextMissing
from tilsyn.actions.orientation import OrientationNotAllowed, hand_out
from tilsyn.forms.dispatch import HandOutForm
from tilsyn.models import OrientationLetter
from tilsyn.views.base import SelectedCaseMixin
from tilsyn.views.dispatch import SEND


class OrientationHandOutView(SelectedCaseMixin, FormView):
    permission_required = (*SEND, "sanktion.view_case")
    tab = "dispatches"
    template_name = "tilsyn/dispatch/hand_out.html"
    form_class = HandOutForm

    @property
    def letter(self) -> OrientationLetter:
        found = OrientationLetter.objects.filter(selected=self.selected).select_related("dispatch").first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs):
        return super().get_context_data(letter=self.letter, back_url=self.get_success_url(), **kwargs)

    def form_valid(self, form):
        try:
            hand_out(self.letter, by=self.request.user, **form.cleaned_data)
        except (OrientationNotAllowed, TextMissing) as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Brevet er lagt på sagen, og udleveringen er noteret.")
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return reverse("dispatch", args=[self.selected.supervision.number, self.letter.dispatch.number])
