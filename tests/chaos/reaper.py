"""kill -9, and the count of it."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import psycopg

from .stack import Stack, pid_in


class Reaper:
    def __init__(self, stack: Stack, seed: int) -> None:
        self.stack, self.dice = stack, random.Random(seed)
        self.kills: Counter[str] = Counter()
        # By what they are called in the count: the processes that die together.
        self.victims: dict[str, Callable[[], list[int]]] = {
            "web, one process": lambda: self._one_of("web"),
            "web, all": lambda: stack.processes("web"),
            "worker, one process": lambda: self._one_of("worker"),
            "worker, all": lambda: stack.processes("worker"),
            "beat": lambda: stack.processes("beat"),
            "redis": lambda: pid_in(stack.redis / "redis.pid"),
            "postgres, one backend": self._backend,
            "postgres, the postmaster": lambda: pid_in(stack.database.folder / "postmaster.pid"),
        }

    def kill(self) -> bool:
        """Somebody at random, but nobody who was brought back a moment ago. False when nobody died."""
        ready = [victim for victim in self.victims if self.stack.has_worked(victim.partition(",")[0])]
        if not ready:
            return False
        victim = self.dice.choice(ready)
        killed = [pid for pid in self.victims[victim]() if self._dies(pid)]
        if killed:
            self.kills[victim] += 1
            del self.stack.up[victim.partition(",")[0]]
            self._note(victim)
        return bool(killed)

    @staticmethod
    def _dies(pid: int) -> bool:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def _note(self, victim: str) -> None:
        with (self.stack.supervisor.log_folder / "kills.log").open("a") as log:
            log.write(f"{time.time():.2f} {victim}\n")

    def _one_of(self, name: str) -> list[int]:
        """A child, which its parent replaces."""
        parents = {child.process.pid for child in self.stack.of(name)}
        born = [pid for pid in self.stack.processes(name) if pid not in parents]
        return [self.dice.choice(born)] if born else []

    def _backend(self) -> list[int]:
        """One that is at work, when there is one."""
        query = "SELECT pid FROM pg_stat_activity WHERE usename = 'sanktion_app' ORDER BY state = 'idle', random()"
        try:
            with self.stack.database.connect() as connection:
                return [row[0] for row in connection.execute(query).fetchall()][:1]
        except psycopg.OperationalError:
            return []
