import re

from django import forms
from django.db.backends.postgresql.psycopg_any import NumericRange

from koerelister.actions.areas import lock_areas
from koerelister.models import Area, AreaStreet, Parity
from koerelister.places import house_numbers
from koerelister.places.borders import MOST_BYTES, BorderRefused, read_border
from sanktion.base.danish import sort_key
from sanktion.forms.fields import PostcodesField
from sanktion.models import Address


class AreaForm(forms.ModelForm):
    code = forms.RegexField(
        r"^[A-Za-zÆØÅæøå]{1,4}$",
        label="Kode",
        help_text="Et til fire bogstaver, som listens nummer begynder med, fx NB.",
        error_messages={
            "invalid": "Koden er et til fire bogstaver, fx NB.",
            "unique": "Et andet område har allerede den kode.",
        },
        widget=forms.TextInput(attrs={"data-width": "time", "autocomplete": "off", "maxlength": 4}),
    )
    postcodes = PostcodesField(
        label="Postnumre",
        max_length=2000,
        help_text="Adskilt af komma, fx 5000, 5200. Et postnummer hører til ét område.",
        error_messages={"required": "Skriv mindst ét postnummer, ellers dækker området intet."},
    )
    position = forms.IntegerField(
        label="Rækkefølge",
        min_value=1,
        max_value=999,
        help_text="Områdets plads, når områderne vises.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
    )

    class Meta:
        model = Area
        fields = ["name", "code", "postcodes", "position"]
        labels = {"name": "Navn"}
        error_messages = {"name": {"unique": "Et andet område har allerede det navn."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["postcodes"].required = not self._has_another_rule()

    def _has_another_rule(self) -> bool:
        area = self.instance
        return bool(area.polygon or (area.pk and (area.streets.exists() or area.overrides.exists())))

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean_postcodes(self):
        postcodes = self.cleaned_data["postcodes"]
        lock_areas()
        others = Area.objects.exclude(pk=self.instance.pk).only("name", "postcodes")
        taken = [f"{code} ({area.name})" for area in others for code in postcodes if code in area.postcodes]
        if taken:
            raise forms.ValidationError(f"Et postnummer hører til ét område. Optaget: {', '.join(taken)}.")
        return postcodes


class BorderForm(forms.Form):
    """A file or a text; the file goes first."""

    file = forms.FileField(label="Fil med grænsen (GeoJSON)", required=False)
    pasted = forms.CharField(
        label="Eller indsæt GeoJSON her",
        required=False,
        strip=True,
        help_text="Et Polygon eller MultiPolygon i grader (WGS84), længdegraden først.",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self):
        data = super().clean()
        name = "file" if data.get("file") else "pasted"
        try:
            text = self._text(data)
            if not text:
                raise BorderRefused("Vælg en fil, eller indsæt grænsen.")
            data["border"] = read_border(text)
        except BorderRefused as refused:
            self.add_error(name, str(refused))
        return data

    @staticmethod
    def _text(data) -> str:
        file = data.get("file")
        if not file:
            return data.get("pasted", "")
        if file.size > MOST_BYTES:
            raise BorderRefused("Filen er for stor. Højst 2 MB kan læses ind; forenkl grænsen først.")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BorderRefused("Filen er ikke tekst i UTF-8, og kan ikke være GeoJSON.") from None


class HouseNumberField(forms.CharField):
    """A house number with at most one letter, or nothing; as the form's own text, checked."""

    def __init__(self, **kwargs):
        attrs = {"data-width": "time", "autocomplete": "off", "maxlength": 5}
        super().__init__(required=False, max_length=5, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if text and house_numbers.key(text) is None:
            raise forms.ValidationError("Et husnummer er et tal og højst ét bogstav, fx 12 eller 12A.")
        return text


class StreetForm(forms.Form):
    road = forms.CharField(
        label="Vejnavn", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "wide"})
    )
    postcode = forms.RegexField(
        r"^[0-9]{4}$",
        label="Postnummer",
        error_messages={"invalid": "Et postnummer har fire cifre."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
    )
    first = HouseNumberField(label="Fra husnummer", help_text="Tomt er fra det første.")
    last = HouseNumberField(label="Til og med", help_text="Tomt er til det sidste. 14 tager 14A til 14Z med.")
    parity = forms.TypedChoiceField(label="Side", choices=Parity.choices, coerce=Parity, initial=Parity.ALL)

    def clean(self):
        data = super().clean()
        first = house_numbers.key(data["first"]) if data.get("first") else house_numbers.FIRST
        last = house_numbers.last_key(data["last"]) if data.get("last") else house_numbers.LAST
        if first > last:
            self.add_error("last", "Det sidste husnummer ligger før det første.")
        if {"road", "postcode"} <= set(data):
            data["road"] = _as_registered(data["road"], data["postcode"])
        data["numbers"] = NumericRange(first, last + 1)
        return data

    def rule_for(self, area: Area) -> AreaStreet:
        names = ("road", "postcode", "numbers", "parity")
        return AreaStreet(area=area, **{name: self.cleaned_data[name] for name in names})


def _as_registered(road: str, postcode: str) -> str:
    """The road as the address register writes it, or as it was typed when the register has none of that name."""
    same = Address.objects.filter(sort_key__startswith=f"{sort_key(road)}\t", postcode=postcode)
    return same.values_list("street", flat=True).first() or re.sub(r"\s+", " ", road)


class HouseSearchForm(forms.Form):
    q = forms.CharField(
        label="Adresse",
        max_length=80,
        help_text="Vejnavn og husnummer, fx Nørregade 12 eller Nørregade 12, 5000.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "wide"}),
        error_messages={"required": "Skriv et vejnavn."},
    )


class HouseForm(forms.Form):
    """One of the houses that were found."""

    house = forms.UUIDField()

    def clean_house(self):
        house = self.cleaned_data["house"]
        if not Address.objects.filter(access_address_id=house).exists():
            raise forms.ValidationError("Adressen findes ikke.")
        return house


class RoadForm(forms.Form):
    """A whole road to one area, from the list of those without."""

    area = forms.ModelChoiceField(Area.objects.defer("polygon"))
    road = forms.CharField(max_length=40)
    postcode = forms.RegexField(r"^[0-9]{4}$")

    @property
    def rule(self) -> AreaStreet:
        whole = NumericRange(house_numbers.FIRST, house_numbers.LAST + 1)
        return AreaStreet(numbers=whole, **self.cleaned_data)
