"""Kept texts: paragraphs, lists, bold and named fields; nothing in them is ever a template or markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base.wording import faults, to_html


def test_paragraphs_lines_lists_and_bold():
    body = "Først **senest den {dag}**.\n\nTo\nlinjer\n\n- et\n- to\n\n1. a\n2. b"
    assert to_html(body, {"dag": "3. maj"}) == (
        "<p>Først <strong>senest den 3. maj</strong>.</p>\n<p>To<br>linjer</p>\n"
        "<ul><li>et</li><li>to</li></ul>\n<ol><li>a</li><li>b</li></ol>"
    )


def test_windows_line_ends_and_stray_blanks():
    assert to_html("\r\n a\r\n \r\nb\r\n", {}) == "<p>a</p>\n<p>b</p>"


def test_markup_in_text_and_in_values_is_only_text():
    assert to_html("<b>{x}</b>", {"x": "<script>**{y}**"}) == ("<p>&lt;b&gt;&lt;script&gt;**{y}**&lt;/b&gt;</p>")


@pytest.mark.parametrize("body", ["{{ case }}", "{% load x %}", "{case.citizen.cpr}", "{0}", "{ dag }", "{dag", "dag}"])
def test_what_is_not_a_known_field_is_told(body):
    assert faults(body, ["dag"])


def test_the_known_fields_are_named_to_the_writer():
    assert faults("{frist}", ["dag", "navn"]) == ["Ukendt felt: {frist}. Teksten kan bruge: {dag}, {navn}."]
    assert faults("{frist}", []) == ["Ukendt felt: {frist}. Teksten kan bruge: ingen."]


def test_bold_is_closed_on_its_own_line():
    assert faults("**a** og **b\nc**", [])
    assert faults("**a** og **b**", []) == []


@given(st.text(max_size=300))
def test_a_text_without_faults_can_always_be_written_and_holds_no_markup(body):
    if faults(body, ["dag"]):
        return
    plain = to_html(body, {"dag": "<i>"})
    for tag in ("p", "ul", "ol", "li", "strong"):
        plain = plain.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in plain.replace("<br>", "")
