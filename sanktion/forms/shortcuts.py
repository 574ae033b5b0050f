from django import forms

from sanktion.models import User


class ShortcutsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("uses_shortcuts",)
        labels = {"uses_shortcuts": "Brug tastaturgenveje"}
