import uuid

from django import forms

from sanktion.forms.fields import OnceKeyField


class MakeForm(forms.Form):
    key = OnceKeyField(initial=uuid.uuid4)
