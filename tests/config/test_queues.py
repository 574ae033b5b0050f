"""Long work waits in a queue of its own kind, and somebody takes from each of them."""

import re

from django.conf import settings

from sanktion.config.celery import app


def test_every_task_with_a_queue_of_its_own_exists():
    app.loader.import_default_modules()
    assert set(settings.CELERY_TASK_ROUTES) <= set(app.tasks)


def test_a_task_goes_to_its_queue_and_every_other_to_the_first():
    routed = app.amqp.router.route({}, "tilsyn.tasks.make_bundle")["queue"].name
    assert (routed, app.amqp.router.route({}, "sanktion.tasks.run_nightly_checks")["queue"].name) == (
        "bundles",
        "celery",
    )


def test_a_worker_that_is_told_no_queue_takes_them_all():
    assert set(app.amqp.queues) == {"celery", *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())}


def test_compose_has_a_worker_for_each_queue():
    compose = (settings.ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"--queues, ([\w,]+),", compose)) == set(settings.CELERY_TASK_QUEUES)
