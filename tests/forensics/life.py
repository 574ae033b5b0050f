"""A day with a route list, through the real pages, on the server the environment names: what the forensic test scans.

``make`` plans, prints and notes a list and tells what was typed; ``destroy`` destroys it, and ``erase`` runs the
nightly step. A program of its own, so that its server, queue, log and temporary folder are scanned as a whole.
"""

import os
import signal

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.visits import log_visit
from koerelister.models import Area, Crew, PaperFate, PhysicalErasure, RouteList, Stop
from koerelister.tasks import make_lists
from sanktion.base.acting import acting
from sanktion.models import User
from tests.factories import AddressFactory, CaseFactory, CitizenFactory, TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, ordered, visit
from tests.forensics.scanner import canary

STOPS = 4


def words(*names: str) -> dict[str, str]:
    return {name: canary() for name in names}


def make() -> dict:
    _use_the_real_queue()
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    area, crew = AreaFactory(), CrewFactory()
    people = [_person(worker, team, area) for _ in range(STOPS)]
    typed = words("half", "told", "other_name", "remarks", "double", "rolled_back", "killed", "strike")
    client = Client(headers={"host": "localhost"})
    client.force_login(worker)
    route_list = _planned(client, area, crew)
    stops = list(route_list.stops.all())
    for name in ("route_list", "route_register", "destructions"):
        _get(client, name, *([route_list.pk] if name != "destructions" else []))
    assert client.post(reverse("route_print", args=[route_list.pk])).content.startswith(b"%PDF")
    _note(client, route_list, typed)
    _roll_back(stops[2], worker, typed["rolled_back"])
    _kill(stops[2], worker, typed["killed"])
    keys = [(stop.address_id.hex, stop.case_id, stop.route_list_id) for stop in stops]
    return {"people": people, "typed": typed, "number": route_list.number, "keys": keys}


def destroy() -> dict:
    _use_the_real_queue()
    worker = User.objects.get(groups__name="sagsbehandler")
    client = Client(headers={"host": "localhost"})
    client.force_login(worker)
    route_list = RouteList.objects.get()
    for stop in route_list.stops.open():
        _post(client, "stop_register", [route_list.pk, stop.position], _filled(stop.position), 302)
    answer = _post(
        client, "route_destroy", [route_list.pk], {"fate1": str(PaperFate.SHREDDED), "by1": str(worker.pk)}, 302
    )
    receipt = client.get(answer.url).content.decode()
    return {"receipt": receipt}


def erase() -> dict:
    call_command("erase_physically", verbosity=0)
    return {"erasures": PhysicalErasure.objects.count()}


def _use_the_real_queue() -> None:
    setup_test_environment()
    settings.ALLOWED_HOSTS.append("localhost")
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    }


def _person(worker: User, team, area: Area) -> dict[str, str]:
    person = words("first_name", "last_name", "street")
    address = AddressFactory(street=person["street"], latitude=55.4, longitude=10.38)
    citizen = CitizenFactory(first_name=person["first_name"], last_name=person["last_name"], address=address, team=team)
    with acting(worker):
        case = CaseFactory(event__citizen=citizen, by=worker)
        case.send_hearing(deadline=timezone.localdate(), by=worker)
        case.seek_contact(by=None)
        ordered(case, area)
    return person


def _planned(client: Client, area: Area, crew: Crew) -> RouteList:
    today = f"{timezone.localdate():%d-%m-%Y}"
    key = client.get(reverse("plan_new")).context["form"]["key"].value()
    data = {"date": today, "areas": [area.pk], "crews": [crew.pk], "max_stops": "40", "key": key}
    plan = int(_post(client, "plan_new", [], data, 302).url.rstrip("/").rpartition("/")[2])
    make_lists(plan, area.pk)
    route_list = RouteList.objects.get()
    _post(client, "plan_publish", [plan], {}, 302)
    return route_list


def _note(client: Client, route_list: RouteList, typed: dict[str, str]) -> None:
    """One half typed, one noted, noted again, one struck."""
    _post(client, "stop_register", [route_list.pk, 1], _filled(1, contact="", remarks=typed["half"]), 422)
    told = {"other_opened": "yes", "told": typed["told"], "mailbox": "other", "other_name": typed["other_name"]}
    _post(client, "stop_register", [route_list.pk, 1], _filled(1, remarks=typed["remarks"], **told), 302)
    _post(client, "stop_register", [route_list.pk, 1], _filled(1, remarks=typed["double"]), 302)
    struck = {"strike": "1", "strike2-reason": "other", "strike2-remarks": typed["strike"]}
    _post(client, "stop_strike", [route_list.pk, 2], struck, 302)


def _filled(position: int, **changes: str) -> dict[str, str]:
    now = timezone.localtime()
    fields = {"date": f"{now:%d-%m-%Y}", "time": f"{now:%H.%M}", "door_phone": "citizen", "mailbox": "not_read"}
    fields |= {"front_door": "not_read", "other_name": "", "contact": "no", "other_opened": "no", "told": ""}
    return {f"stop{position}-{name}": value for name, value in (fields | {"remarks": ""} | changes).items()}


def _roll_back(stop: Stop, worker: User, remarks: str) -> None:
    with acting(worker):
        log_visit(stop, visit=visit(remarks=remarks), by=worker)
        transaction.set_rollback(True)


def _kill(stop: Stop, worker: User, remarks: str) -> None:
    """A process that dies when it has written everything and stored nothing."""
    connections.close_all()
    child = os.fork()
    if not child:
        with acting(worker):
            log_visit(stop, visit=visit(remarks=remarks), by=worker)
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def _get(client: Client, name: str, *args) -> None:
    assert client.get(reverse(name, args=args)).status_code == 200, name


def _post(client: Client, name: str, args: list, data: dict, status: int):
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == status, (name, answer.status_code, answer.content.decode()[-3000:])
    return answer
