"""V093: the directorate's user sees the reading room and nothing else: every address there is, one by one."""

import pytest
from django.contrib.auth.models import Permission

from sanktion.models import Case, CaseUserObjectPermission

from ..checks.not_of_a_team import NO_RIGHT_NEEDED, PUBLIC
from ..checks.urls import Address, addresses
from ..factories.rooms import reader_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
OWN = {"reader_rooms", "reader_room", "reader_case", "reader_paper", "reader_copies"}
ELSEWHERE = [one for one in addresses() if one.name not in set(PUBLIC) | set(NO_RIGHT_NEEDED) | OWN]


def test_a_reader_gets_in_nowhere_else(client, world):
    """With every case of the team granted, as if its room were open."""
    reader = reader_of()
    view_case = Permission.objects.get(codename="view_case", content_type__model="case")
    granted = [{"user": reader, "permission": view_case, "content_object": case} for case in Case.objects.all()]
    CaseUserObjectPermission.objects.bulk_create(CaseUserObjectPermission(**one) for one in granted)
    client.force_login(reader)
    let_in = [one.name for one in ELSEWHERE if _statuses(client, world, one) - {403, 404}]
    assert len(ELSEWHERE) > 300
    assert let_in == []


def _statuses(client, world, address: Address) -> set[int]:
    url = address.url(world.arguments_for(address))
    return {client.get(url).status_code, client.post(url).status_code}
