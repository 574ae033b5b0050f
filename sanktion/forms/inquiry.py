import re
import uuid

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.forms.upload import CPR_LIKE
from sanktion.models import AnswerBlock, InquiryKind, Signatory, User

MAX_QUESTIONS, MAX_QUESTION, MAX_ANSWER = 20, 2000, 10_000


class QuestionsField(forms.CharField):
    """«Hvor mange?\\n\\nHvorfor?» ↔ ["Hvor mange?", "Hvorfor?"]; numbers that people write themselves are dropped."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 8}), **kwargs)

    def prepare_value(self, value):
        return "\n\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        parts = re.split(r"\n\s*\n", super().to_python(value).replace("\r\n", "\n"))
        return [text for part in parts if (text := re.sub(r"^\s*\d{1,2}[.)]\s+", "", part).strip())]

    def validate(self, value):
        super().validate(value)
        if len(value) > MAX_QUESTIONS:
            raise forms.ValidationError(f"Skriv højst {MAX_QUESTIONS} spørgsmål.")
        if any(len(text) > MAX_QUESTION for text in value):
            raise forms.ValidationError(f"Et spørgsmål må højst være på {MAX_QUESTION} tegn.")
        if len(set(value)) < len(value):
            raise forms.ValidationError("Det samme spørgsmål står to gange.")


class InquiryForm(forms.Form):
    """B002, B006: who asks, what, and when. Without a due date the one that follows from the kind is used."""

    kind = forms.ChoiceField(label="Slags", choices=InquiryKind.choices, widget=forms.RadioSelect)
    asker_name = forms.CharField(label="Hvem spørger?", max_length=100)
    asker_role = forms.CharField(
        label="Rolle", max_length=100, required=False, help_text="Fx MB, journalist eller advokat."
    )
    asker_organisation = forms.CharField(label="Organisation", max_length=100, required=False)
    asker_email = forms.EmailField(label="E-mail", required=False)
    asker_address = forms.CharField(
        label="Postadresse", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    subject = forms.CharField(
        label="Spørgsmålene vedrører",
        max_length=150,
        help_text="Står i brevet efter «… spørgsmål vedrørende», fx «hjemmebesøg i forbindelse med sanktionering».",
    )
    questions = QuestionsField(
        label="Spørgsmål", help_text="Ordret, som de er stillet. Sæt en tom linje mellem hvert; de får selv numre."
    )
    received_on = DanishDateField(label="Modtaget", initial=timezone.localdate)
    due_on = DanishDateField(
        label="Frist", required=False, help_text="Lad feltet stå tomt, så beregnes fristen af slagsen og dagen."
    )
    owner = forms.ModelChoiceField(label="Ansvarlig", queryset=User.objects.none(), empty_label="Vælg")
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        answering = User.objects.filter(is_active=True, groups__permissions__codename="answer_inquiry")
        self.fields["owner"].queryset = answering.distinct().order_by("first_name", "last_name", "pk")

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day

    def clean(self):
        given = super().clean()
        if given.get("due_on") and given.get("received_on") and given["due_on"] < given["received_on"]:
            self.add_error("due_on", "Fristen kan ikke ligge, før henvendelsen er modtaget.")
        return given

    @property
    def facts(self) -> dict:
        """The inquiry's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("questions", "key")}


class AnswerForm(forms.Form):
    answer = forms.CharField(label="Svar", max_length=MAX_ANSWER, widget=forms.Textarea(attrs={"rows": 14}))

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if CPR_LIKE.search(answer):
            raise forms.ValidationError("Der står noget, der ligner et CPR-nr. Skriv ikke CPR-nr. i et svar.")
        return answer


class AnswerBlockForm(forms.ModelForm):
    """A new wording; the same title takes over from its day on."""

    valid_from = DanishDateField(label="Gælder fra", initial=timezone.localdate)

    class Meta:
        model = AnswerBlock
        fields = ["title", "body", "valid_from"]
        widgets = {"body": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "title": "Brug en titel, der findes, for at skrive en ny version af den tekst.",
            "body": "Lad feltet stå tomt for at tage teksten ud af brug fra datoen.",
        }


class SignatoryForm(forms.ModelForm):
    """Takes over from the one who signed that kind before."""

    valid_from = DanishDateField(label="Gælder fra", initial=timezone.localdate)

    class Meta:
        model = Signatory
        fields = ["kind", "name", "title", "office", "valid_from"]
        help_texts = {"title": "Fx adm. direktør.", "office": "Fx Direktionen. Står i brevets hoved og fod."}
