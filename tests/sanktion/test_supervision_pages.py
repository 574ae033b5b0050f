"""The case's page for the supervision, the marks of a note, and the unit's share of ready cases."""

import uuid

import pytest
from django.urls import reverse

from sanktion.actions.document import file_document
from sanktion.actions.material import waive_material
from sanktion.models import (
    AccessLog,
    Case,
    CaseMaterial,
    CaseStatus,
    JournalEntry,
    MaterialKind,
    MaterialWaiver,
    NoteKind,
    SupervisionRelevance,
)
from sanktion.models.readiness import RowState, readiness, unit_share

from ..factories import CaseFactory, TeamFactory, UserFactory
from ..factories.parthoering import case_decided

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
NEVER_FROM_THE_CASE = [MaterialKind.TIME_SHEETS, MaterialKind.PAYMENTS, MaterialKind.OTHER]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def url(case, name="case_supervision") -> str:
    return reverse(name, args=[case.number])


def states(case) -> dict[MaterialKind, RowState]:
    return {row.kind: row.state for row in readiness(Case.objects.select_related("citizen__benefit").get(pk=case.pk))}


def filed(case, by, kind, concerns=SupervisionRelevance.YES):
    return file_document(case, title="Papir", kind=kind, render=lambda number: b"%PDF", concerns=concerns, by=by)


def waive(case, by, *kinds, reason="Borgeren er ikke i tilbud."):
    return waive_material(case, list(kinds), reason=reason, by=by)


def write(case, by, **entry):
    return JournalEntry.objects.write(case, **({"kind": NoteKind.NOTE, "heading": "Notat", "by": by} | entry))


# The pages


def post(client, case, kinds=(8,), reason="Borgeren er ikke i tilbud."):
    return client.post(url(case), {"kinds": kinds, "reason": reason})


def test_the_page_shows_papers_reasons_and_what_is_missing(visitor, case, caseworker):
    document = filed(case, caseworker, MaterialKind.PAYMENTS)
    assert post(visitor, case, kinds=(8, 10)).status_code == 302
    text = visitor.get(url(case)).content.decode()
    assert document.full_number in text
    assert text.count("Fordi: Borgeren er ikke i tilbud.") == 2
    assert "Journal nr. 1: Sag åbnet på negativ hændelse" in text
    assert "1 af de ti slags materiale mangler i dag" in text


@pytest.mark.parametrize(
    ("kinds", "reason"), [((), "Fordi."), ((8,), ""), ((8,), "  "), ((5,), "x"), ((1,), "x"), ((2,), "x"), ((11,), "x")]
)
def test_a_waiver_needs_a_reason_and_something_missing(visitor, case, kinds, reason):
    assert post(visitor, case, kinds, reason).status_code == 422
    assert not MaterialWaiver.objects.exists()


def test_withdrawing_on_the_page(visitor, case):
    post(visitor, case)
    assert visitor.post(url(case, "waiver_withdraw"), {"kind": "8"}).status_code == 302
    assert states(case)[MaterialKind.TIME_SHEETS] == RowState.MISSING
    for wrong in ("", "x", "11"):
        answer = visitor.post(url(case, "waiver_withdraw"), {"kind": wrong}, follow=True)
        assert "Vælg den slags materiale" in answer.content.decode()


def test_who_only_reads_the_case_sees_the_rows_but_cannot_waive(client, case, team):
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    text = client.get(url(case)).content.decode()
    assert "Timesedler" in text
    assert "Gem begrundelse" not in text
    assert post(client, case).status_code == 403
    assert client.post(url(case, "waiver_withdraw"), {"kind": "8"}).status_code == 403


def test_the_panel_is_on_every_tab(visitor, case):
    """V077: on each case, always."""
    for tab in ("case", "case_documents", "case_events", "case_history", "case_supervision"):
        text = visitor.get(url(case, tab)).content.decode()
        assert "4 af de ti slags materiale mangler i dag." in text
        assert text.count('<li class="missing">') == 4


def test_the_papers_cost_no_queries(visitor, case, caseworker, django_assert_max_num_queries):
    for kind in (MaterialKind.TIME_SHEETS, MaterialKind.OTHER):
        for _ in range(3):
            filed(case, caseworker, kind)
            write(case, caseworker, material=kind)
    case_decided(CaseFactory(event__citizen=case.citizen, by=caseworker), caseworker)
    waive(case, caseworker, MaterialKind.PAYMENTS)
    with django_assert_max_num_queries(15):
        assert visitor.get(url(case)).status_code == 200


# The note form


def note(client, case, **changes):
    data = {"kind": "talk", "text": "Vi talte om mødet.", "concerns": "yes", "key": uuid.uuid4()}
    return client.post(url(case, "note_new"), data | changes)


@pytest.mark.parametrize(
    ("kind", "chosen", "material"),
    [("note", "", 10), ("phone", "", 2), ("talk", "", 2), ("talk", "9", 9), ("note", "5", 5)],
)
def test_a_note_is_marked_with_its_material(visitor, case, kind, chosen, material):
    """V069."""
    assert note(visitor, case, kind=kind, material=chosen).status_code == 302
    assert case.journal.first().material == material
    assert CaseMaterial.objects.filter(case=case, kind=material).exists()


@pytest.mark.parametrize("concerns", SupervisionRelevance)
def test_a_note_is_marked_with_whether_it_concerns_the_supervision(visitor, case, concerns):
    note(visitor, case, concerns=concerns)
    assert case.journal.first().concerns_supervision == concerns
    is_marked = concerns.label in visitor.get(url(case, "case")).content.decode()
    assert is_marked == (concerns != SupervisionRelevance.YES)


@pytest.mark.parametrize("changes", [{"concerns": ""}, {"concerns": "x"}, {"material": "11"}, {"material": "x"}])
def test_marks_that_do_not_exist_are_refused(visitor, case, changes):
    assert note(visitor, case, **changes).status_code == 422


def test_the_form_proposes_that_it_concerns_the_supervision(visitor, case):
    text = visitor.get(url(case, "note_new")).content.decode()
    assert 'value="yes"' in text.split('name="concerns"', 1)[1].split(">", 1)[0]
    assert "checked" in text.split('name="concerns"', 1)[1].split(">", 1)[0]


# The unit's share


@pytest.fixture
def manager(client, team):
    client.force_login(UserFactory(role="leder", teams=[team]))
    return client


def make_ready(case, by):
    waive(case, by, MaterialKind.BENEFIT, *NEVER_FROM_THE_CASE)
    assert RowState.MISSING not in states(case).values()


def test_the_share_counts_every_team(case, caseworker):
    make_ready(case, caseworker)
    other = CaseFactory(event__citizen__team=TeamFactory(name="Aa-team"), by=caseworker)
    ended = CaseFactory(by=caseworker)
    Case.objects.filter(pk=ended.pk).update(status=CaseStatus.CLOSED)
    filed(other, caseworker, MaterialKind.TIME_SHEETS)
    share = unit_share()
    assert (share.open.cases, share.open.ready, share.open.percent) == (2, 1, 50)
    assert (share.ended.cases, share.ended.ready) == (1, 0)
    assert dict(share.open.lacking) == {MaterialKind.BENEFIT: 1, MaterialKind.PAYMENTS: 1, MaterialKind.OTHER: 1}
    assert share.ended.lacking[MaterialKind.DECISION] == 1
    assert {team.label: (team.cases, team.ready) for team in share.teams} == {
        case.team.name: (1, 1),
        "Aa-team": (1, 0),
    }


def test_the_share_and_the_case_page_agree(case, caseworker):
    """One rule for both: whatever a case holds, the unit's numbers say the same of it."""
    for status in CaseStatus:
        Case.objects.filter(pk=case.pk).update(status=status)
        share = unit_share()
        counted = set((share.open.lacking + share.ended.lacking).elements())
        assert counted == {kind for kind, state in states(case).items() if state == RowState.MISSING}


@pytest.mark.parametrize("count", [1, 12])
def test_the_share_costs_the_same_however_many_cases(manager, team, caseworker, count, django_assert_max_num_queries):
    for _ in range(count):
        CaseFactory(event__citizen__team=team, by=caseworker)
    with django_assert_max_num_queries(8):
        response = manager.get(reverse("readiness"))
    assert f"0 af {count}" in response.content.decode()


def test_the_page_names_nobody(manager, case):
    text = manager.get(reverse("readiness")).content.decode()
    for shown in (case.number, case.citizen.last_name, case.citizen.first_name, case.owner.last_name):
        assert shown not in text.split("<main", 1)[1]
    assert not AccessLog.objects.exists()


def test_the_page_before_the_first_case(manager):
    assert "Der er ingen sager endnu" in manager.get(reverse("readiness")).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("leder", 200), ("tilsynsansvarlig", 200), ("sagsbehandler", 403), ("udkørende", 403), ("administrator", 403)],
)
def test_who_sees_the_share(client, role, status):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("readiness")).status_code == status
