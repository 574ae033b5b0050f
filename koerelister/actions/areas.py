"""Areas and their rules. Whatever changes takes effect on the waiting visits at once, in the same transaction."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from koerelister.actions.setup import log_change
from koerelister.models import Area, AreaOverride, AreaStreet, VisitOrder
from sanktion.actions.administration import note_change
from sanktion.base.acting import unit_wide
from sanktion.base.danish import listing
from sanktion.models import User

AREAS = "areas"


def lock_areas() -> None:
    """Whoever else checks and saves areas, or makes an area's list, waits until this transaction is over."""
    list(Area.objects.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic(savepoint=False)
def save_area(area: Area, *, by: User) -> None:
    """Save it, and place the waiting visits anew by the areas as they now are. Whatever it raises ends the page."""
    lock_areas()
    # Not the border: it has a page of its own, and what is in this instance may be older than what is stored.
    before = _in_words(Area.objects.filter(pk=area.pk).first())
    area.save(update_fields=["name", "code", "postcodes", "position"] if area.pk else None)
    place_orders()
    note_change(AREAS, f"Gemt: {area}", before=before, after=_in_words(area), by=by)
    log_change(f"area.save by={by.pk} area={area.pk} code={area.code} postcodes={','.join(area.postcodes)}")


@transaction.atomic
def set_border(area: Area, polygon: dict | None, *, by: User) -> None:
    lock_areas()
    Area.objects.filter(pk=area.pk).update(polygon=polygon)
    place_orders()
    note_change(AREAS, f"{area}: grænsen er {'fjernet' if polygon is None else 'lagt ind'}", by=by)
    log_change(f"area.border by={by.pk} area={area.pk} has_border={polygon is not None}")


@transaction.atomic
def add_street(rule: AreaStreet, *, by: User) -> None:
    """Raises ValidationError when another rule has some of the same numbers, and says which."""
    lock_areas()
    if clashes := list(AreaStreet.objects.clashing_with(rule).select_related("area")):
        taken = listing([f"«{clash}» ({clash.area})" for clash in clashes])
        raise ValidationError(
            f"Nogle af husnumrene er allerede i en regel: {taken}. Et husnummer har kun én gaderegel."
        )
    rule.save(force_insert=True)
    place_orders()
    note_change(AREAS, f"{rule.area}: gaderegel tilføjet", after=str(rule), by=by)
    log_change(f"area.street by={by.pk} area={rule.area_id} rule={rule.pk}")


@transaction.atomic
def remove_street(rule: AreaStreet, *, by: User) -> None:
    lock_areas()
    note_change(AREAS, f"{rule.area}: gaderegel fjernet", before=str(rule), by=by)
    log_change(f"area.street_removed by={by.pk} area={rule.area_id} rule={rule.pk}")
    rule.delete()
    place_orders()


@transaction.atomic
def add_override(area: Area, access_address_id: UUID, *, by: User) -> None:
    """Raises ValidationError when an area has the house already."""
    lock_areas()
    if taken := AreaOverride.objects.filter(access_address_id=access_address_id).select_related("area").first():
        raise ValidationError(f"Adressen er allerede lagt i {taken.area}. Fjern den dér først.")
    override = AreaOverride.objects.create(area=area, access_address_id=access_address_id)
    place_orders()
    # Not which house: somebody lives there.
    note_change(AREAS, f"{area}: en enkelt adresse er lagt i området", by=by)
    log_change(f"area.override by={by.pk} area={area.pk} rule={override.pk}")


@transaction.atomic
def remove_override(override: AreaOverride, *, by: User) -> None:
    lock_areas()
    note_change(AREAS, f"{override.area}: en enkelt adresse er taget ud af området", by=by)
    log_change(f"area.override_removed by={by.pk} area={override.area_id} rule={override.pk}")
    override.delete()
    place_orders()


def _in_words(area: Area | None) -> str:
    if area is None:
        return ""
    return f"{area.name} ({area.code}), nr. {area.position}, {', '.join(area.postcodes) or 'ingen postnumre'}"


def place_orders() -> None:
    """The caller holds the areas locked. They are the unit's, and every team's waiting visits go by them."""
    with unit_wide("Områderne er ændret"):
        _place_orders()


def _place_orders() -> None:
    areas = Area.objects.all()
    # One that somebody else holds is on its way out: lists are not made while the areas are locked.
    waiting = VisitOrder.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "case__citizen__address"
    )
    moved = []
    for order in waiting:
        area = areas.for_address(order.case.citizen.address)
        if order.area_id != (area and area.pk):
            order.area = area
            moved.append(order)
    VisitOrder.objects.bulk_update(moved, ["area"], batch_size=500)
