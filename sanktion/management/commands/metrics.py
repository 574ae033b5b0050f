"""Tells Prometheus how the system fares, on a port of its own that the web never shares."""

import logging
import signal
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from sanktion.base.acting import system
from sanktion.gauges import Gauge, registered_gauges

logger = logging.getLogger(__name__)


class Gauges:
    """Asks each gauge no oftener than it wishes. One that can't answer is left out, and counted."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[float, GaugeMetricFamily]] = {}
        self.lock = threading.Lock()

    def collect(self) -> Iterator[Metric]:
        with self.lock:
            close_old_connections()
            silent = sum(not self._refresh(gauge) for gauge in registered_gauges())
            yield from [family for _, family in self.known.values()]
        yield GaugeMetricFamily("sanktion_gauges_silent", "Figures that could not be asked for.", value=silent)

    def _refresh(self, gauge: Gauge) -> bool:
        asked_at, _ = self.known.get(gauge.name, (float("-inf"), None))
        if time.monotonic() - asked_at < gauge.seconds:
            return True
        # An old figure must not stand in for one that is missing.
        self.known.pop(gauge.name, None)
        try:
            with system("Tal til overvågning"):
                answer = gauge.ask()
        except Exception as error:
            logger.warning("The gauge %s failed: %s", gauge.name, type(error).__name__)
            return False
        self.known[gauge.name] = (time.monotonic(), _family(gauge, answer))
        return True


def _family(gauge: Gauge, answer: float | dict[str, float]) -> GaugeMetricFamily:
    if not isinstance(answer, dict):
        return GaugeMetricFamily(gauge.name, gauge.help, value=answer)
    family = GaugeMetricFamily(gauge.name, gauge.help, labels=[gauge.label])
    for value, number in answer.items():
        family.add_metric([value], number)
    return family


class Command(BaseCommand):
    help = "Svarer Prometheus på SANKTION_METRICS_BIND, til den stoppes."

    def handle(self, **options):
        address, _, port = settings.SANKTION_METRICS_BIND.rpartition(":")
        if not address or not port.isdigit():
            raise CommandError("SANKTION_METRICS_BIND skal være adresse:port, fx 127.0.0.1:9464.")
        settings.SANKTION_METRICS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        registry = CollectorRegistry()
        registry.register(Gauges())
        MultiProcessCollector(registry, path=str(settings.SANKTION_METRICS_DIR))
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        server, thread = start_http_server(int(port), address.strip("[]"), registry)
        self.stdout.write(f"Tal til Prometheus på {address}:{server.server_port}")
        self.stdout.flush()
        stopping.wait()
        server.shutdown()
        thread.join()
