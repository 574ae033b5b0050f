"""What is noted at a door, in the order of the letter of 2018 (B024-B028), of the paper and of the screen (B029)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

DOOR_RULE = "Åbner et barn, stilles ingen spørgsmål. Sig ikke, hvorfor I kommer."


class NameRead(TextChoices):
    CITIZEN = "citizen", "Borgerens navn"
    OTHER = "other", "Andet navn"
    NONE = "none", "Intet navn"
    UNREADABLE = "unreadable", "Ulæseligt"
    NOT_READ = "not_read", "Ikke aflæst"


class OpenedBy(TextChoices):
    """B027: who it was to the citizen, never who it was."""

    PARTNER = "partner", "Samlever eller ægtefælle"
    RELATIVE = "relative", "Pårørende"
    NEIGHBOUR = "neighbour", "Nabo"
    CARETAKER = "caretaker", "Vicevært"
    CHILD = "child", "Et barn"
    UNKNOWN = "unknown", "Ukendt"


@dataclass(frozen=True)
class Visit:
    """One visit as it goes into the case. Neither position, picture nor sound is part of it."""

    happened_at: datetime
    door_phone: NameRead
    mailbox: NameRead
    front_door: NameRead
    other_name: str
    contact: bool
    other_opened: bool
    told: str
    remarks: str
    opened_by: OpenedBy | None = None

    def __post_init__(self):
        if self.opened_by and not self.other_opened:
            raise ValueError("Nobody else opened, so it was nobody's role")
        if self.opened_by == OpenedBy.CHILD and self.told:
            raise ValueError("A child is asked nothing, so nothing is noted of what a child said")

    @property
    def heading(self) -> str:
        return f"Hjemmebesøg – {'kontakt opnået' if self.contact else 'ingen kontakt'}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, value) in paper order, only what was filled in."""
        rows = [
            ("Navn på dørtelefon", self._read(self.door_phone)),
            ("Navn på postkasse", self._read(self.mailbox)),
            ("Navn på hoveddør", self._read(self.front_door)),
            ("Andet navn, som der stod", self.other_name),
            ("Kontakt med borger", _yes_no(self.contact)),
            ("Anden person åbnede", _yes_no(self.other_opened)),
            ("Hvem åbnede", str(OpenedBy(self.opened_by).label) if self.opened_by else ""),
            ("Oplysninger fra anden person", self.told),
            ("Bemærkninger", self.remarks),
        ]
        return [(label, value) for label, value in rows if value]

    @staticmethod
    def _read(value: NameRead) -> str:
        return str(NameRead(value).label)


def _yes_no(value: bool) -> str:
    return "Ja" if value else "Nej"
