"""gunicorn's settings, the same under `make run` and in the container."""

import gc
import os

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


def when_ready(server) -> None:
    # What was loaded before the fork stays shared between the workers and is never scanned again.
    gc.collect()
    gc.freeze()
