"""Which citizens CPR numbers belong to, thousands at a time."""

from collections.abc import Iterable

from sanktion.actions.imports.outcome import chunks
from sanktion.base import encryption
from sanktion.models import Citizen


def citizens_by_cpr(digits: Iterable[str]) -> dict[str, int]:
    """Citizen ids by ten digits. During a key rotation a number is sought under every live key."""
    found: dict[str, int] = {}
    for chunk in chunks(dict.fromkeys(digits)):
        wanted = {lookup: number for number in chunk for lookup in encryption.lookups(number)}
        rows = Citizen.objects.filter(cpr_lookup__in=list(wanted)).order_by().values_list("cpr_lookup", "pk")
        found |= {wanted[bytes(lookup)]: pk for lookup, pk in rows}
    return found
