"""How far a supervision is from being answered in time: the same words on its page and in the work queue."""

from dataclasses import dataclass
from datetime import date

from tilsyn.models import Supervision

SUGGEST_DAYS = 3


@dataclass(frozen=True)
class Outlook:
    """V025: ``announced`` by the notice (None when it tells no size), ``named`` and taking part, ``prepared`` to be
    sent, and ``gone``: named too, but has left."""

    supervision: Supervision
    announced: int | None
    named: int
    prepared: int
    days_left: int
    gone: int = 0

    @property
    def received(self) -> int:
        return self.named + self.gone

    @property
    def is_unlisted_visit(self) -> bool:
        """V095: the notice of a visit must tell which cases."""
        return self.supervision.is_visit and self.supervision.is_owing and self.received == 0

    @property
    def is_complete(self) -> bool:
        return not self.lacking

    @property
    def suggests_delay(self) -> bool:
        """V053: before the deadline has passed, while there is still time to say so."""
        return self.supervision.may_be_delayed and self.days_left <= SUGGEST_DAYS and not self.is_complete

    @property
    def lacking(self) -> list[str]:
        found = []
        if self.received == 0:
            found.append("ingen sager er registreret endnu")
        elif self.announced and self.received < self.announced:
            found.append(f"{self.received} af {self.announced} varslede sager er registreret")
        if self.prepared < self.named:
            found.append(f"{self.named - self.prepared} af {self.named} sager mangler deres samling")
        return found

    @property
    def told(self) -> str:
        """One sentence: «2 af 10 varslede sager er registreret, 2 af 2 sager mangler deres samling»."""
        sentence = ", ".join(self.lacking) or "alle sager er klar til at sende"
        advice = ". Giv besked om forsinkelse, hvis fristen ikke kan holdes" if self.suggests_delay else ""
        return sentence[0].upper() + sentence[1:] + advice


def outlook_of(supervision: Supervision, today: date) -> Outlook:
    """``supervision`` comes with its counts (``with_counts``)."""
    counts = (supervision.announced_size, supervision.named, supervision.prepared)
    return Outlook(supervision, *counts, days_left=(supervision.due - today).days, gone=supervision.gone)
