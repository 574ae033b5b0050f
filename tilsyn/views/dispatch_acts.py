"""What is done to one dispatch: its steps, its sending, its receipts and its end."""

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, View

from sanktion.views.identity import AsksWhoYouAre
from tilsyn.actions import dispatch_course as course
from tilsyn.actions.dispatch import DispatchNotAllowed
from tilsyn.actions.orientation import try_again
from tilsyn.forms.dispatch import DecideForm, PostedForm, ReceiptForm
from tilsyn.models import Dispatch
from tilsyn.views.dispatch import SEND, DispatchMixin


class DispatchActView(DispatchMixin, View):
    """One press of a button: ``act(row)`` gives what to say."""

    permission_required = SEND
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            messages.success(request, self.act(self.dispatch_row))
        except DispatchNotAllowed as refused:
            messages.error(request, str(refused))
        return self.back()


class DispatchAgainView(AsksWhoYouAre, DispatchActView):
    def act(self, row: Dispatch) -> str:
        course.send_again(row, by=self.request.user)
        return "Det, der mangler, sendes nu."


class DispatchTickView(DispatchActView):
    def act(self, row: Dispatch) -> str:
        course.tick(row, get_object_or_404(row.steps, pk=self.kwargs["step"]), by=self.request.user)
        return "Trinnet er noteret."


class OrientationsAgainView(DispatchActView):
    def act(self, row: Dispatch) -> str:
        return f"{try_again(row, by=self.request.user)} breve prøves igen."


class DispatchFormView(DispatchMixin, FormView):
    """A page with one form and ``act(row, form) -> str``."""

    permission_required = SEND
    template_name = "tilsyn/dispatch/form.html"
    title = text = confirm_label = ""

    def get_context_data(self, **kwargs):
        url = reverse("dispatch", args=[self.supervision.number, self.dispatch_row.number])
        facts = {"title": self.title, "text": self.text, "confirm_label": self.confirm_label, "cancel_url": url}
        return super().get_context_data(**facts, **kwargs)

    def form_valid(self, form):
        try:
            messages.success(self.request, self.act(self.dispatch_row, form))
        except DispatchNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return self.back()

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DispatchSendView(AsksWhoYouAre, DispatchFormView):
    form_class = Form
    title, confirm_label = "Send med sikker e-mail", "Send nu"
    text = (
        "Materialet underskrives og krypteres, før det forlader huset. Når det er sendt, får hver borger i forsendelsen"
        " sit orienteringsbrev. Det kan ikke fortrydes."
    )

    def act(self, row: Dispatch, form) -> str:
        course.begin_sending(row, by=self.request.user)
        return "Forsendelsen sendes nu."


class DispatchDiscardView(DispatchFormView):
    form_class = Form
    title, confirm_label = "Kassér forsendelsen", "Kassér"
    text = "Intet er sendt. Samlingerne og brevene kan sendes i en ny forsendelse."

    def act(self, row: Dispatch, form) -> str:
        course.discard(row, by=self.request.user)
        return "Forsendelsen er kasseret."


class DispatchCompleteView(DispatchFormView):
    form_class = Form
    title, confirm_label = "Afslut forsendelsen", "Afslut"
    text = "Alle trin er udført, og hver borger er orienteret. Derefter kan forsendelsen ikke ændres."

    def act(self, row: Dispatch, form) -> str:
        course.complete(row, by=self.request.user)
        return "Forsendelsen er afsluttet."


class DispatchPostedView(DispatchFormView):
    form_class = PostedForm
    title, confirm_label = "Lagt i kuvert og sendt anbefalet", "Notér afsendelsen"
    text = "Når afsendelsen er noteret, får hver borger i forsendelsen sit orienteringsbrev."

    def act(self, row: Dispatch, form) -> str:
        course.mark_posted(row, by=self.request.user, **form.cleaned_data)
        return "Afsendelsen er noteret. Orienteringsbrevene sendes nu."


class PartDecideView(DispatchFormView):
    form_class = DecideForm
    title, confirm_label = "Hvad blev der af delen?", "Gem"
    text = (
        "Delen blev afleveret, men mailserveren svarede ikke. Den sendes ikke igen af sig selv: direktoratet kunne få"
        " den to gange. Spørg direktoratet, om den er kommet."
    )

    def act(self, row: Dispatch, form) -> str:
        part = get_object_or_404(row.parts, number=self.kwargs["part"])
        course.decide_part(part, by=self.request.user, **form.cleaned_data)
        return "Delen er afgjort."


class ReceiptView(DispatchFormView):
    form_class = ReceiptForm
    title, confirm_label = "Læg en kvittering på", "Gem kvitteringen"

    def get_context_data(self, **kwargs):
        return super().get_context_data(multipart=True, **kwargs)

    def act(self, row: Dispatch, form) -> str:
        data, day = form.cleaned_data["file"].read(), form.cleaned_data["received_on"]
        course.add_receipt(row, data, received_on=day, by=self.request.user)
        return "Kvitteringen er gemt."
