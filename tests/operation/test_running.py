"""What the running processes tell: to probes, to Prometheus, in their logs. Real processes, production's settings."""

import json
import re
import socket
import time
from warnings import catch_warnings, simplefilter

import pytest
import redis
from celery import current_app
from celery.exceptions import AlwaysEagerIgnored

from sanktion.base import queues, tracing
from tests.factories import CaseFactory, TeamFactory, UserFactory

from ..conftest import connect_as_owner
from .conftest import CELERY, GUNICORN, answers, database_setting, free_port, redis_number, violating

pytestmark = pytest.mark.thorough

CPR, NAME = "1203901234", "Kanariefugl"
LABEL = re.compile(r"[a-z0-9_.:-]{1,80}|GET|POST|HEAD|[0-9.]+|\+Inf|sanktion\.[\w.]+")
CHECK = "sanktion.tasks.run_nightly_checks"


@pytest.fixture(scope="module")
def caseworker(site):
    return UserFactory(role="sagsbehandler", teams=[TeamFactory()], last_name=NAME)


@pytest.fixture(scope="module")
def case(caseworker):
    return CaseFactory(event__citizen__team=caseworker.teams.get(), event__citizen__last_name=NAME, by=caseworker)


def exporter(site, name: str, **environment: str) -> int:
    """The port on which a new one answers."""
    port = free_port()
    site.start(name, "manage.py", "metrics", SANKTION_METRICS_BIND=f"127.0.0.1:{port}", **environment)
    site.wait_for(lambda: "Tal til Prometheus" in site.said(name), name)
    return port


@pytest.fixture(scope="module")
def metrics(site):
    return exporter(site, "metrics")


@pytest.fixture(scope="module")
def worker(site):
    site.start("worker", *CELERY)
    site.wait_for(lambda: "ready." in site.said("worker"), "worker")


def send(site, task: str) -> None:
    with current_app.connection_for_write(site.environment()["REDIS_URL"]) as connection, catch_warnings():
        simplefilter("ignore", AlwaysEagerIgnored)
        current_app.send_task(task, connection=connection)


def figures(site, port: int) -> dict[str, float]:
    """Each sample by its name and labels."""
    text = site.ask("/metrics", port=port).text
    rows = [line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in rows}


def test_a_live_process_says_so_without_tls(site):
    answer = site.ask("/sundhed/", https=False)
    assert (answer.status, answer.json) == (200, {"alive": True})


def test_every_other_page_asks_for_tls(site):
    answer = site.ask("/log-ind/", https=False)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://127.0.0.1:{site.port}/log-ind/")


def test_cookies_and_transport_are_bound_to_the_host(site):
    answer = site.ask("/log-ind/")
    assert answer.status == 200, answer.text
    assert re.match(r"__Host-csrftoken=\w+; .*HttpOnly; .*Path=/; SameSite=Lax; Secure", answer.headers["Set-Cookie"])
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_ready_when_the_worker_has_been_heard_of(site, worker):
    wanted = dict.fromkeys(["ready", "database", "migrations", "storage", "redis", "worker"], True)
    site.wait_for(lambda: site.ask("/klar/", https=False).json == wanted, "worker")
    assert site.ask("/klar/", https=False).status == 200


def test_a_request_leaves_a_line_with_name_and_number_and_nothing_of_what_was_asked(site, case, caseworker):
    answer = site.ask(f"/sager/{case.number}/?cpr={CPR}&navn={NAME}", user=caseworker)
    assert answer.status == 200
    line = site.wait_for(lambda: site.lines("web", request=answer.headers["X-Request-ID"]), "web")[-1]
    assert {key: line[key] for key in ("logger", "route", "method", "status", "user")} == {
        "logger": "sanktion.requests",
        "route": "case",
        "method": "GET",
        "status": 200,
        "user": caseworker.pk,
    }
    assert line["ms"] >= 0
    for secret in (CPR, NAME, case.number, "?cpr", "127.0.0.1 -"):
        assert secret not in site.said("web").replace(f"http://127.0.0.1:{site.port}", "")


def test_what_is_refused_is_told_apart_by_numbers_alone(site, caseworker):
    other = CaseFactory()
    answer = site.ask(f"/sager/{other.number}/", user=caseworker)
    assert answer.status == 404
    refused = {"logger": "sanktion.security", "route": "case", "status": 404, "user": caseworker.pk}
    (line,) = site.wait_for(lambda: site.lines("web", **refused), "web")
    assert line["asked"] == {"number": other.number}
    assert site.ask("/medarbejdere/", user=caseworker).status == 403
    (line,) = site.wait_for(lambda: site.lines("web", logger="sanktion.security", route="staff"), "web")
    assert (line["status"], line["user"], line["asked"]) == (403, caseworker.pk, {})


def test_a_request_nobody_can_read_is_not_repeated(site):
    for request in (f"GET /?cpr={CPR} {NAME} HTTP/1.1\r\n\r\n", f"GET /?cpr={CPR} HTTP/9.9\r\nHost: x\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", site.port)) as raw:
            raw.sendall(request.encode())
            assert b" 400 " in raw.recv(200)
    assert '"Invalid request"' in site.said("web")
    for secret in (CPR, NAME, "ip="):
        assert secret not in site.said("web")


def test_a_view_that_breaks_a_unique_key_tells_the_kind_of_error_and_never_the_row(site, owner, case, caseworker):
    """PostgreSQL quotes the row, and Python the message: safety, § 1."""
    with violating(owner, "sanktion_accesslog", f"{NAME} {CPR}"):
        answer = site.ask(f"/sager/{case.number}/", user=caseworker)
    assert answer.status == 500
    assert "Noget gik galt hos os" in answer.text
    mine = {"request": answer.headers["X-Request-ID"]}
    (line,) = site.wait_for(lambda: site.lines("web", error="IntegrityError", **mine), "web")
    assert (line["logger"], line["message"], line["user"]) == (
        "django.request",
        "Internal Server Error: case",
        caseworker.pk,
    )
    assert "psycopg.errors.UniqueViolation" in line["trace"]
    assert (NAME in site.said("web"), CPR in site.said("web")) == (False, False)


@pytest.fixture(scope="module")
def failed(site, worker):
    """The request that woke a task which met a real violation of a unique key, whose row names a citizen."""
    with connect_as_owner(site.name) as owner, violating(owner, "sanktion_nightlycheck", f"{NAME} {CPR}"):
        with tracing.part_of() as request_id:
            send(site, CHECK)
        site.wait_for(lambda: site.lines("worker", task=CHECK, outcome="failure"), "worker")
    return request_id


class TestTasks:
    def test_a_failure_is_told_without_the_row(self, site, failed):
        said = site.said("worker")
        assert (NAME in said, CPR in said) == (False, False)
        (line,) = site.lines("worker", error="UniqueViolation") or site.lines("worker", error="IntegrityError")
        assert "psycopg.errors.UniqueViolation" in line["trace"]
        assert "nightly.py" in line["trace"]

    def test_its_lines_carry_the_request_that_woke_it(self, site, failed):
        assert [line["outcome"] for line in site.lines("worker", request=failed, logger="sanktion.tasks")] == [
            "failure"
        ]

    def test_prometheus_is_told_how_many(self, site, failed, metrics):
        assert figures(site, metrics)[f'sanktion_tasks_total{{outcome="failure",task="{CHECK}"}}'] == 1

    def test_a_task_of_nobodys_has_a_number_of_its_own(self, site, worker):
        send(site, "parthoering.tasks.expire_hearings")
        done = {"task": "parthoering.tasks.expire_hearings", "outcome": "success"}
        (line,) = site.wait_for(lambda: site.lines("worker", **done), "worker")
        assert tracing.ID_FORM.fullmatch(line["request"])


class TestMetrics:
    def test_requests_are_counted_over_all_processes_by_the_name_of_the_address(self, site, metrics):
        key = 'sanktion_request_seconds_count{method="GET",route="login",status="2xx"}'
        before = figures(site, metrics).get(key, 0)
        for _ in range(20):
            site.ask("/log-ind/")
        assert figures(site, metrics)[key] == before + 20

    def test_the_age_of_the_oldest_call_in_a_queue(self, site):
        nobodys = redis_number(1)
        with redis.Redis.from_url(nobodys) as client:
            for age in (300, 0):
                client.lpush("celery", json.dumps({"headers": {queues.SENT_AT: time.time() - age}}))
            try:
                found = figures(site, exporter(site, "lone-metrics", REDIS_URL=nobodys))
            finally:
                client.delete("celery")
        site.stop("lone-metrics")
        assert 299 < found['sanktion_queue_oldest_seconds{queue="celery"}'] < 360
        assert found['sanktion_queue_length{queue="celery"}'] == 2

    def test_nothing_is_silent_and_no_label_is_of_a_person(self, site, case, metrics):
        found = figures(site, metrics)
        assert found["sanktion_gauges_silent"] == 0
        for name in ("sanktion_route_lists_undestroyed", "sanktion_cpr_lists_undestroyed", "sanktion_imports_failed"):
            assert found[name] == 0
        assert {'sanktion_due{check="lists"}', 'sanktion_overdue{check="lists"}'} <= found.keys()
        labels = [value for name in found for value in re.findall(r'="([^"]*)"', name)]
        assert [value for value in labels if not LABEL.fullmatch(value)] == []
        assert NAME not in str(found)
        assert case.number not in str(found)

    def test_the_web_port_tells_nothing_of_it(self, site, metrics):
        assert site.ask("/metrics").status == 404
        assert "sanktion_" not in site.ask("/metrics").text


def test_without_redis_pages_still_answer_and_readiness_says_what_is_missing(site, case, caseworker):
    port = free_port()
    bind = ("--bind", f"127.0.0.1:{port}")
    site.start("lone", *GUNICORN, *bind, REDIS_URL="redis://127.0.0.1:1/0", WEB_CONCURRENCY="1")
    site.wait_for(lambda: answers(port), "lone")
    ready = site.ask("/klar/", https=False, port=port)
    assert ready.status == 200
    assert (ready.json["ready"], ready.json["redis"], ready.json["worker"]) == (True, False, False)
    for path in ("/koe/", f"/sager/{case.number}/", "/indlaesning/"):
        assert site.ask(path, port=port, user=caseworker).status == 200
    site.stop("lone")


class TestAway:
    """Last in the file: the database comes back, but the processes have seen it go."""

    def test_without_the_database_the_process_lives_is_not_ready_and_says_what_to_do(self, site):
        with database_setting(site, "ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"):
            assert site.ask("/sundhed/", https=False).status == 200
            ready = site.ask("/klar/", https=False)
            assert (ready.status, ready.json["ready"], ready.json["database"]) == (503, False, False)
            assert (ready.json["redis"], ready.json["storage"]) == (True, True)
            page = site.ask("/log-ind/")
        assert page.status == 503
        assert page.headers["Retry-After"] == "60"
        assert "Systemet kan ikke gemme lige nu" in page.text
        assert site.ask("/log-ind/").status == 200
        assert site.ask("/klar/", https=False).status == 200

    def test_with_the_database_for_reading_alone_nothing_is_noted_and_the_page_says_so(
        self, site, owner, case, caseworker
    ):
        seen = "SELECT count(*) FROM sanktion_accesslog"
        assert site.ask(f"/sager/{case.number}/", user=caseworker).status == 200
        before = owner.execute(seen).fetchone()
        read_only = ("SET default_transaction_read_only = on", "RESET default_transaction_read_only")
        with database_setting(site, *read_only):
            page = site.ask(f"/sager/{case.number}/", user=caseworker)
            ready = site.ask("/klar/", https=False)
            stranger = site.ask("/log-ind/")
        assert (page.status, stranger.status) == (503, 200)
        assert "er ikke gemt" in page.text
        assert NAME not in page.text
        assert (ready.status, ready.json["database"]) == (503, False)
        assert owner.execute(seen).fetchone() == before
        assert site.ask(f"/sager/{case.number}/", user=caseworker).status == 200
