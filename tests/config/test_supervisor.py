"""Nothing is lost when the system stops: whoever asks for work ends first, and everybody may finish."""

import os
import signal
import sys
import time

import pytest

from sanktion.config.supervisor import ChildDied, Stopped, Supervisor

pytestmark = pytest.mark.thorough

FINISHES = """
import signal, sys, time
def end(*_):
    time.sleep(0.3)
    print("finished", time.monotonic(), flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(60)
"""
WILL_NOT_END = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
)


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path / "log", dict(os.environ), stop_order=("web", "worker"))
    yield supervisor
    supervisor.stop()


def start(supervisor, name, code, **options):
    child = supervisor.start(name, sys.executable, "-c", code, **options)
    while "ready" not in child.log.read_text():
        time.sleep(0.02)
    return child


def moment(child) -> float:
    return float(child.last_lines().split()[-1])


def test_children_stop_in_order_and_finish_what_they_do(supervisor):
    worker = start(supervisor, "worker", FINISHES)
    web = start(supervisor, "web", FINISHES)
    supervisor.stop()
    assert (web.process.returncode, worker.process.returncode) == (0, 0)
    assert moment(worker) - moment(web) >= 0.3


def test_a_child_that_will_not_end_is_killed_after_its_grace(supervisor):
    child = start(supervisor, "worker", WILL_NOT_END, grace=0.3)
    before = time.monotonic()
    supervisor.stop()
    assert child.process.returncode == -signal.SIGKILL
    assert 0.3 <= time.monotonic() - before < 5


def test_a_childs_own_children_are_not_left_behind(supervisor):
    starts_another = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', sys.argv[1]]).pid, flush=True)"
    )
    child = supervisor.start("web", sys.executable, "-c", starts_another, WILL_NOT_END)
    while "ready" not in child.log.read_text():
        time.sleep(0.02)
    grandchild = int(child.log.read_text().split()[0])
    supervisor.stop()
    time.sleep(0.1)
    assert not is_running(grandchild)


def is_running(number: int) -> bool:
    try:
        with open(f"/proc/{number}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_death_is_reported_with_its_last_words(supervisor):
    child = supervisor.start("beat", sys.executable, "-c", "import sys; print('no memory left'); sys.exit(3)")
    child.process.wait()
    with pytest.raises(ChildDied, match="beat stoppede med kode 3") as caught:
        supervisor.watch(0)
    assert caught.value.child is child
    assert child.last_lines() == "no memory left"


def test_a_failed_step_is_reported_and_a_finished_one_forgotten(supervisor):
    supervisor.finish(supervisor.start("static", sys.executable, "-c", "pass"))
    assert supervisor.children == []
    with pytest.raises(ChildDied):
        supervisor.finish(supervisor.start("migrate", sys.executable, "-c", "raise SystemExit(1)"))


def test_waiting_ends_when_somebody_asks_us_to_stop(supervisor):
    supervisor.stopping.set()
    with pytest.raises(Stopped):
        supervisor.pause(60)


def test_a_long_log_is_moved_aside(supervisor):
    log = supervisor.log_folder / "web.log"
    log.write_bytes(b"x" * 5_000_001)
    child = supervisor.start("web", sys.executable, "-c", "print('new')")
    child.process.wait()
    assert log.read_text() == "new\n"
    assert (supervisor.log_folder / "web.old.log").stat().st_size == 5_000_001
