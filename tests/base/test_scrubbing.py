"""The last line of defence: what no log may hold is taken out of whatever is written."""

import json
import logging

import pytest
from django.conf import settings
from django.core import mail
from django.test import RequestFactory

from sanktion.base import logs, tracing
from sanktion.base.scrubbing import scrub

LOOKUP_KEY = settings.SANKTION_LOOKUP_KEYS.split(",")[0].rpartition(":")[2]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("borger 120390-1234 fundet", "120390-1234"),
        ("cpr=1203901234", "1203901234"),
        ("CPR 120390 1234.", "120390 1234"),
        ("erstatning 7203901234", "7203901234"),
        ("(«311299-4321»)", "311299-4321"),
        ('{"password": "hemmelig kode"}', "hemmelig kode"),
        ("adgangskode: kaktuslampe", "kaktuslampe"),
        ("client_secret=abc123def", "abc123def"),
        ("csrfmiddlewaretoken=Zz81; x", "Zz81"),
        ("Cookie: sessionid=q1w2e3r4t5", "q1w2e3r4t5"),
        ("Authorization: Bearer abc.def.ghi", "abc.def.ghi"),
        ("id eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXI", "eyJzdWIiOiIx"),
        ("cannot reach redis://:kodeord99@redis:6379/0", "kodeord99"),
        ("postgresql://sanktion_app:kodeord99@db/sanktion", "kodeord99"),
        ("GET /soeg/?q=Ida+Nielsen HTTP/1.1", "Ida+Nielsen"),
        ("DETAIL:  Key (last_name)=(Nielsen) already exists.", "Nielsen"),
        ("violates x\nDETAIL:  Failing row contains (7, Ida, Lilledal 23).", "Lilledal"),
        ("Key (first_name, last_name)=(Ida, Niel (sen)) already exists.", "Ida"),
        (f"the key is {settings.SECRET_KEY}", settings.SECRET_KEY),
        (f"lookup {LOOKUP_KEY} lost", LOOKUP_KEY),
    ],
)
def test_is_taken_out(text, secret):
    assert secret not in scrub(text)
    assert "***" in scrub(text)
    assert scrub(scrub(text)) == scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        "staff.close by=3",
        "Delivery 17 failed (attempt 2): TimeoutError",
        "sag 2026-0000001, dokument 2026-0000001-170",
        "kl. 2026-11-22 20:30:45,123",
        "3f2b1c9a-1234-4f6e-9a8b-001122334455",
        "991399-1234 er ingen dag, 4512345678 heller ikke",
        "sanktion/actions/nightly.py, line 34",
    ],
)
def test_is_left_alone(text):
    assert scrub(text) == text


@pytest.fixture(params=["line", "json"])
def written(request):
    """``written(message, …)`` gives the line as each of the two formats has it."""
    formatter = logs.WordlessFormatter("%(message)s") if request.param == "line" else logs.JsonFormatter()

    def _written(message, *args, **extra):
        record = logging.LogRecord("test", logging.INFO, __file__, 1, message, args, None)
        vars(record).update(extra)
        return formatter.format(record)

    return _written


def test_both_formats_are_scrubbed_their_facts_too(written):
    text = written("borger %s", "120390-1234", facts={"asked": "120390-1234", "status": 404})
    assert "120390" not in text
    assert "404" in text


def test_a_line_says_which_request_it_belongs_to_and_who_acts(written):
    with tracing.part_of() as request_id:
        tracing.note_user(7)
        text = written("noget")
    assert request_id in text
    assert "7" in text.replace(request_id, "")
    assert request_id not in written("noget andet")


def test_a_number_that_is_not_ours_is_not_carried_on():
    for wrong in ("", "120390-1234", "x" * 16, "A" * 16, "0" * 17):
        with tracing.part_of(wrong) as request_id:
            assert request_id != wrong
            assert tracing.ID_FORM.fullmatch(request_id)


def test_the_json_line_can_be_read_by_a_machine():
    formatter = logs.JsonFormatter()
    record = logging.LogRecord("a.b", logging.WARNING, __file__, 1, "flere\nlinjer «æøå» %s", (object(),), None)
    record.facts = {"route": "case", "ms": 12, "odd": object()}
    line = json.loads(formatter.format(record))
    assert {name: line[name] for name in ("level", "logger", "route", "ms", "odd")} == {
        "level": "WARNING",
        "logger": "a.b",
        "route": "case",
        "ms": 12,
        "odd": "object",
    }
    assert line["message"].startswith("flere\nlinjer «æøå»")
    assert line["at"].endswith("+00:00")
    assert "\n" not in formatter.format(record)


def test_djangos_own_lines_name_no_path():
    request = RequestFactory().get("/sager/2026-0000001/?q=Ida")
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "%s: %s", ("Fejl", request.path), None)
    record.request, record.status_code = request, 500
    assert logs.RouteFilter().filter(record)
    assert record.getMessage() == "Fejl: -"
    record.status_code = 404
    assert not logs.RouteFilter().filter(record)


def test_an_error_is_sent_to_nobody_by_mail(settings):
    """Django's own handler would send the whole of it: words, form and cookies."""
    settings.ADMINS = [("Drift", "drift@kommunen.invalid")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    logging.getLogger("django.request").error("gik galt: %s", "120390-1234")
    logging.getLogger("django.security").error("gik galt")
    assert getattr(mail, "outbox", []) == []
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "django.security")]
    handlers = {type(handler).__name__ for logger in loggers for handler in logger.handlers}
    assert "AdminEmailHandler" not in handlers
