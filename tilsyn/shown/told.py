"""Who was told by what the system itself has sent (V081, V054): one line a dispatch."""

from collections import Counter
from collections.abc import Iterator

from django.utils import timezone

from tilsyn.actions.orientation import told_citizens
from tilsyn.models import Dispatch, Recipient, Supervision
from tilsyn.told import Told, register_told


def register_all() -> None:
    register_told(citizens)
    register_told(directorate)


def citizens(supervision: Supervision) -> Iterator[Told]:
    days = Counter(timezone.localdate(letter.told_at) for letter in told_citizens(supervision))
    for day, count in sorted(days.items()):
        yield Told(Recipient.CITIZENS, day, f"Orienteringsbrev til {count} borger{'e' if count > 1 else ''}")


def directorate(supervision: Supervision) -> Iterator[Told]:
    for dispatch in Dispatch.objects.filter(supervision=supervision, sent_at__isnull=False).order_by("number"):
        told = f"Forsendelse {dispatch.number}, {dispatch.get_channel_display().lower()}"
        yield Told(Recipient.DIRECTORATE, timezone.localdate(dispatch.sent_at), told)
