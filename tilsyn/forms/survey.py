import uuid

from django import forms

from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import EventKind
from tilsyn.actions.survey import SurveyQuery
from tilsyn.models import Consequence, Supervision, SurveyColumn

USUAL = [SurveyColumn.CASE_NUMBER, SurveyColumn.EVENT_KIND, SurveyColumn.EVENT_DATE, SurveyColumn.OUTCOME]


class SurveyQueryForm(forms.Form):
    """V106: closed lists, inside the request's period. Nothing here can tell how a citizen was sought (B048)."""

    use_required_attribute = False

    haendelse = forms.TypedMultipleChoiceField(
        label="Hændelser, der svarer til temaet",
        choices=EventKind.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én hændelse."},
    )
    konsekvens = forms.MultipleChoiceField(
        label="Konsekvenser",
        choices=Consequence.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én konsekvens."},
    )
    kolonne = forms.MultipleChoiceField(
        label="Kolonner",
        choices=SurveyColumn.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Vælg kun det, direktoratet har bedt om.",
        error_messages={"required": "Vælg mindst én kolonne."},
    )
    fra = DanishDateField(label="Hændelse fra og med")
    til = DanishDateField(label="Hændelse til og med")

    def __init__(self, *args, supervision: Supervision, **kwargs):
        kwargs["initial"] = {
            "konsekvens": Consequence.values,
            "kolonne": USUAL,
            "fra": supervision.period_from,
            "til": supervision.period_to,
        }
        super().__init__(*args, **kwargs)
        self.supervision = supervision

    def clean(self):
        asked = super().clean()
        first, last = asked.get("fra"), asked.get("til")
        told = "Datoen skal ligge i anmodningens periode."
        if first and first < self.supervision.period_from:
            self.add_error("fra", told)
        if last and last > self.supervision.period_to:
            self.add_error("til", told)
        if first and last and last < first:
            self.add_error("til", "Perioden slutter, før den begynder.")
        return asked

    @property
    def query(self) -> SurveyQuery:
        asked = self.cleaned_data
        # In the lists' own order, so that two who ask the same ask it in the same words.
        return SurveyQuery(
            kinds=[kind for kind in EventKind.values if kind in asked["haendelse"]],
            outcomes=[one for one in Consequence.values if one in asked["konsekvens"]],
            columns=[one for one in SurveyColumn.values if one in asked["kolonne"]],
            first=asked["fra"],
            last=asked["til"],
        )


class SurveyAnswerForm(forms.Form):
    cpr_reason = forms.CharField(
        label="Hvor i anmodningen beder direktoratet om CPR-numre?",
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Begrundelsen gemmes sammen med svaret.",
        error_messages={"required": "Begrund, at svaret har CPR-numre med."},
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, has_cpr: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_cpr:
            del self.fields["cpr_reason"]
