from django import forms

from sanktion.models import Case, User


class GiveAccessForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Giv en kollega adgang",
        queryset=User.objects.none(),
        empty_label="Vælg",
        help_text="Kolleger, hvis rolle må se sager, men som ikke allerede har navngiven adgang.",
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        readers = User.objects.filter(is_active=True, groups__permissions__codename="view_case")
        others = readers.exclude(pk__in=case.named_people()).distinct()
        self.fields["person"].queryset = others.order_by("first_name", "last_name")
