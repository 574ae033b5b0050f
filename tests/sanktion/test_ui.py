"""The look's own parts: Danish dates, deadlines, fields, error summary, and pages that need nothing."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import TemplateSyntaxError
from django.template.loader import get_template, render_to_string

from sanktion.templatetags import sanktion_ui as ui

TEMPLATES = sorted((settings.ROOT / "templates").rglob("*.html"))
STYLESHEETS = sorted((settings.ROOT / "static" / "css").rglob("*.css"))
TODAY = date(2026, 11, 22)
# 23.30 UTC is half past midnight in Denmark: the day has changed there.
LATE_EVENING = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
OURS = {"sanktion", "parthoering", "koerelister", "tilsyn"}


class VisitForm(forms.Form):
    day = forms.CharField(label="Dato", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    contact = forms.ChoiceField(label="Fik I kontakt?", choices=[("1", "Ja"), ("0", "Nej")], widget=forms.RadioSelect)
    note = forms.CharField(label="Notat", required=False, help_text="Kort.", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Slags", choices=[("", "Vælg"), ("a", "A")])
    papers = forms.MultipleChoiceField(label="Bilag", choices=[("1", "Et")], widget=forms.CheckboxSelectMultiple)
    file = forms.FileField(label="Fil", required=False)
    sure = forms.BooleanField(label="Jeg er sikker")

    def clean(self):
        raise forms.ValidationError("Datoen passer ikke med fristen.")


class Elements(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def with_name(self, name):
        return [attrs for _, attrs in self.found if attrs.get("name") == name]

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


@pytest.fixture
def frozen():
    with time_machine.travel(LATE_EVENING, tick=False):
        yield


@pytest.mark.parametrize(
    ("day", "words", "kind"),
    [
        (date(2026, 11, 16), "6 dage over", "late"),
        (date(2026, 11, 21), "1 dag over", "late"),
        (TODAY, "i dag", "soon"),
        (date(2026, 11, 23), "i morgen", "soon"),
        (date(2026, 11, 24), "om 2 dage", "soon"),
        (date(2026, 11, 25), "om 3 dage", "rest"),
    ],
)
def test_a_deadline_says_how_far_away_it_is_on_the_danish_calendar(frozen, day, words, kind):
    markup = ui.deadline(day)
    assert f'<span class="{kind}">{words}</span>' in markup
    assert f'<time datetime="{day.isoformat()}">{day.day}. nov.</time>' in markup


def test_no_deadline_is_a_dash():
    assert "–" in ui.deadline(None)
    assert ui.deadline_class(None) == ""


def test_dates_are_written_as_danes_write_them(frozen):
    assert ui.danish_date(date(2026, 12, 3)) == "3. december 2026"
    assert ui.danish_date(LATE_EVENING) == "22. november 2026"
    assert ui.short_date(date(2026, 12, 3)) == "3. dec."
    assert ui.short_date(date(2027, 5, 1)) == "1. maj 2027"
    assert ui.danish_datetime(datetime(2026, 11, 18, 15, 40, tzinfo=UTC)) == "18. nov. 2026 kl. 16.40"
    assert ui.danish_datetime(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "1. jul. 2026 kl. 09.05"


@pytest.mark.parametrize("written", [ui.danish_date, ui.short_date, ui.danish_datetime])
def test_no_date_is_nothing(written):
    assert written(None) == ""


def test_an_icon_is_hidden_from_screen_readers_and_a_wrong_name_is_an_error():
    assert 'aria-hidden="true"' in ui.icon("close")
    with pytest.raises(TemplateSyntaxError, match="no icon called"):
        ui.icon("does-not-exist")


def test_a_badge_escapes_its_text_and_knows_its_kinds():
    assert ui.badge("<b>", "error") == '<span class="badge badge-error">&lt;b&gt;</span>'
    with pytest.raises(KeyError):
        ui.badge("x", "purple")


def test_sorting_keeps_the_filters_leaves_the_pages_and_turns_the_order(rf):
    context = {"request": rf.get("/", {"status": "open", "after": "17", "sort": "due"}), "default_sort": "name"}
    assert ui.sort_link(context, "Frist", "due") == (
        '<a class="sort ascending" href="?status=open&amp;sort=-due">Frist</a>'
    )
    assert ui.sort_state(context, "due") == ' aria-sort="ascending"'
    assert ui.sort_state(context, "name") == ""


def test_a_list_without_a_chosen_order_shows_its_default(rf):
    context = {"request": rf.get("/"), "default_sort": "-due"}
    assert ui.sort_state(context, "due") == ' aria-sort="descending"'
    assert 'href="?sort=due"' in ui.sort_link(context, "Frist", "due")


def test_each_fault_leads_to_an_element_of_the_page():
    form = VisitForm({})
    summary = render_to_string("components/error_summary.html", {"form": form})
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 5
    assert set(targets) <= set(Elements(str(form)).ids)
    assert "Der er 6 fejl" in summary
    assert "Datoen passer ikke med fristen." in summary
    for told in (
        "Dato: Udfyld feltet.",
        "Fik I kontakt? Vælg en mulighed.",
        "Bilag: Vælg mindst én.",
        "Jeg er sikker: Sæt kryds her.",
    ):
        assert told in summary


def test_the_summary_gathers_several_forms_and_is_silent_without_faults():
    both = render_to_string("components/error_summary.html", {"forms": [VisitForm({}, prefix=n) for n in "ab"]})
    assert "Der er 12 fejl" in both
    assert render_to_string("components/error_summary.html", {"form": VisitForm()}).strip() == ""
    assert render_to_string("components/error_summary.html", {}).strip() == ""


def test_a_field_names_its_hint_and_its_fault_for_screen_readers():
    page = Elements(str(VisitForm({})))
    (day,) = page.with_name("day")
    (note,) = page.with_name("note")
    assert (day["aria-describedby"], day["aria-invalid"]) == ("id_day_error", "true")
    assert note["aria-describedby"] == "id_note_helptext"
    assert {"id_day_error", "id_note_helptext"} <= set(page.ids)
    assert day["inputmode"] == "numeric"


def test_choices_stand_in_a_fieldset_and_every_control_has_a_label():
    page = Elements(str(VisitForm()))
    assert [tag for tag, _ in page.found].count("fieldset") == 2
    labelled = {attrs["for"] for tag, attrs in page.found if tag == "label"}
    controls = {attrs["id"] for tag, attrs in page.found if tag in {"input", "select", "textarea"}}
    assert controls == labelled


def test_only_fields_one_may_leave_empty_say_so():
    assert str(VisitForm()).count("(frivilligt)") == 2


def test_every_id_is_there_once():
    ids = Elements(str(VisitForm({}))).ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_pages_need_neither_context_nor_database(name):
    markup = get_template(name).render()
    assert '<html lang="da">' in markup
    for sheet in re.findall(r'href="/static/([^"]+)"', markup):
        assert finders.find(sheet), sheet


def test_no_template_holds_inline_style_or_script():
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|\bhx-on|javascript:", text), path.name
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path.name


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_stylesheets_name_only_files_we_ship(path):
    for name in re.findall(r"url\(([^)]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / Path(name.strip("\"'"))).resolve().is_file(), name


def test_every_stylesheet_of_the_screen_is_linked():
    linked = set(re.findall(r'/static/css/([^"]+)"', render_to_string("components/stylesheets.html")))
    assert linked == {path.name for path in STYLESHEETS if path.parent.name == "css"}


def test_no_form_of_ours_says_only_that_a_field_is_required():
    import_module(settings.ROOT_URLCONF)  # and with it every form of a page
    ours = [form for form in _below(forms.BaseForm) if form.__module__.split(".")[0] in OURS]
    assert len(ours) > 50
    said = {str(field.error_messages["required"]) for form in ours for field in form.base_fields.values()}
    assert "Udfyld feltet." in said
    assert not [words for words in said if "påkrævet" in words]


def _below(kind):
    return [one for below in kind.__subclasses__() for one in (below, *_below(below))]
