import uuid

from django import forms
from django.utils import timezone

from sanktion.forms.complaint import MAX_TEXT, PastDateField
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import Guideline, User
from tilsyn.forms.letter_file import LetterFileField
from tilsyn.models import AccountReason, FollowUp, FollowUpKind


def _text(label: str, *, rows: int = 4, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class FollowUpForm(forms.Form):
    kind = forms.ChoiceField(label="Slags", choices=FollowUpKind.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="Hvad skal der gøres rede for?",
        choices=[("", "Vælg"), *AccountReason.choices],
        required=False,
        help_text="Udfyldes ved en redegørelse.",
    )
    title = forms.CharField(
        label="Hvad skal der ske?", max_length=160, help_text="Kort. Skriv ikke navne eller CPR-nr. på borgere."
    )
    owner = forms.ModelChoiceField(label="Ansvarlig", queryset=User.objects.none(), empty_label="Vælg")
    due = DanishDateField(label="Frist")
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Who can't open the supervision can't do what is asked: least of all the directorate's own people.
        people = User.objects.filter(is_active=True, groups__permissions__codename="view_supervision").distinct()
        people = people.order_by("first_name", "last_name", "pk")
        self.fields["owner"].queryset = people

    def clean_due(self):
        day = self.cleaned_data["due"]
        if day < timezone.localdate():
            raise forms.ValidationError("Fristen kan ikke ligge før i dag.")
        return day

    def clean(self):
        given = super().clean()
        if given.get("kind") == FollowUpKind.ACCOUNT and not given.get("reason"):
            self.add_error("reason", "Vælg, hvad der skal gøres rede for.")
        if given.get("kind") and given["kind"] != FollowUpKind.ACCOUNT:
            given["reason"] = ""
        return given


class DoneForm(forms.Form):
    """Which fields there are depends on the kind: an account is written here, a procedure names its auditor (V131)."""

    done_on = PastDateField(label="Udført", initial=timezone.localdate)
    outcome = _text("Hvad kom der ud af det?", required=False)
    guideline = forms.ModelChoiceField(
        label="Retningslinjen i registret",
        queryset=Guideline.objects.none(),
        required=False,
        empty_label="Ingen",
        help_text="Retningslinjer og undervisningsmateriale ligger i registret «Retningslinjer».",
    )
    auditor_on = PastDateField(label="Kommunens revisor inddraget", required=False)
    file = LetterFileField(label="Dokumentation")

    def __init__(self, *args, follow_up: FollowUp, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.follow_up = follow_up
        if follow_up.is_account:
            self.fields["outcome"] = _text(
                "Redegørelsen",
                rows=12,
                required=False,
                help_text="Systemet skriver brevet til direktoratet. Eller læg jeres eget brev op nedenfor.",
            )
            self.fields["file"] = LetterFileField(
                label="Eget brev", required=False, help_text="Kun hvis brevet er skrevet et andet sted."
            )
        if follow_up.is_procedure or follow_up.kind == FollowUpKind.TEACHING:
            self.fields["guideline"].queryset = Guideline.objects.visible_to(user)
        else:
            del self.fields["guideline"]
        if follow_up.is_procedure:
            self.fields["auditor_on"].required = True
            self.fields["auditor_on"].help_text = "Forretningsgange udarbejdes med revisor (§ 13, stk. 4)."
        else:
            del self.fields["auditor_on"]

    def clean(self):
        given = super().clean()
        if self.follow_up.is_account and not given.get("outcome") and not given.get("file"):
            self.add_error("outcome", "Skriv redegørelsen, eller læg jeres eget brev op.")
        return given


class DialogueForm(forms.Form):
    held_on = PastDateField(label="Dato", initial=timezone.localdate)
    areas = _text("Områder, der kan blive bedre")
    methods = _text("Metoder", required=False)
    key = OnceKeyField(initial=uuid.uuid4)
