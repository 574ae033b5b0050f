"""The places in which processes count: one file each, taken over by the next when its process is gone."""

import os
import signal

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from sanktion.base import metrics

ROUTE = {"route": "case", "method": "GET", "status": "2xx"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SANKTION_METRICS_DIR = tmp_path / "metrics"
    return settings.SANKTION_METRICS_DIR


def child(times: int) -> int:
    """A process that has taken a place and counted, and waits to be killed."""
    told, tell = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            # What the tests before this one counted, they counted for themselves.
            metrics._requests.clear()
            metrics.take_place("web")
            for _ in range(times):
                metrics.observe_request("case", "GET", 200, 0.03)
            os.write(tell, b".")
            signal.pause()
        finally:
            os._exit(1)
    assert os.read(told, 1) == b"."
    os.close(told)
    os.close(tell)
    return pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def counted(folder) -> float | None:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    return registry.get_sample_value("sanktion_request_seconds_count", ROUTE)


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.glob("*.db"))


def test_two_at_once_have_a_file_each_and_are_added_up(folder):
    pids = [child(2), child(3)]
    assert files(folder) == ["histogram_web-0.db", "histogram_web-1.db"]
    assert counted(folder) == 5
    for pid in pids:
        kill(pid)


def test_who_takes_over_a_place_counts_on(folder):
    kill(child(2))
    kill(child(3))
    assert files(folder) == ["histogram_web-0.db"]
    assert counted(folder) == 5


def test_a_start_forgets_the_dead_and_leaves_the_living(folder):
    dead, living = child(2), child(3)
    kill(dead)
    metrics.start_over("web")
    assert (files(folder), counted(folder)) == (["histogram_web-1.db"], 3)
    kill(living)


def test_a_method_somebody_made_up_is_no_row_of_its_own():
    metrics.observe_request("case", "SLET-ALT", 405, 0.1)
    labels = {"route": "case", "method": "other", "status": "4xx"}
    assert metrics._registry.get_sample_value("sanktion_request_seconds_count", labels) == 1
    assert not metrics._registry.get_sample_value("sanktion_request_seconds_count", labels | {"method": "SLET-ALT"})
