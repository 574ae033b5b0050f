from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.views.generic import TemplateView

from sanktion.panels import nav_for


def home(request: HttpRequest):
    """The first page of the menu is where one's work is; a user with no rights is told whom to ask."""
    items = nav_for(request.user)
    return redirect(items[0].url_name) if items else render(request, "sanktion/no_rights.html")


class AccessibilityView(TemplateView):
    template_name = "sanktion/accessibility.html"
