"""What a way of sending letters must do. The setting SANKTION_DELIVERY_BACKEND names each channel's own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from parthoering.models import Channel, Delivery


class DeliveryError(Exception):
    """The letter was not taken over. ``code`` is kept and shown: it must hold no personal data."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Unreachable(DeliveryError):
    """The addressee can't be reached by this channel: trying again is of no use."""


@dataclass(frozen=True)
class Letter:
    """One letter ready to go. Personal fields are left out of its repr, and so of every log."""

    uuid: UUID
    channel: Channel
    document_number: str
    case_number: str
    sha256: str
    is_copy: bool
    created_at: datetime
    reply_by: datetime | None
    pdf: bytes = field(repr=False)
    name: str = field(repr=False)
    address: tuple[str, ...] = field(repr=False)
    cpr: str = field(repr=False)


class Backend(Protocol):
    def send(self, letter: Letter) -> str | None:
        """Hand the letter over and return a receipt (at most 80 characters, no personal data).

        None means that the letter waits in our own print queue. May be called again with the same ``uuid`` and must
        not send the letter twice then. Raises DeliveryError or OSError when the letter was not taken over.
        """


def letter_of(delivery: Delivery, *, reply_by: datetime | None = None) -> Letter:
    """The letter with what its channel needs: a CPR number for Digital Post, an address for paper, never both.

    Raises Unreachable without them, ValueError when the stored bytes are not the filed ones.
    """
    document, is_paper = delivery.document, delivery.channel == Channel.LETTER
    name, address, cpr = _addressee(delivery)
    if is_paper and not address:
        raise Unreachable("ingen adresse")
    if not is_paper and not cpr:
        raise Unreachable("intet CPR-nummer")
    return Letter(
        uuid=delivery.message_uuid,
        channel=Channel(delivery.channel),
        document_number=document.full_number,
        case_number=document.case.number,
        sha256=document.sha256,
        is_copy=delivery.representative_id is not None,
        created_at=document.created_at,
        reply_by=reply_by,
        pdf=document.data,
        name=name,
        address=address if is_paper else (),
        cpr="" if is_paper else cpr,
    )


def _addressee(delivery: Delivery) -> tuple[str, tuple[str, ...], str]:
    """Name, address and CPR number of whoever gets the letter."""
    if one := delivery.representative:
        return one.name, (one.street_line, one.postal_line) if one.has_address else (), one.cpr
    citizen = delivery.document.case.citizen
    address = citizen.address
    return citizen.name, (address.first_line, address.postal_line) if address else (), citizen.cpr
