"""The forms about destruction: what became of each printed copy, what was decided about a lost one, and the filter."""

from django import forms
from django.db.models import Q

from koerelister.models import Area, DestructionRecord, PaperCopy, PaperFate, RouteList
from sanktion.models import User


class DestroyForm(forms.Form):
    """B045: each printed copy by its number, what became of it and who says so."""

    def __init__(self, *args, route_list: RouteList, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = range(1, route_list.printed_copies + 1)
        people = colleagues_of(route_list, user)
        for number in self.numbers:
            self.fields[f"fate{number}"] = forms.TypedChoiceField(
                label=f"Eksemplar {number}",
                choices=[("", "Vælg"), *PaperFate.choices],
                coerce=PaperFate,
                error_messages={"required": "Vælg, hvad der er blevet af det."},
            )
            self.fields[f"by{number}"] = forms.ModelChoiceField(
                people, label=f"Eksemplar {number}: af hvem", initial=user.pk, empty_label=None
            )

    @property
    def copies(self):
        """The two fields of each copy, for the page."""
        return [(number, self[f"fate{number}"], self[f"by{number}"]) for number in self.numbers]

    @property
    def paper(self) -> list[PaperCopy]:
        data = self.cleaned_data
        return [PaperCopy(number, data[f"by{number}"], data[f"fate{number}"]) for number in self.numbers]


def colleagues_of(route_list: RouteList, user: User):
    """Who may have stood at the shredder: the team, the crew and whoever is signed in."""
    chosen = Q(pk=user.pk) | Q(teams=route_list.team_id) | Q(pk__in=route_list.crew.members.values("pk"))
    return User.objects.filter(chosen, is_active=True).distinct().order_by("first_name", "last_name", "username")


class LossForm(forms.Form):
    is_reported = forms.TypedChoiceField(
        label="Er det bortkomne eksemplar anmeldt til Datatilsynet?",
        choices=[("yes", "Ja, bruddet er anmeldt"), ("no", "Nej, det er vurderet, at det ikke skal anmeldes")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad der er besluttet."},
    )


class RecordFilter(forms.Form):
    aar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    omraade = forms.ModelChoiceField(Area.objects.none(), label="Område", required=False, empty_label="Alle områder")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = [day.year for day in DestructionRecord.objects.dates("date", "year", order="DESC")]
        self.fields["aar"].choices = [("", "Alle år"), *((year, year) for year in self.years)]
        self.fields["omraade"].queryset = Area.objects.defer("polygon")

    def chosen(self):
        """The records that were asked for; a value that isn't one of the choices asks for nothing."""
        records = DestructionRecord.objects.all()
        data = self.cleaned_data if self.is_valid() else {}
        if year := data.get("aar"):
            records = records.of_year(year)
        return records.filter(area=data["omraade"]) if data.get("omraade") else records
