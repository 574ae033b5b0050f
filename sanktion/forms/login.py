from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_login_failed

from sanktion.actions import second_factor
from sanktion.base.identity import Refused
from sanktion.demo.logins import PASSWORD as DEMO_PASSWORD

NOT_YOURS = "Adgangskoden er ikke rigtig."
LAPSED = "Den midlertidige adgangskode er udløbet. Bed en administrator om en ny."
LOCKED = "Der er prøvet for mange gange. Vent {} minutter, og prøv igen."
WRONG_CODE = "Koden passer ikke, eller den er brugt. Vent på den næste kode i appen, og prøv igen."

CODE_HELP = "De seks cifre, appen viser nu, eller en nødkode."


def refuse_wrong_password(request, password: str, words: str) -> None:
    """Raises ValidationError when it is not the signed-in user's. Counted as at the login: nobody guesses for ever."""
    user = request.user
    found = authenticate(request, username=user.get_username(), password=password)
    if found is None or found.pk != user.pk:
        if _is_lapsed(request):
            raise forms.ValidationError(LAPSED)
        locked = getattr(request, "axes_locked_out", False)
        raise forms.ValidationError(LOCKED.format(settings.SANKTION_LOCKOUT_MINUTES) if locked else words)


def refuse_wrong_code(request, code: str) -> None:
    """Raises ValidationError when it is not the signed-in user's. A wrong code counts as a wrong password does."""
    if not second_factor.accepts(request.user, code):
        count_wrong_code(request, request.user)
        raise forms.ValidationError(WRONG_CODE)


def count_wrong_code(request, user) -> None:
    """As a wrong password."""
    request.login_refused = Refused.CODE
    user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=request)


def _is_lapsed(request) -> bool:
    return getattr(request, "login_refused", None) == Refused.LAPSED


class SignInForm(AuthenticationForm):
    def clean(self):
        # Whatever was copied into the database: the printed password opens nothing outside the demo.
        if self.cleaned_data.get("password") == DEMO_PASSWORD and not settings.SANKTION_DEMO:
            raise self.get_invalid_login_error()
        return super().clean()

    def get_invalid_login_error(self):
        # Told to one who has the password: it says nothing to others.
        if _is_lapsed(self.request):
            return forms.ValidationError(LAPSED, code="lapsed")
        return super().get_invalid_login_error()


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
    bekraeft_kode = CodeField(label="Kode fra telefonen", help_text=CODE_HELP)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if second_factor.app_of(request.user) is None:
            del self.fields["bekraeft_kode"]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        refuse_wrong_password(self.request, cleaned["bekraeft_password"], NOT_YOURS)
        if "bekraeft_kode" in self.fields:
            refuse_wrong_code(self.request, cleaned["bekraeft_kode"])
        return cleaned


class OwnPassword(forms.Form):
    """Asked for before the second factor is touched, however fresh the login is; with the code of the one there is, or
    a password that was seen and a machine left open would be enough to put another in its place."""

    password = forms.CharField(
        label="Din adgangskode",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    code = CodeField(label="Kode fra telefonen", help_text=CODE_HELP)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if second_factor.app_of(request.user) is None:
            del self.fields["code"]

    def clean_password(self):
        refuse_wrong_password(self.request, self.cleaned_data["password"], NOT_YOURS)
        return self.cleaned_data["password"]

    def clean_code(self):
        # A code is taken once: one beside a wrong password is not used up.
        if "password" in self.cleaned_data:
            refuse_wrong_code(self.request, self.cleaned_data["code"])
        return self.cleaned_data["code"]


class NewAppForm(forms.Form):
    code = CodeField(label="Kode fra appen", help_text="De seks cifre, appen viser nu.")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Begrundelse",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fx hvordan du har sikret dig, at det er medarbejderen selv, der spørger. Skriv intet om borgere.",
    )
