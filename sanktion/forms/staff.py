from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sanktion.demo.logins import PASSWORD as DEMO_PASSWORD
from sanktion.forms.fields import PostcodesField
from sanktion.forms.login import refuse_wrong_password
from sanktion.models import Role, Team, User

ADVICE = "Mindst 12 tegn. Tre eller fire tilfældige ord er både stærke og til at huske."
NOT_ALIKE = "De to adgangskoder er ikke ens."


class NotTheDemosPassword:
    """A validator for AUTH_PASSWORD_VALIDATORS: the password that is printed on the demo's login page."""

    def validate(self, password, user=None):
        if password == DEMO_PASSWORD and not settings.SANKTION_DEMO:
            raise ValidationError("Den adgangskode står på demoens loginside. Vælg en anden.", code="demo_password")

    def get_help_text(self):
        return "Adgangskoden må ikke være demoens."


class NewPasswordField(forms.CharField):
    """Never shown again: the browser gets it back neither after an error nor after a success."""

    def __init__(self, **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(strip=False, widget=widget, **kwargs)


class TwicePassword(forms.Form):
    password = NewPasswordField(label="Midlertidig adgangskode", help_text=ADVICE)
    password_again = NewPasswordField(label="Gentag adgangskoden")

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def clean(self):
        cleaned = super().clean()
        # One that the rules refuse has its own message.
        if "password" in cleaned and cleaned["password"] != cleaned.get("password_again", cleaned["password"]):
            self.add_error("password_again", NOT_ALIKE)
        return cleaned


class StaffForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label="Roller",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rollen bestemmer, hvad medarbejderen må.",
        error_messages={"required": "Vælg mindst én rolle."},
    )
    teams = forms.ModelMultipleChoiceField(
        label="Teams",
        queryset=Team.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Teamet bestemmer, hvilke sager rollen gælder.",
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username"]
        labels = {"first_name": "Fornavn", "last_name": "Efternavn", "email": "E-mail", "username": "Brugernavn"}
        help_texts = {"username": ""}
        widgets = {"username": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        if self.instance.pk:
            self.initial["roles"] = list(self.instance.groups.values_list("name", flat=True))
            self.initial["teams"] = list(self.instance.teams.all())

    def clean_username(self):
        # «Ida» and «ida» side by side would be mistaken for each other.
        username = self.cleaned_data["username"]
        if User.objects.exclude(pk=self.instance.pk).filter(username__iexact=username).exists():
            raise forms.ValidationError("En anden medarbejder har allerede det brugernavn.")
        return username


class StaffNewForm(TwicePassword, StaffForm):
    # The order of the page, which is the order of its error summary.
    field_order = ["first_name", "last_name", "email", "username", "roles", "teams", "password", "password_again"]


class OwnPasswordForm(PasswordChangeForm):
    old_password = forms.CharField(
        label="Nuværende adgangskode",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password1 = NewPasswordField(label="Ny adgangskode", help_text=ADVICE)
    new_password2 = NewPasswordField(label="Gentag den nye adgangskode")

    error_messages = {
        "password_incorrect": "Adgangskoden er ikke den, du har nu.",
        "password_mismatch": NOT_ALIKE,
    }

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self):
        password = self.cleaned_data["old_password"]
        refuse_wrong_password(self.request, password, self.error_messages["password_incorrect"])
        return password

    def clean(self):
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", "Vælg en anden adgangskode end den, du har nu.")
        return cleaned


class TeamForm(forms.ModelForm):
    postcodes = PostcodesField(
        label="Postnumre",
        required=False,
        max_length=2000,
        help_text="Adskilt af komma, fx 5000, 5200. Nye borgere med disse postnumre hører til teamet.",
    )

    class Meta:
        model = Team
        fields = ["name", "postcodes"]
        labels = {"name": "Navn"}
        error_messages = {"name": {"unique": "Et andet team har allerede det navn."}}

    def clean_postcodes(self):
        postcodes = self.cleaned_data["postcodes"]
        # Locked, so that two teams given the same postcode at the same time take turns.
        others = Team.objects.select_for_update().exclude(pk=self.instance.pk).order_by("pk")
        taken = [f"{code} ({team.name})" for team in others for code in postcodes if code in team.postcodes]
        if taken:
            raise forms.ValidationError(f"Et postnummer hører til ét team. Optaget: {', '.join(taken)}.")
        return postcodes
