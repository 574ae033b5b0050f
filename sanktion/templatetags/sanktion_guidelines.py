"""Links from a screen to what governs it."""

from django import template

from sanktion.models import GuidedPage, Guideline

register = template.Library()


@register.inclusion_tag("sanktion/guidelines/links.html", takes_context=True)
def guideline_links(context, page: str) -> dict:
    """The documents of the register that name this page and are in force."""
    visible = Guideline.objects.visible_to(context["request"].user)
    return {"guidelines": visible.governing(GuidedPage(page))}
