import uuid

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, OnceKeyField
from tilsyn.models import (
    Dispatch,
    DispatchChannel,
    DispatchKind,
    PaperKind,
    Supervision,
    SupervisionPaper,
    not_yet_sent,
)

# What the unit itself writes to the directorate; a cover letter is made with the dispatch.
OWN = [
    PaperKind.WITHDRAWAL,
    PaperKind.DELAY,
    PaperKind.REMARKS,
    PaperKind.ACCOUNT,
    PaperKind.FOLLOW_UP,
    PaperKind.OTHER,
]


class BundlesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, bundle) -> str:
        later = f", tillæg {bundle.sequence - 1}" if bundle.sequence > 1 else ""
        return f"Sag {bundle.selected.case.number}{later} ({bundle.pages} sider)"


class PapersField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, paper) -> str:
        return f"{paper.full_number} {paper.title}"


class DispatchForm(forms.Form):
    """V054, V055: what is sent and how. Everything that is ready and not sent yet is chosen beforehand."""

    kind = forms.ChoiceField(label="Hvad sendes?", choices=DispatchKind.choices)
    bundles = BundlesField(queryset=None, label="Samlinger", required=False)
    papers = PapersField(queryset=None, label="Breve", required=False)
    channel = forms.ChoiceField(label="Sendes med", choices=DispatchChannel.choices, widget=forms.RadioSelect)
    post_reason = forms.CharField(
        label="Grund, når det sendes med post",
        max_length=300,
        required=False,
        help_text="Skal skrives ved post: materialet skal sendes med sikker e-mail, hvis det er muligt. Grunden står i"
        " følgebrevet.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, supervision: Supervision, user, **kwargs):
        super().__init__(*args, **kwargs)
        bundles = not_yet_sent(supervision).visible_to(user).select_related("selected__case")
        self.fields["bundles"].queryset = bundles.order_by("selected__number", "sequence")
        self.fields["papers"].queryset = unsent_papers(supervision, user)
        self.initial.setdefault("bundles", [bundle.pk for bundle in bundles])
        if bundles and all(bundle.sequence > 1 for bundle in bundles):
            self.initial.setdefault("kind", DispatchKind.SUPPLEMENT)
        for name in ("bundles", "papers"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def clean(self):
        data = super().clean()
        by_post = data.get("channel") == DispatchChannel.POST
        if by_post and not (data.get("post_reason") or "").strip():
            self.add_error("post_reason", "Skriv, hvorfor det ikke kan sendes med sikker e-mail.")
        if not by_post:
            data["post_reason"] = ""
        return data


def unsent_papers(supervision: Supervision, user) -> QuerySet:
    own = SupervisionPaper.objects.visible_to(user).filter(supervision=supervision, kind__in=OWN)
    taken = Dispatch.objects.filter(supervision=supervision).exclude(status="discarded").values("papers__paper")
    unsent = own.filter(received_on__isnull=True).exclude(pk__in=taken.exclude(papers=None))
    return unsent.select_related("supervision").order_by("number")


class PostedForm(forms.Form):
    sent_on = DanishDateField(label="Sendt", initial=timezone.localdate)
    tracking = forms.CharField(
        label="Forsendelsesnummer", max_length=60, help_text="Står på kvitteringen for det anbefalede brev."
    )


class DecideForm(forms.Form):
    """What a person has found out about a part that left without an answer."""

    arrived = forms.TypedChoiceField(
        label="Er delen kommet frem?",
        choices=[("ja", "Ja, direktoratet har den"), ("nej", "Nej, den skal sendes igen")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    known_from = forms.CharField(
        label="Hvor ved du det fra?", max_length=300, help_text="Fx hvem du har talt med, og hvornår."
    )


class ReceiptForm(forms.Form):
    file = forms.FileField(label="Kvitteringen", help_text="PDF eller et billede.")
    received_on = DanishDateField(label="Modtaget", initial=timezone.localdate)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.is_cut:
            raise forms.ValidationError("Filen fylder for meget.")
        return file

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day


class HandOutForm(forms.Form):
    on = DanishDateField(label="Udleveret", initial=timezone.localdate)
    note = forms.CharField(
        label="Hvordan og hvorfor",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fx «Udleveret ved samtalen, fordi borgeren ikke har en adresse». Noten låses i journalen.",
    )
