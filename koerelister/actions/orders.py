from django.db import transaction

from koerelister.models import Area, SeparateVisit, Stop, VisitOrder
from sanktion.models import Case, Citizen

BATCH = 500


@transaction.atomic
def take_orders() -> int:
    """Look at every case that asks for contact; order a visit where one may be made. Returns how many it looked at.

    The request is taken off *every* case, so that the case's column says nothing about visits (B048). Safe to run
    twice and at the same time elsewhere: a case being looked at by another is passed over.
    """
    cases = list(
        Case.objects.contact_requested()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("citizen__address")
        .order_by("pk")[:BATCH]
    )
    may_be_visited = set(
        Citizen.objects.may_be_visited().filter(pk__in=[case.citizen_id for case in cases]).values_list("pk", flat=True)
    )
    areas = Area.objects.all()
    for case in cases:
        case.take_contact_request()
        if case.citizen_id in may_be_visited and not case.is_restricted:
            order_visit(case, areas)
    for separate in SeparateVisit.objects.lapsed().select_related("case__citizen__address"):
        order_visit(separate.case, areas)
    SeparateVisit.objects.drop_outdated()
    VisitOrder.objects.drop_outdated()
    return len(cases)


def order_visit(case: Case, areas, **since) -> VisitOrder:
    """Placed by the citizen's address; without an area it waits as «uden område» and is shown as such. ``since``: from
    when, and which day last had no room for it (``created_at``, ``deferred_on``), for one that has waited before."""
    area = areas.for_address(case.citizen.address)
    order, _ = VisitOrder.objects.get_or_create(case=case, defaults={"area": area, **since})
    return order


def order_again(stop: Stop) -> VisitOrder:
    """One there was no time for: as old as it was, and urgent the next day."""
    since = {"created_at": stop.ordered_at, "deferred_on": stop.route_list.date}
    return order_visit(stop.case, Area.objects.all(), **since)


def also_sought(stop: Stop) -> list[VisitOrder]:
    """The orders of the citizen's other cases in the team: one visit is all of theirs. Locked; the caller takes them
    away when it has noted the visit in their cases."""
    orders = VisitOrder.objects.ready().filter(case__citizen=stop.citizen_id, case__team=stop.route_list.team_id)
    return list(orders.exclude(case=stop.case_id).select_for_update(of=("self",)).select_related("case"))
