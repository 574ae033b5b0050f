from django import forms

# For each kind of field that is left empty: what to do, where the form itself has no better words for it.
WORDS = {
    forms.Field: "Udfyld feltet.",
    forms.BooleanField: "Sæt kryds her.",
    forms.ChoiceField: "Vælg en mulighed.",
    forms.MultipleChoiceField: "Vælg mindst én.",
    forms.ModelMultipleChoiceField: "Vælg mindst én.",
    forms.FileField: "Vælg en fil.",
}


def say_what_to_do() -> None:
    """Called before any form is made, for each of its fields takes its words then. Django's own, «Dette felt er
    påkrævet», only says what is wrong."""
    for kind, words in WORDS.items():
        kind.default_error_messages = vars(kind).get("default_error_messages", {}) | {"required": words}
