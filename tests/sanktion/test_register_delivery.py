"""V038, V039: what is delivered to the common data set, how it differs from the last time, and can it be made again?"""

import csv
import hashlib
import uuid
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.register import COLUMNS, DeliveryNotAllowed, deliver, extract, recreate
from sanktion.models import (
    AccessLog,
    Case,
    Citizen,
    Decision,
    FileFormat,
    LegalBasis,
    Outcome,
    RegisterDelivery,
    RegisterDeliveryRow,
    RowChange,
)

from ..factories import CitizenFactory, TeamFactory, UserFactory
from ..factories.decisions import sanction_of, sanctions

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

PURPOSE = "Månedlig levering til det fælles datagrundlag"


@pytest.fixture
def supervisor(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def visitor(client, supervisor):
    client.force_login(supervisor)
    return client


@pytest.fixture
def decision(citizen, caseworker) -> Decision:
    return sanction_of(citizen, caseworker)


def period() -> tuple:
    return timezone.localdate(), timezone.localdate()


def delivered(by, *, file_format=FileFormat.CSV, **how) -> RegisterDelivery:
    return deliver(*period(), file_format=file_format, purpose=PURPOSE, by=by, **how)


def csv_rows(data: bytes) -> list[dict]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig")), delimiter=";"))


def changes(by) -> list[RowChange]:
    return [row.change for row in extract(*period(), user=by).rows]


def new_cpr(citizen) -> None:
    citizen = Citizen.objects.get(pk=citizen.pk)
    citizen.cpr = CitizenFactory.build(team=None).cpr
    citizen.save()


def test_a_row_says_all_that_is_asked_for(decision, citizen, supervisor):
    data = recreate(delivered(supervisor), user=supervisor).data
    event, form = decision.case.event, "%d-%m-%Y"
    assert csv_rows(data) == [
        {
            "reference": "L0001-00001",
            "cpr": citizen.formatted_cpr,
            "haendelse": str(event.kind),
            "haendelsesdato": event.occurred_on.strftime(form),
            "paragraf": str(decision.legal_basis),
            "udfald": "Fradrag",
            "virkning_fra": decision.effect_from.strftime(form),
            "afgoerelsesdato": timezone.localdate(decision.decided_at).strftime(form),
            "sagsnummer": decision.case.number,
            "siden_sidst": "ny",
        }
    ]


def test_spreadsheet_holds_the_same_with_real_dates(decision, citizen, supervisor):
    data = recreate(delivered(supervisor, file_format=FileFormat.XLSX), user=supervisor).data
    header, row = openpyxl.load_workbook(BytesIO(data)).active.iter_rows(values_only=True)
    assert header == COLUMNS
    assert row[:3] == ("L0001-00001", citizen.formatted_cpr, decision.case.event.kind)
    assert row[3].date() == decision.case.event.occurred_on
    assert row[8:] == (decision.case.number, "ny")


@pytest.mark.parametrize("file_format", FileFormat)
def test_no_cell_is_a_formula(decision, supervisor, file_format):
    LegalBasis.objects.filter(pk=decision.legal_basis_id).update(act="=HYPERLINK(1)")
    data = recreate(delivered(supervisor, file_format=file_format), user=supervisor).data
    if file_format == FileFormat.CSV:
        assert csv_rows(data)[0]["paragraf"].startswith("'=HYPERLINK")
    else:
        cell = openpyxl.load_workbook(BytesIO(data)).active["E2"]
        assert (cell.data_type, cell.value[:2]) == ("s", "'=")


def test_no_sanction_is_not_delivered(citizen, caseworker, supervisor):
    sanction_of(citizen, caseworker, outcome=Outcome.NO_SANCTION)
    with pytest.raises(DeliveryNotAllowed, match="ikke truffet afgørelse om sanktion"):
        delivered(supervisor)


def test_differences_follow_the_last_delivery(decision, team, caseworker, supervisor):
    assert changes(supervisor) == [RowChange.NEW]
    delivered(supervisor)
    assert changes(supervisor) == [RowChange.SAME]
    sanction_of(CitizenFactory(team=team), caseworker)
    new_cpr(decision.case.citizen)
    assert changes(supervisor) == [RowChange.CHANGED, RowChange.NEW]
    second = delivered(supervisor)
    assert [row["siden_sidst"] for row in csv_rows(recreate(second, user=supervisor).data)] == ["ændret", "ny"]
    assert changes(supervisor) == [RowChange.SAME, RowChange.SAME]


def test_what_was_delivered_and_is_a_sanction_no_more_is_told_once(citizen, caseworker, supervisor):
    withdrawn = sanction_of(citizen, caseworker, outcome=Outcome.EVENT_WITHDRAWN)
    earlier = RegisterDelivery.objects.create(
        number=1,
        period_from=timezone.localdate(),
        period_to=timezone.localdate(),
        file_format="csv",
        purpose=PURPOSE,
        rows=1,
        sha256="x",
        delivered_by=supervisor,
    )
    RegisterDeliveryRow.objects.create(
        delivery=earlier, number=1, decision=withdrawn, change=RowChange.NEW, row_hash=b"x" * 32
    )
    assert changes(supervisor) == [RowChange.GONE]
    row = csv_rows(recreate(delivered(supervisor), user=supervisor).data)[0]
    assert (row["siden_sidst"], row["paragraf"], row["virkning_fra"]) == ("udgået", "", "")
    assert changes(supervisor) == []


def test_other_periods_are_left_alone(citizen, caseworker, supervisor):
    today = timezone.localdate()
    sanction_of(
        citizen, caseworker, on=today.replace(year=today.year - 1, day=1), event_on=today.replace(year=today.year - 2)
    )
    assert extract(*period(), user=supervisor).rows == []


@pytest.mark.parametrize("file_format", FileFormat)
def test_extract_can_be_made_again_byte_for_byte(decision, supervisor, file_format):
    delivery = RegisterDelivery.objects.get(pk=delivered(supervisor, file_format=file_format).pk)
    again = recreate(delivery, user=supervisor)
    assert again.is_same
    assert again.altered == []
    assert hashlib.sha256(again.data).hexdigest() == delivery.sha256


def test_later_deliveries_do_not_change_an_earlier_one(decision, team, caseworker, supervisor):
    first = delivered(supervisor)
    sanction_of(CitizenFactory(team=team), caseworker)
    delivered(supervisor)
    assert recreate(first, user=supervisor).is_same


def test_what_has_changed_since_is_named(decision, team, caseworker, supervisor):
    sanction_of(CitizenFactory(team=team), caseworker)
    delivery = delivered(supervisor)
    new_cpr(decision.case.citizen)
    again = recreate(delivery, user=supervisor)
    assert (again.is_same, again.altered) == (False, ["L0001-00001"])


def test_half_an_extract_is_never_delivered(decision, team, caseworker, supervisor):
    """The duty is the whole unit's: a decision the deliverer may not see stops it, and isn't told of."""
    hidden = sanction_of(CitizenFactory(team=team), caseworker)
    Case.objects.filter(pk=hidden.case_id).update(is_restricted=True)
    found = extract(*period(), user=supervisor)
    assert [row.decision for row in found.rows] == [decision]
    with pytest.raises(DeliveryNotAllowed, match="1 sag er uden for din adgang"):
        delivered(supervisor)
    assert not RegisterDelivery.objects.exists()


def test_double_click_delivers_once(decision, supervisor):
    key = uuid.uuid4()
    assert delivered(supervisor, key=key) == delivered(supervisor, key=key)
    assert RegisterDelivery.objects.count() == 1


def post_new(client, **changed):
    today = timezone.localdate().strftime("%d-%m-%Y")
    data = {"fra": today, "til": today, "file_format": "csv", "purpose": PURPOSE, "key": uuid.uuid4()}
    return client.post(reverse("register_delivery_new"), data | changed)


def test_page_shows_the_differences_before_anything_is_delivered(visitor, decision):
    today = timezone.localdate().isoformat()
    text = visitor.get(reverse("register_delivery_new"), {"fra": today, "til": today}).content.decode()
    assert decision.case.number in text
    assert "Dan levering med 1 række<" in text
    assert decision.case.citizen.name not in text
    assert not RegisterDelivery.objects.exists()
    assert AccessLog.objects.filter(citizen=decision.case.citizen, kind="list", page="register_delivery_new").exists()


def test_from_purpose_to_file(visitor, supervisor, decision):
    response = post_new(visitor, file_format="xlsx")
    delivery = RegisterDelivery.objects.get()
    assert response.headers["Location"] == reverse("register_delivery", args=[delivery.pk])
    assert (delivery.purpose, delivery.rows, delivery.delivered_by) == (PURPOSE, 1, supervisor)
    shown = visitor.get(response.headers["Location"]).content.decode()
    assert delivery.sha256 in shown
    assert decision.case.number in shown
    file = visitor.post(reverse("register_delivery_file", args=[delivery.pk]))
    assert hashlib.sha256(file.content).hexdigest() == delivery.sha256
    assert file.headers["Content-Disposition"] == 'attachment; filename="sanktioner-L0001.xlsx"'
    assert file.headers["Cache-Control"] == "no-store"
    log = AccessLog.objects.filter(citizen=decision.case.citizen, kind="print", page="register_delivery_file")
    assert log.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": ""},
        {"purpose": "kort"},
        {"file_format": "pdf"},
        {"key": ""},
        {"fra": "31-12-2026", "til": "01-01-2026"},
        {"til": "01-01-2099"},
    ],
)
def test_without_purpose_or_period_nothing_is_delivered(visitor, decision, changed):
    assert post_new(visitor, **changed).status_code == 422
    assert not RegisterDelivery.objects.exists()


def test_refusal_is_told_on_the_page(visitor):
    response = post_new(visitor)
    assert response.status_code == 422
    assert "ikke truffet afgørelse om sanktion" in response.content.decode()


def test_question_whether_it_can_be_made_again(visitor, supervisor, decision):
    delivery = delivered(supervisor)
    url = reverse("register_delivery_check", args=[delivery.pk])
    assert "Udtrækket kan genskabes" in visitor.post(url, follow=True).content.decode()
    new_cpr(decision.case.citizen)
    told = visitor.post(url, follow=True).content.decode()
    assert "1 række er ændret siden leveringen (L0001-00001)" in told


def test_a_file_that_is_not_the_delivered_one_is_not_handed_out(visitor, supervisor, decision):
    delivery = delivered(supervisor)
    new_cpr(decision.case.citizen)
    response = visitor.post(reverse("register_delivery_file", args=[delivery.pk]), follow=True)
    assert "kan ikke genskabes" in response.content.decode()
    assert not AccessLog.objects.filter(kind="print").exists()


def test_delivery_with_a_case_outside_ones_scope_is_not_found(client, supervisor, decision):
    delivery = delivered(supervisor)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    client.force_login(stranger)
    assert client.get(reverse("register_delivery", args=[delivery.pk])).status_code == 404
    assert str(delivery) not in client.get(reverse("register_deliveries")).content.decode()


def test_caseworkers_see_the_register_but_deliver_nothing(client, caseworker, decision):
    client.force_login(caseworker)
    assert client.get(reverse("register")).status_code == 200
    for name in ("register_deliveries", "register_delivery_new"):
        assert client.get(reverse(name)).status_code == 403


def test_pages_ask_no_more_with_many(visitor, supervisor, team, caseworker, django_assert_max_num_queries):
    sanctions(team, caseworker, 12)
    delivery = delivered(supervisor)
    sanctions(team, caseworker, 6)
    today = timezone.localdate().isoformat()
    for url, query in (
        (reverse("register_deliveries"), {}),
        (reverse("register_delivery", args=[delivery.pk]), {}),
        (reverse("register_delivery_new"), {"fra": today, "til": today}),
    ):
        with django_assert_max_num_queries(15):
            assert visitor.get(url, query).status_code == 200
