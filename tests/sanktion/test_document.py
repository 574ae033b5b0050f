"""Documents: the list, and the file behind each number."""

import pytest
from django.urls import reverse

from sanktion.actions.document import file_document
from sanktion.models import AccessLog, MaterialKind

from ..factories import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def filed(case, by, title="Partshøring", data=b"%PDF-1.7 brev"):
    return file_document(case, title=title, kind=MaterialKind.EXPLANATION, render=lambda number: data, by=by)


def url(case, number: int) -> str:
    return reverse("document", args=[case.number, number])


def test_file_is_shown_in_the_browser_under_its_number_and_kept_nowhere(visitor, case, caseworker):
    """B005."""
    filed(case, caseworker)
    response = visitor.get(url(case, 1))
    assert response.content == b"%PDF-1.7 brev"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{case.number}-001.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_reading_the_file_is_logged(visitor, case, caseworker):
    filed(case, caseworker)
    visitor.get(url(case, 1))
    row = AccessLog.objects.get(page="document")
    assert (row.user, row.citizen, row.case, row.kind) == (caseworker, case.citizen, case, "print")


def test_number_under_another_case_is_not_found(visitor, case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    filed(other, caseworker)
    assert visitor.get(url(case, 1)).status_code == 404


def test_other_teams_file_is_not_found(visitor, caseworker):
    other = CaseFactory()
    filed(other, other.owner)
    assert visitor.get(url(other, 1)).status_code == 404
    assert not AccessLog.objects.filter(user=caseworker).exists()


def test_list_of_documents(visitor, case, caseworker):
    filed(case, caseworker)
    filed(case, None, title="Afgørelse")
    text = visitor.get(reverse("case_documents", args=[case.number])).content.decode()
    assert text.index(f"{case.number}-002") < text.index(f"{case.number}-001")
    assert "Systemet" in text
    assert url(case, 2) in text


def test_case_without_documents_says_so(visitor, case):
    text = visitor.get(reverse("case_documents", args=[case.number])).content.decode()
    assert "Der er ingen dokumenter" in text


@pytest.mark.parametrize("count", [1, 20])
def test_query_count_does_not_follow_the_documents(visitor, case, caseworker, count, django_assert_max_num_queries):
    for _ in range(count):
        filed(case, caseworker)
    with django_assert_max_num_queries(15):
        visitor.get(reverse("case_documents", args=[case.number]))
