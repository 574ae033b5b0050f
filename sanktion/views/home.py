from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from sanktion.panels import nav_for


def home(request: HttpRequest):
    """The first page of the menu is where one's work is; a user with no rights is told whom to ask."""
    items = nav_for(request.user)
    return redirect(items[0].url_name) if items else render(request, "sanktion/no_rights.html")


@method_decorator(login_not_required, name="dispatch")
class AccessibilityView(TemplateView):
    template_name = "sanktion/accessibility.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sender=settings.SANKTION_SENDER, **kwargs)
