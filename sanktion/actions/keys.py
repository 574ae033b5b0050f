"""How the core's keyed look-ups are made again when the key is changed."""

from sanktion.actions.register import delivered_text
from sanktion.base.sealed import LookUp, register_look_up
from sanktion.models import Citizen, RegisterDeliveryRow


def register_core_look_ups() -> None:
    register_look_up(Citizen, "cpr_lookup", LookUp(lambda citizen: citizen.cpr))
    # What was delivered is stored nowhere else: when the case says something else today, the row stays what it is, and
    # is told as altered under the new key as under the old.
    register_look_up(RegisterDeliveryRow, "row_hash", LookUp(delivered_text, outlives_its_text=True))
