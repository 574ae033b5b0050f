"""gunicorn's settings, the same under `make run` and in the container."""

import gc
import os

from sanktion.base.logs import configuration

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Browsers open connections ahead of need; a worker without threads would wait on one with nothing to read.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - gunicorn's heartbeat, no content
timeout = 60
graceful_timeout = 20
max_requests = 2000
max_requests_jitter = 200
preload_app = True
control_socket_disable = True
logconfig_dict = configuration(os.environ.get("LOG_FORMAT", "json"), os.environ.get("LOG_LEVEL", "INFO"))


def on_starting(server) -> None:
    from sanktion.base import metrics

    metrics.start_over("web")


def when_ready(server) -> None:
    # What was loaded before the fork stays shared between the workers and is never scanned again.
    gc.collect()
    gc.freeze()


def post_fork(server, worker) -> None:
    from sanktion.base import metrics

    metrics.take_place("web")
