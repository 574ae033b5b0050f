"""Features 50: one matrix for the whole request, with owners, filters, duties and a file."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sanktion.actions.document import file_document
from sanktion.models import AccessLog, CaseDocument, CaseMaterial, MaterialKind, SupervisionRelevance
from tilsyn.actions.board import OwnerNotPossible, ask_for_missing, assign_owners
from tilsyn.actions.scope import OutsideScope
from tilsyn.board import CellState, board_of
from tilsyn.forms.board import BoardFilter
from tilsyn.models import MaterialAsk, WithdrawnBecause

from ..factories import TeamFactory, UserFactory
from ..factories.redaction import approved, document_in, waiting
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = pytest.mark.django_db
TIME_SHEETS = MaterialKind.TIME_SHEETS


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team], first_name="Tove")


@pytest.fixture
def supervision(tove):
    return supervision_of(tove)


@pytest.fixture
def selected(tove, supervision):
    return selected_of(tove, supervision=supervision)


def url(supervision, name="supervision_cases", *more) -> str:
    return reverse(name, args=[supervision.number, *more])


def shown(client, user, supervision, **query):
    client.force_login(user)
    return client.get(url(supervision), query)


def whole(selected) -> None:
    there = set(CaseMaterial.objects.filter(case=selected.case).values_list("kind", flat=True))
    CaseMaterial.objects.bulk_create(
        CaseMaterial(case=selected.case, kind=kind) for kind in MaterialKind if kind not in there
    )


def filed(selected, by, **marks) -> CaseDocument:
    render = {"title": "Timesedler", "kind": TIME_SHEETS, "render": lambda number: b"%PDF"}
    return file_document(selected.case, **render | marks, by=by)


def outsider(tove, supervision):
    """A case of another team in the same supervision."""
    return selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]), supervision=supervision)


# What it shows


def test_a_missing_cell_leads_a_caseworker_to_where_it_is_put_right(client, caseworker, supervision, selected):
    page = shown(client, caseworker, supervision).content.decode()
    cell = reverse("selected_material", args=[supervision.number, selected.case.number, TIME_SHEETS])
    assert f'href="{cell}"' in page
    assert f'id="sag-{selected.case.number}-8"' in page


def test_whoever_may_not_handle_the_case_is_led_to_what_is_missing(client, tove, supervision, selected):
    page = shown(client, tove, supervision).content.decode()
    assert "/materiale/" not in page
    assert "Mangler" in page


def test_every_state_is_told_in_words(client, tove, supervision, selected):
    page = shown(client, tove, supervision).content.decode()
    assert [state.label for state in CellState if state.label not in page] == []


def test_what_concerns_the_supervision_only_partly_waits_for_a_blackout(tove, supervision, selected):
    """V074."""
    filed(selected, tove, concerns=SupervisionRelevance.PARTLY)
    assert board_of(supervision, user=tove).rows[0].cells[TIME_SHEETS] == CellState.HELD


def test_what_has_been_blacked_out_waits_no_more(tove, supervision, selected):
    document = document_in(selected, kind=TIME_SHEETS, by=tove)
    kirsten = UserFactory(role="sagsbehandler", teams=tove.teams.all())
    approved(waiting(selected, document, by=tove), by=kirsten)
    assert board_of(supervision, user=tove).rows[0].cells[TIME_SHEETS] == CellState.PRESENT


def test_cases_that_left_stand_below_with_their_reason(client, tove, supervision, selected):
    selected.withdraw(WithdrawnBecause.NO_DUTY, by=tove)
    response = shown(client, tove, supervision)
    assert (response.context["rows"], response.context["board"].withdrawn) == ([], [selected])
    assert WithdrawnBecause.NO_DUTY.label in response.content.decode()


def test_cases_of_other_teams_are_counted_and_not_shown(client, tove, supervision, selected):
    other = outsider(tove, supervision)
    page = shown(client, tove, supervision).content.decode()
    assert "1 sag i tilsynet hører til et andet team" in page
    assert other.case.number not in page


def test_the_page_costs_the_same_for_more_cases(client, tove, supervision, django_assert_max_num_queries):
    for _ in range(3):
        selected_of(tove, supervision=supervision)
    client.force_login(tove)
    with django_assert_max_num_queries(15) as few:
        client.get(url(supervision))
    for _ in range(4):
        selected_of(tove, supervision=supervision)
    with django_assert_max_num_queries(len(few)):
        client.get(url(supervision))


def test_each_citizen_on_the_board_is_written_in_the_log(client, tove, supervision, selected):
    shown(client, tove, supervision)
    assert AccessLog.objects.filter(user=tove, citizen=selected.case.citizen, page="supervision_cases").count() == 1


def test_an_empty_supervision_says_so(client, tove, supervision):
    assert "Ingen sager endnu" in shown(client, tove, supervision).content.decode()


# Filters and order


def numbers(response) -> list[int]:
    return [row.selected.number for row in response.context["rows"]]


def test_the_filters_show_mine_those_without_owner_and_those_that_lack(client, tove, supervision, selected):
    other = selected_of(tove, supervision=supervision)
    assign_owners([selected], tove, by=tove)
    assign_owners([other], None, by=tove)
    whole(other)
    assert numbers(shown(client, tove, supervision, ansvarlig="mig")) == [1]
    assert numbers(shown(client, tove, supervision, ansvarlig="ingen")) == [2]
    assert numbers(shown(client, tove, supervision, ansvarlig=tove.pk)) == [1]
    assert numbers(shown(client, tove, supervision, vis="mangler")) == [1]
    assert numbers(shown(client, tove, supervision, vis="klar")) == [2]
    assert numbers(shown(client, tove, supervision, vis="kopier")) == []


def test_what_the_address_says_wrong_filters_nothing(client, tove, supervision, selected):
    assert numbers(shown(client, tove, supervision, ansvarlig="x", vis="y", sort="z")) == [1]


def test_it_is_sorted_by_every_column_both_ways(tove, supervision, selected):
    selected_of(tove, supervision=supervision)
    whole(selected)
    rows = board_of(supervision, user=tove).rows
    for sort in ("nr", "borger", "ansvarlig", "klar", "frist"):
        up, down = (BoardFilter({"sort": f"{sign}{sort}"}, people=[], user=tove).chosen(rows) for sign in ("", "-"))
        assert sorted(row.selected.pk for row in up) == sorted(row.selected.pk for row in down)
    readiest_first = BoardFilter({"sort": "-klar"}, people=[], user=tove).chosen(rows)
    assert readiest_first[0].percent == 100


# Owners


def test_the_owner_is_the_cases_own_until_another_is_chosen(tove, caseworker, supervision, team):
    selected = selected_of(caseworker, supervision=supervision)
    assert selected.owner == caseworker
    assert assign_owners([selected], tove, by=tove) == 1
    assert assign_owners([selected], tove, by=tove) == 0
    assert selected.history.latest().history_change_reason == "Ansvarlig ændret"


def test_many_get_an_owner_at_once(client, tove, supervision, selected):
    other = selected_of(tove, supervision=supervision)
    client.force_login(tove)
    chosen = {"valgt": [selected.pk, other.pk], "ejer": tove.pk}
    client.post(url(supervision, "supervision_cases_owners"), chosen)
    assert set(supervision.selected.values_list("owner", flat=True)) == {tove.pk}


def test_who_cannot_see_a_case_cannot_own_it(tove, supervision, selected):
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    with pytest.raises(OwnerNotPossible, match="kan ikke se"):
        assign_owners([selected], stranger, by=tove)


def test_another_teams_case_cannot_be_given_an_owner_by_its_number(client, tove, supervision, selected):
    other = outsider(tove, supervision)
    client.force_login(tove)
    client.post(url(supervision, "supervision_cases_owners"), {"valgt": [selected.pk, other.pk], "ejer": tove.pk})
    other.refresh_from_db()
    assert other.owner != tove


# Asking for what is missing


@pytest.fixture
def queue(client):
    def rows(user):
        client.force_login(user)
        found = client.get(reverse("queue")).context["rows"]
        return [row for row in found if row.title.startswith("Tilsyn")]

    return rows


def test_each_owner_gets_a_duty_until_nothing_is_missing(queue, caseworker, tove, supervision):
    selected = selected_of(caseworker, supervision=supervision)
    assert (ask_for_missing(supervision, by=tove), ask_for_missing(supervision, by=tove)) == (1, 0)
    [row] = queue(caseworker)
    assert (row.due, row.owner, row.number) == (supervision.due, caseworker, selected.case.number)
    assert "timesedler" in row.why
    assert row.step_url.startswith(url(supervision, "selected_case", selected.case.number))
    whole(selected)
    assert queue(caseworker) == []


def test_a_case_that_has_left_is_asked_for_nothing(queue, caseworker, tove, supervision):
    selected = selected_of(caseworker, supervision=supervision)
    ask_for_missing(supervision, by=tove)
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=tove)
    assert queue(caseworker) == []


def test_who_does_not_see_all_the_cases_cannot_ask_for_them(client, tove, supervision, selected):
    outsider(tove, supervision)
    with pytest.raises(OutsideScope, match="1 af sagerne"):
        ask_for_missing(supervision, by=tove)
    client.force_login(tove)
    client.post(url(supervision, "supervision_cases_ask"))
    assert not MaterialAsk.objects.exists()


def test_the_page_shows_what_will_be_asked_and_a_press_asks_it(client, tove, supervision, selected):
    client.force_login(tove)
    assert "Timesedler" in client.get(url(supervision, "supervision_cases_ask")).content.decode()
    client.post(url(supervision, "supervision_cases_ask"))
    assert MaterialAsk.objects.get().selected == selected


# The file


def test_the_file_has_the_board_by_case_number_without_names(client, tove, supervision, selected):
    client.force_login(tove)
    response = client.get(url(supervision, "supervision_cases_file"))
    header, line = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    assert dict(zip(header, line, strict=True)) | {"Sag": selected.case.number, "Timesedler": "Mangler"} == dict(
        zip(header, line, strict=True)
    )
    assert selected.case.citizen.name not in line
    assert selected.case.number not in response.headers["Content-Disposition"]


# The overview


def test_the_overview_tells_how_far_the_material_is(client, tove, supervision, selected):
    client.force_login(tove)
    page = client.get(url(supervision, "supervision")).content.decode()
    assert "0 af 1 sager har det, der skal være nu" in page


def test_the_unit_manager_sees_no_case_on_it(client, team, supervision, selected):
    client.force_login(UserFactory(role="leder", teams=[team]))
    assert "har det, der skal være nu" not in client.get(url(supervision, "supervision")).content.decode()
    assert client.get(url(supervision)).status_code == 403


def test_a_case_named_for_the_category_alone_is_not_a_row(tove, supervision, case):
    selected_of(tove, supervision=supervision, case=eligible(case, category=4))
    board = board_of(supervision, user=tove)
    assert (len(board.rows), len(board.withdrawn)) == (0, 1)
