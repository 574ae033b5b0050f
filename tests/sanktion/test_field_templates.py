"""What a page shows of a form's fields, in our own words."""

from django import forms

from sanktion.models import Team


class Choosing(forms.Form):
    team = forms.ModelChoiceField(Team.objects.none())
    shown = forms.ChoiceField(choices=[("", "Alle"), ("open", "Åbne")])


def test_an_empty_choice_asks_for_one_in_danish():
    page = Choosing().as_div()
    assert '<option value="" selected>Vælg</option>' in page
    assert "---------" not in page
    assert '<option value="">Alle</option>' in page.replace(" selected", "")
