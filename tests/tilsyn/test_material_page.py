"""V057, V059, V065-V067: a missing kind is put right in one place, and one comes back to its cell."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sanktion.models import CaseDocument, CaseMaterial, MaterialKind, MaterialWaiver
from tilsyn.models import WithdrawnBecause

from ..factories import TeamFactory, UserFactory
from ..factories.files import pdf
from ..factories.rooms import shown_of, visit_of
from ..factories.tilsyn import selected_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def selected(caseworker):
    return selected_of(caseworker)


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def url(selected, kind=MaterialKind.TIME_SHEETS, name="selected_material") -> str:
    more = [int(kind)] if name == "selected_material" else []
    return reverse(name, args=[selected.supervision.number, selected.case.number, *more])


def cell(selected, kind=MaterialKind.TIME_SHEETS) -> str:
    board = reverse("supervision_cases", args=[selected.supervision.number])
    return f"{board}#sag-{selected.case.number}-{int(kind)}"


def upload(**changes) -> dict:
    file = SimpleUploadedFile("fil.pdf", pdf(), content_type="application/pdf")
    facts = {"title": "Timesedler, september", "concerns": "yes", "received_on": "01-11-2026", "key": uuid.uuid4()}
    return {"act": "upload", "files": file} | facts | changes


def test_a_paper_is_put_in_the_case_and_one_is_back_at_the_cell(visitor, selected):
    response = visitor.post(url(selected), upload())
    assert response.headers["Location"] == cell(selected)
    document = CaseDocument.objects.get(title="Timesedler, september")
    assert (document.case, document.kind) == (selected.case, MaterialKind.TIME_SHEETS)


def test_the_reason_for_there_being_none_is_kept(visitor, selected, caseworker):
    response = visitor.post(url(selected), {"act": "waive", "reason": "Borgeren er ikke i tilbud."})
    assert response.headers["Location"] == cell(selected)
    waiver = MaterialWaiver.objects.get()
    assert (waiver.case, waiver.kind, waiver.by) == (selected.case, MaterialKind.TIME_SHEETS, caseworker)


def test_a_reason_must_be_written(visitor, selected):
    response = visitor.post(url(selected), {"act": "waive", "reason": ""})
    assert response.status_code == 422
    assert "Skriv, hvorfor det ikke er relevant" in response.content.decode()
    assert not MaterialWaiver.objects.exists()


def test_what_is_there_cannot_be_called_irrelevant(visitor, selected):
    CaseMaterial.objects.create(case=selected.case, kind=MaterialKind.TIME_SHEETS)
    response = visitor.post(url(selected), {"act": "waive", "reason": "Nej."})
    assert response.status_code == 422
    assert not MaterialWaiver.objects.exists()


def test_a_refused_file_is_told_of_and_kept_nowhere(visitor, selected):
    wrong = SimpleUploadedFile("skjult.exe", b"\x00\x01MZ", content_type="application/pdf")
    response = visitor.post(url(selected), upload(files=wrong))
    assert response.status_code == 422
    assert "skjult.exe" in response.content.decode()
    assert not CaseDocument.objects.filter(title__startswith="Timesedler").exists()


def test_earlier_sanctions_are_computed_and_have_no_such_page(visitor, selected):
    assert [visitor.get(url(selected, kind)).status_code for kind in (5, 0, 11)] == [404] * 3


def test_another_teams_case_is_not_found(client, selected):
    client.force_login(UserFactory(role="sagsbehandler", teams=[TeamFactory()]))
    assert [client.get(url(selected)).status_code, client.post(url(selected), upload()).status_code] == [404, 404]


def test_the_responsible_who_handles_no_cases_is_refused(client, team, selected):
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    assert client.get(url(selected)).status_code == 403


# The case's own page in the supervision


def test_the_case_page_tells_what_is_there_what_goes_and_what_hinders(visitor, selected):
    page = visitor.get(url(selected, name="selected_case")).content.decode()
    for text in ("Journalark", "Tidligere sanktioner, 12 måneder", "Timesedler", "Der mangler materiale"):
        assert text in page


def test_the_case_page_of_one_that_left_says_why(visitor, selected, caseworker):
    selected.withdraw(WithdrawnBecause.NO_DUTY, by=caseworker)
    page = visitor.get(url(selected, name="selected_case")).content.decode()
    assert "Der skal ikke sendes noget" in page
    assert "/materiale/" not in page


def test_the_case_page_of_a_visit_tells_of_the_papers_shown(client, team):
    tove = UserFactory(role="tilsynsansvarlig", teams=[team])
    selected = shown_of(tove, supervision=visit_of(tove))
    client.force_login(tove)
    assert "1 papir er godkendt" in client.get(url(selected, name="selected_case")).content.decode()


def test_the_page_of_a_missing_kind_has_both_ways(visitor, selected):
    page = visitor.get(url(selected)).content.decode()
    assert "Læg det på sagen" in page
    assert "Ikke relevant, fordi" in page
