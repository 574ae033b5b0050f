from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import UpdateView

from sanktion.forms.shortcuts import ShortcutsForm

SHORTCUTS = [
    ("?", "Vis denne liste"),
    ("/", "Gå til søgefeltet"),
    ("g og derefter k", "Gå til arbejdskøen"),
    ("g og derefter h", "Gå til hændelser uden sag"),
    ("j", "Næste række i listen"),
    ("k", "Forrige række i listen"),
    ("Enter", "Åbn den række, du står på"),
    ("n", "Åbn den næste sag fra den arbejdskø, du sidst så"),
    ("u", "Tilbage til arbejdskøen fra en sag"),
]


class ShortcutsView(UpdateView):
    """What «?» opens, as a page of its own; and where the keys are switched off (WCAG 2.1.4)."""

    form_class = ShortcutsForm
    template_name = "sanktion/shortcuts.html"
    extra_context = {"shortcuts": SHORTCUTS}

    def get_object(self, queryset=None):
        return self.request.user

    def form_valid(self, form):
        form.instance.save(update_fields=["uses_shortcuts"])
        state = "slået til" if form.instance.uses_shortcuts else "slået fra"
        messages.success(self.request, f"Tastaturgenveje er {state}.")
        return redirect("shortcuts")
