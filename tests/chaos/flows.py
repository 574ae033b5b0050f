"""The seven kinds of work of a round, each by somebody at a page who goes on until it is done.

Whoever gets no answer sends the same again, with the key the page had. What a page would show is read from the
database.
"""

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from .person import Person
from .round import Drive, Round, Staff
from .stack import Stack, mail_of

PATIENCE = 300  # seconds


class Work:
    """``wrong``: what went wrong, in words; empty when all of it was done."""

    def __init__(self, stack: Stack, staff: Staff, todo: Round, *, clicks: int = 1, seed: int = 6) -> None:
        self.stack, self.todo, self.wrong = stack, todo, []
        self.look = stack.database.look
        self.kirsten, self.anders, self.tove = (
            Person(stack.port, staff.sessions[user.pk], self.wrong, clicks, random.Random(seed))
            for user in (staff.kirsten, staff.anders, staff.tove)
        )
        self.threads = [
            threading.Thread(target=self._to_the_end, args=(act,), name=name, daemon=True)
            for name, act in self._all().items()
        ]

    def _all(self) -> dict[str, Callable[[], None]]:
        drives = {f"drive {place}": partial(self.drive, one) for place, one in enumerate(self.todo.drives)}
        return {"import": self.load, "letters": self.write, "supervision": self.supervise, **drives}

    def _to_the_end(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:
            self.wrong.append(f"{threading.current_thread().name}: {type(error).__name__}: {error}")

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    @property
    def is_going_on(self) -> bool:
        return any(thread.is_alive() for thread in self.threads)

    def until(self, query: str, *values, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Until the database says that nothing of it is left."""
        deadline = time.monotonic() + PATIENCE
        while self.look(query, *values):
            assert time.monotonic() < deadline, f"not done: {query} {values}: {self.look(query, *values)}"
            meanwhile()
            time.sleep(0.2)

    def load(self) -> None:
        batch = self.kirsten.post(reverse("import_new"), {"pasted": self.todo.file}).number
        rows = [2 + place for place in range(len(self.todo.citizens))]
        self.kirsten.post(reverse("import_start", args=[batch]), {"take": rows})
        self.until("SELECT id, status FROM sanktion_importbatch WHERE id = %s AND status <> 'done'", batch)

    def write(self) -> None:
        chosen = ",".join(str(event.pk) for event in self.todo.events)
        answer = self.kirsten.post(reverse("hearing_batch_start"), {"events": chosen, "key": uuid4()})
        self.until("SELECT id, status FROM parthoering_hearingbatch WHERE id = %s AND status <> 'done'", answer.number)

    def drive(self, drive: Drive) -> None:
        """Planned, published, driven, destroyed."""
        plan = self._plan(drive)
        self.kirsten.post(reverse("plan_publish", args=[plan]))
        query = "SELECT id FROM koerelister_routelist WHERE plan_id = %s"
        for (route_list,) in self.look(query, plan):
            stops = "SELECT id, position FROM koerelister_stop WHERE route_list_id = %s ORDER BY position"
            for stop, position in self.look(stops, route_list):
                self._note(route_list, stop, position)
            answer = self.kirsten.post(reverse("route_destroy", args=[route_list]))
            # 404: it was, and the answer was lost.
            assert answer.status in (302, 404), answer.text[-2000:]

    def _plan(self, drive: Drive) -> int:
        day = f"{timezone.localdate():%d-%m-%Y}"
        data = {"date": day, "areas": drive.area.pk, "crews": drive.crew.pk, "max_stops": 40, "key": uuid4()}
        answer = self.kirsten.post(reverse("plan_new"), data)
        assert answer.status == 302, answer.text[-2000:]
        plan = answer.number
        again = partial(self._plan_again, plan)
        query = "SELECT id, status FROM koerelister_routeplan WHERE id = %s AND status <> 'done'"
        self.until(query, plan, meanwhile=again)
        return plan

    def _plan_again(self, plan: int) -> None:
        if self.look("SELECT 1 FROM koerelister_routeplan WHERE id = %s AND status = 'failed'", plan):
            self.kirsten.post(reverse("plan_retry", args=[plan]))

    def _note(self, route_list: int, stop: int, position: int) -> None:
        """Every other by the phone, the rest keyed in at the office."""
        now = timezone.localtime()
        fields = {"date": f"{now:%d-%m-%Y}", "time": f"{now:%H.%M}", "door_phone": "citizen", "mailbox": "not_read"}
        fields |= {"front_door": "not_read", "contact": "no", "other_opened": "no"}
        if position % 2:
            note = {"stop": stop, "key": str(uuid4()), "kind": "visit", "fields": fields}
            answer = self.anders.send(reverse("field_entry", args=[route_list, position]), note)
            assert answer.status == 200, answer.text
        else:
            named = {f"stop{position}-{name}": value for name, value in fields.items()} | {"stop": stop}
            answer = self.kirsten.post(reverse("stop_register", args=[route_list, position]), named)
            assert answer.status == 302, answer.text[-2000:]

    def supervise(self) -> None:
        """The bundles made, and sent to the directorate."""
        number, pks = self.todo.supervision.number, [one.pk for one in self.todo.selected]
        wanting = "SELECT id FROM tilsyn_selectedcase WHERE id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM tilsyn_bundle"
        wanting += " WHERE selected_id = tilsyn_selectedcase.id AND status = 'ready')"
        self.tove.post(reverse("bundles_make", args=[number]), {"key": uuid4()})
        self.until(wanting, pks, meanwhile=lambda: self._make_again(number, pks))
        dispatch = self._dispatch(number, pks)
        self.tove.post(reverse("dispatch_send", args=[number, dispatch]))
        query = "SELECT id, status, failure FROM tilsyn_dispatch WHERE supervision_id = %s AND status <> 'sent'"
        self.until(query, self.todo.supervision.pk, meanwhile=lambda: self._answer(number, dispatch))
        waiting = "SELECT id, status FROM tilsyn_orientationletter WHERE selected_id = ANY(%s) AND status = 'waiting'"
        self.until(waiting, pks)

    def _make_again(self, number: str, pks: list[int]) -> None:
        if self.look("SELECT 1 FROM tilsyn_bundle WHERE selected_id = ANY(%s) AND status = 'failed'", pks):
            self.tove.post(reverse("bundles_make", args=[number]), {"key": uuid4()})

    def _dispatch(self, number: str, pks: list[int]) -> int:
        bundles = [row[0] for row in self.look("SELECT id FROM tilsyn_bundle WHERE selected_id = ANY(%s)", pks)]
        data = {"kind": "material", "channel": "secure_mail", "bundles": bundles, "key": uuid4()}
        answer = self.tove.post(reverse("dispatch_new", args=[number]), data)
        assert answer.status == 302, answer.text[-2000:]
        steps = "SELECT step.id FROM tilsyn_procedurestep step JOIN tilsyn_dispatch USING (procedure_id)"
        steps += " WHERE supervision_id = %s AND moment = 'before' AND step.channel IN ('', 'secure_mail')"
        for (step,) in self.look(steps, self.todo.supervision.pk):
            self.tove.post(reverse("dispatch_tick", args=[number, answer.number, step]))
        return answer.number

    def _answer(self, number: str, dispatch: int) -> None:
        """Nobody knows of a mail that left when its worker died: a person looks, and says."""
        query = "SELECT status FROM tilsyn_dispatch WHERE supervision_id = %s AND number = %s"
        (status,) = self.look(query, self.todo.supervision.pk, dispatch)[0]
        if status == "ready":
            self.tove.post(reverse("dispatch_send", args=[number, dispatch]))
        if status != "failed":
            return
        parts = "SELECT part.number, message_id FROM tilsyn_dispatchpart part JOIN tilsyn_dispatch ON dispatch_id ="
        parts += " tilsyn_dispatch.id WHERE supervision_id = %s AND part.status = 'uncertain'"
        for part, message in self.look(parts, self.todo.supervision.pk):
            name = mail_of(message)
            arrived = (self.stack.var / "mail" / name).exists() or name in self.stack.fetched
            data = {"arrived": "ja" if arrived else "nej", "known_from": "Ringet"}
            self.tove.post(reverse("dispatch_part", args=[number, dispatch, part]), data)
        self.tove.post(reverse("dispatch_again", args=[number, dispatch]))
