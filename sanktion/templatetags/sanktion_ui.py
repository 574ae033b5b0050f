"""Template tags for the look: icons, badges, dates in Danish and links that sort a list."""

import datetime as dt
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sanktion.base.danish import in_kroner, long_date, within_sentence

register = template.Library()

SHORT_MONTHS = (
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "maj",
    "jun.",
    "jul.",
    "aug.",
    "sep.",
    "okt.",
    "nov.",
    "dec.",
)

BADGE_KINDS = {
    "info": "badge badge-info",
    "success": "badge badge-success",
    "warning": "badge badge-warning",
    "error": "badge badge-error",
    "neutral": "badge badge-neutral",
}
ALERT_KINDS = {
    "debug": "info",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "error",
}
SOON_DAYS = 2


@cache
def _icon(name: str) -> SafeString:
    path = finders.find(f"vendor/img/svg-icons/{name}.svg")
    if path is None:
        raise template.TemplateSyntaxError(f"There is no icon called {name!r} in static/vendor/img/svg-icons")
    markup = Path(path).read_text(encoding="utf-8")
    # The file is our own vendored one, so its markup is safe.
    return mark_safe(markup.replace("<svg ", '<svg class="icon-svg" aria-hidden="true" focusable="false" ', 1))  # noqa: S308 - our own vendored file


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a text that says the same; it is hidden from screen readers."""
    return _icon(name)


@register.simple_tag
def badge(text: str, kind: str = "neutral") -> SafeString:
    return format_html('<span class="{}">{}</span>', BADGE_KINDS[kind], text)


@register.filter
def alert_kind(level_tag: str) -> str:
    """The dkfds alert for a Django message level."""
    return ALERT_KINDS.get(level_tag, "info")


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """The Danish calendar day of a date or of an aware moment."""
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


@register.filter
def danish_date(value: dt.date | dt.datetime | None) -> str:
    """«3. december 2026»; nothing for nothing."""
    return long_date(local_date(value)) if value else ""


register.filter("kroner", in_kroner)
register.filter("lower_first", within_sentence)


@register.filter
def short_date(value: dt.date | dt.datetime | None) -> str:
    """«3. dec.», with the year when it isn't this year's."""
    return _short(local_date(value), timezone.localdate()) if value else ""


def _short(day: dt.date, today: dt.date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day}. {SHORT_MONTHS[day.month - 1]}{year}"


@register.filter
def danish_datetime(value: dt.datetime | None) -> str:
    """«18. nov. 2026 kl. 16.40» in Danish time."""
    if not value:
        return ""
    moment = timezone.localtime(value)
    return f"{moment.day}. {SHORT_MONTHS[moment.month - 1]} {moment.year} kl. {moment:%H.%M}"


def remaining(days: int) -> str:
    """How a caseworker says that a deadline is ``days`` away; negative when it has passed."""
    if days < -1:
        return f"{-days} dage over"
    if days > 1:
        return f"om {days} dage"
    return {-1: "1 dag over", 0: "i dag", 1: "i morgen"}[days]


@register.simple_tag
def deadline(value: dt.date | dt.datetime | None) -> SafeString:
    """«16. nov. 6 dage over», marked late or soon; a dash when there is no deadline."""
    if not value:
        return mark_safe('<span class="due mute">–</span>')
    return _deadline(local_date(value), timezone.localdate())


@lru_cache(maxsize=500)
def _deadline(day: dt.date, today: dt.date) -> SafeString:
    return format_html(
        '<span class="due"><time datetime="{}">{}</time> <span class="{}">{}</span></span>',
        day.isoformat(),
        _short(day, today),
        _lateness(day, today) or "rest",
        remaining((day - today).days),
    )


@register.filter
def deadline_class(value: dt.date | dt.datetime | None) -> str:
    """The class of a table row: «late», «soon» or nothing."""
    return _lateness(local_date(value), timezone.localdate()) if value else ""


def _lateness(day: dt.date, today: dt.date) -> str:
    days = (day - today).days
    return "late" if days < 0 else "soon" if days <= SOON_DAYS else ""


@register.simple_tag(takes_context=True)
def sort_link(context, label: str, field: str, param: str = "sort") -> SafeString:
    """The text of a column heading as a link that sorts by it; a second press turns the order.

    Keeps the filters of the address, but not where in the pages one was.
    """
    query = context["request"].GET.copy()
    current = query.get(param, context.get("default_sort", ""))
    for place in ("page", "after", "before"):
        query.pop(place, None)
    query[param] = f"-{field}" if current == field else field
    direction = {field: "ascending", f"-{field}": "descending"}.get(current, "")
    return format_html('<a class="sort {}" href="?{}">{}</a>', direction, query.urlencode(), label)


@register.simple_tag(takes_context=True)
def sort_state(context, field: str, param: str = "sort") -> SafeString:
    """The ``aria-sort`` attribute of the heading that the list is sorted by."""
    current = context["request"].GET.get(param, context.get("default_sort", ""))
    direction = {field: "ascending", f"-{field}": "descending"}.get(current)
    return format_html(' aria-sort="{}"', direction) if direction else SafeString("")


@register.simple_tag
def filter_field(field) -> SafeString:
    """A filter's field as the form templates draw it, at a tenth of their time: a list of rows waits for nine."""
    control = _options(field) if hasattr(field.field, "choices") else _input(field)
    error_id = f"{field.auto_id}_error"
    errors = "".join(field.errors)
    told = format_html('<span class="form-error-message" id="{}">{}</span>', error_id, errors) if errors else ""
    return format_html(
        '<div class="form-group{}"><label class="form-label" for="{}">{}</label>{}{}</div>',
        " form-error" if errors else "",
        field.auto_id,
        field.label,
        told,
        control,
    )


def _options(field) -> SafeString:
    chosen = str(field.value() or "")
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if str(value) == chosen else "", label)
            for value, label in field.field.choices
        ),
    )
    return format_html(
        '<select class="form-select" name="{}" id="{}">{}</select>', field.html_name, field.auto_id, options
    )


def _input(field) -> SafeString:
    described = format_html(' aria-invalid="true" aria-describedby="{}_error"', field.auto_id) if field.errors else ""
    return format_html(
        '<input type="text" class="form-input" name="{}" id="{}" value="{}" placeholder="dd-mm-åååå"'
        ' inputmode="numeric" autocomplete="off"{}>',
        field.html_name,
        field.auto_id,
        field.value() or "",
        described,
    )


@register.simple_tag(takes_context=True)
def form_errors(context) -> list[dict[str, str]]:
    """What is wrong in the page's ``form`` or ``forms``, each with the id of the field to go to."""
    forms = context.get("forms") or [context.get("form")]
    return [problem for form in forms if form is not None for problem in _problems(form)]


def _problems(form) -> list[dict[str, str]]:
    problems = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else f"{field.auto_id}_group" if field.use_fieldset else field.id_for_label
        label = field.label if field.label.endswith("?") else f"{field.label}:"
        problems += [{"text": f"{label} {text}", "target": target} for text in field.errors]
    return problems
