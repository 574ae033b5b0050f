"""What a way of sending letters must do. The setting SANKTION_DELIVERY_BACKEND names the one in use."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from parthoering.models import Channel, Delivery


class DeliveryError(Exception):
    """The letter was not taken over. ``code`` is kept and shown: it must hold no personal data."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Letter:
    """One letter ready to go. Personal fields are left out of its repr, and so of every log."""

    uuid: UUID
    channel: Channel
    document_number: str
    sha256: str
    pdf: bytes = field(repr=False)
    name: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    cpr: str = field(repr=False)


class Backend(Protocol):
    def send(self, letter: Letter) -> str:
        """Hand the letter over and return a receipt (at most 80 characters, no personal data).

        May be called again with the same ``uuid`` and must not send the letter twice then. Raises DeliveryError or
        OSError when the letter was not taken over.
        """


def letter_of(delivery: Delivery) -> Letter:
    """The letter with what its channel needs: a CPR number for Digital Post, an address for paper, never both.

    Raises DeliveryError without an address to write to, ValueError when the stored bytes are not the filed ones.
    """
    document, citizen = delivery.document, delivery.document.case.citizen
    is_paper = delivery.channel == Channel.LETTER
    if is_paper and citizen.address is None:
        raise DeliveryError("ingen adresse")
    address = (citizen.address.first_line, citizen.address.postal_line) if is_paper else ()
    return Letter(
        uuid=delivery.message_uuid,
        channel=Channel(delivery.channel),
        document_number=document.full_number,
        sha256=document.sha256,
        pdf=document.data,
        name=citizen.name,
        address=address,
        cpr="" if is_paper else citizen.cpr,
    )
