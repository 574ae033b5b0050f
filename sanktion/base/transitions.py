"""A status that can only move along its table."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone


class TransitionNotAllowed(Exception):
    """The status table has no such move. The message is for the user."""

    def __init__(self, current: str, wanted: str):
        super().__init__(f"Det kan ikke lade sig gøre: status er «{current}» og kan ikke blive «{wanted}».")
        self.current, self.wanted = current, wanted


class StatusModel(models.Model):
    """Base for a model with ``status`` (a TextChoices field) and a class attribute ``TRANSITIONS``."""

    TRANSITIONS: ClassVar[dict[Any, set]] = {}

    status_changed_at = models.DateTimeField("status ændret", default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def _move_to(self, status, *, by, reason: str, **fields) -> None:
        """Call it on an unedited instance: only status, its time and ``fields`` are saved."""
        labels = type(self)._meta.get_field("status").choices
        with transaction.atomic():
            locked = type(self)._base_manager.select_for_update(of=("self",)).get(pk=self.pk)
            if status not in self.TRANSITIONS[locked.status]:
                raise TransitionNotAllowed(dict(labels)[locked.status], dict(labels)[status])
            # What others changed since this instance was read belongs in the history row too.
            for field in self._meta.concrete_fields:
                setattr(self, field.attname, getattr(locked, field.attname))
            fields |= {"status": status, "status_changed_at": timezone.now()}
            for name, value in fields.items():
                setattr(self, name, value)
            self._history_user, self._change_reason = by, reason
            self.save(update_fields=list(fields))
