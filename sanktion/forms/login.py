from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_login_failed

from sanktion.actions import second_factor
from sanktion.demo.logins import PASSWORD as DEMO_PASSWORD

WRONG_CODE = "Koden passer ikke, eller den er brugt. Vent på den næste kode i appen, og prøv igen."


class SignInForm(AuthenticationForm):
    def clean(self):
        # Whatever was copied into the database: the printed password opens nothing outside the demo.
        if self.cleaned_data.get("password") == DEMO_PASSWORD and not settings.SANKTION_DEMO:
            raise self.get_invalid_login_error()
        return super().clean()


class CodeField(forms.CharField):
    def __init__(self, **kwargs):
        attributes = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), **kwargs)


class CodeForm(forms.Form):
    """The second factor of a login that has begun."""

    code = CodeField(
        label="Kode", help_text="De seks cifre, appen viser nu. Har du ikke telefonen, så brug en af dine nødkoder."
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self):
        if not second_factor.accepts(self.user, self.cleaned_data["code"]):
            raise forms.ValidationError(WRONG_CODE)
        return self.cleaned_data["code"]


class ConfirmForm(forms.Form):
    """Who one is, once more. Its names are its own: it is put on top of what another form had been filled in with."""

    bekraeft_password = forms.CharField(
        label="Adgangskode",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    bekraeft_kode = CodeField(label="Kode fra telefonen", help_text="De seks cifre, appen viser nu, eller en nødkode.")

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if second_factor.app_of(request.user) is None:
            del self.fields["bekraeft_kode"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        user = self.request.user
        found = authenticate(self.request, username=user.get_username(), password=cleaned["bekraeft_password"])
        if found is None or found.pk != user.pk:
            raise forms.ValidationError("Adgangskoden er ikke rigtig.")
        if "bekraeft_kode" in self.fields and not second_factor.accepts(user, cleaned["bekraeft_kode"]):
            # A wrong code counts as a wrong password does.
            credentials = {"username": user.get_username()}
            user_login_failed.send(__name__, credentials=credentials, request=self.request)
            raise forms.ValidationError(WRONG_CODE)
        return cleaned


class OwnPassword(forms.Form):
    """Asked for before the second factor is touched, however fresh the login is."""

    password = forms.CharField(
        label="Din adgangskode",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        user, password = self.request.user, self.cleaned_data["password"]
        found = authenticate(self.request, username=user.get_username(), password=password)
        if found is None or found.pk != user.pk:
            raise forms.ValidationError("Adgangskoden er ikke rigtig.")
        return password


class NewAppForm(forms.Form):
    code = CodeField(label="Kode fra appen", help_text="De seks cifre, appen viser nu.")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Begrundelse",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fx hvordan du har sikret dig, at det er medarbejderen selv, der spørger. Skriv intet om borgere.",
    )
