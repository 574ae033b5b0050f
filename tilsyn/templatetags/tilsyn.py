from django import template

from tilsyn.tabs import sections_for

register = template.Library()


@register.inclusion_tag("components/subnav.html", takes_context=True)
def supervision_sections(context) -> dict:
    """The pages beside the list of supervisions, those the user may see."""
    request = context["request"]
    return {"label": "Tilsyn", "tabs": sections_for(request.user, request.resolver_match.url_name)}
