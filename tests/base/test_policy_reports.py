"""What a browser tells of a page that broke the policy: little is taken, less is kept."""

import json
import logging

import pytest
from django.test import Client

from sanktion.base import policy_reports
from sanktion.base.middleware import CSP_REPORTS

SECRET = "1203901234"
OLD = "application/csp-report"
NEW = "application/reports+json"


@pytest.fixture(autouse=True)
def fresh_limit(monkeypatch):
    monkeypatch.setattr(policy_reports, "limit", policy_reports.Limit(policy_reports.MOST_A_MINUTE))


@pytest.fixture
def kept(caplog):
    caplog.set_level(logging.WARNING, "sanktion.policy")
    return lambda: [record.facts for record in caplog.records if record.name == "sanktion.policy"]


def send(report, content_type=OLD):
    body = report if isinstance(report, (str, bytes)) else json.dumps(report)
    # No session, no token: a browser sends reports by itself. And no database, which the test forbids.
    return Client(enforce_csrf_checks=True).post(CSP_REPORTS, body, content_type=content_type)


def old(**changes):
    return {
        "csp-report": {
            "document-uri": f"https://sanktion.invalid/sager/2026-0000001/?cpr={SECRET}",
            "referrer": f"https://sanktion.invalid/soeg/?q={SECRET}",
            "effective-directive": "script-src-elem",
            "blocked-uri": f"https://onde.invalid/stjael.js?navn={SECRET}",
            "script-sample": f"alert('{SECRET}')",
            "source-file": f"https://sanktion.invalid/{SECRET}",
        }
        | changes
    }


def test_the_old_form_keeps_directive_host_and_the_address_name(kept):
    assert send(old()).status_code == 204
    assert kept() == [{"directive": "script-src-elem", "blocked": "onde.invalid", "route": "case"}]


def test_so_does_the_new(kept):
    body = {"documentURL": "https://s.invalid/koe/?q=Ida", "blockedURL": "inline", "effectiveDirective": "style-src"}
    report = {"type": "csp-violation", "url": f"https://s.invalid/?{SECRET}", "body": body, "user_agent": SECRET}
    assert send([report, {"type": "other"}, 7], NEW).status_code == 204
    assert kept() == [{"directive": "style-src", "blocked": "inline", "route": "queue"}]


def test_a_page_at_the_door_has_the_name_of_all_contact(kept):
    """B048."""
    send(old(**{"document-uri": "https://s.invalid/koerelister/4/stop/2/"}))
    assert kept()[0]["route"] == "contact"


@pytest.mark.parametrize(
    "changes",
    [
        {"effective-directive": f"<script>{SECRET}", "blocked-uri": f"https://[{SECRET}", "document-uri": "//[x"},
        {"effective-directive": 7, "blocked-uri": [SECRET], "document-uri": {"a": SECRET}},
        {"effective-directive": "x" * 900, "blocked-uri": f"https://{SECRET} ida/", "document-uri": f"/{SECRET}/"},
    ],
)
def test_nothing_that_was_made_up_is_kept(kept, changes):
    answer = send(old(**changes))
    assert answer.status_code in (204, 400)
    assert SECRET not in json.dumps(kept())
    assert "script" not in json.dumps(kept())


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{}", "text/plain", 415),
        ("x" * (policy_reports.MOST_BYTES + 1), OLD, 413),
        ("{", OLD, 400),
        (b"\xff\xfe", OLD, 400),
        ("[" * 9000, NEW, 400),
        ("7", OLD, 204),
        ("null", OLD, 204),
    ],
)
def test_what_is_too_much_or_unreadable_is_refused(kept, body, content_type, status):
    assert send(body, content_type).status_code == status
    assert kept() == []


def test_of_a_long_list_only_the_first_are_kept(kept):
    report = {"body": {"effectiveDirective": "img-src", "blockedURL": "data", "documentURL": "https://s.invalid/koe/"}}
    assert send([report] * 100, NEW).status_code == 204
    assert len(kept()) == policy_reports.MOST_AT_ONCE


def test_a_flood_is_stopped_and_let_in_again_after_a_minute(kept, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(policy_reports.time, "monotonic", lambda: now[0])
    statuses = [send(old()).status_code for _ in range(policy_reports.MOST_A_MINUTE + 5)]
    assert statuses == [204] * policy_reports.MOST_A_MINUTE + [429] * 5
    now[0] = 61
    assert send(old()).status_code == 204


def test_nobody_reads_it():
    assert Client().get(CSP_REPORTS).status_code == 405
