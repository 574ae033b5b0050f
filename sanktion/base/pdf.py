"""PDF from Django templates.

WeasyPrint takes half a second to load, and most processes of the system draw nothing: it is loaded with the first
document, and in the web before Gunicorn divides itself.
"""

from django.template.loader import render_to_string


def render(template_name: str, context: dict, *, stylesheets: tuple[str, ...], archival: bool) -> bytes:
    """The PDF of a template. The same input gives the same bytes with the same version of WeasyPrint and fonts.

    ``stylesheets`` are paths below the static folder, e.g. ``("css/pdf/base.css", "css/pdf/letter.css")``. Relative
    addresses in the template start at that folder. ``archival`` gives a tagged PDF/A-3a (letters, decisions),
    otherwise a plain PDF (what is soon destroyed). Raises PdfError.
    """
    from sanktion.base.typesetting import typeset

    return typeset(render_to_string(template_name, context), stylesheets, archival=archival)
