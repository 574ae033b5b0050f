"""B004, B005: case and document numbers, unique and without gaps, also when many work at once."""

import threading

import pytest
from django.db import connection, transaction

from sanktion.actions.document import file_document
from sanktion.actions.event import open_case
from sanktion.models import Case, CaseDocument, CaseNumberSeries, MaterialKind
from tests.factories import CaseFactory, EventFactory, UserFactory


@pytest.mark.django_db
def test_case_numbers_run_on_within_a_year():
    assert [CaseNumberSeries.next_number(2018) for _ in range(3)] == ["2018-0000001", "2018-0000002", "2018-0000003"]
    assert CaseNumberSeries.next_number(2019) == "2019-0000001"


@pytest.mark.django_db
def test_a_number_given_up_is_taken_by_the_next():
    with transaction.atomic():
        CaseNumberSeries.next_number(2018)
        transaction.set_rollback(True)
    assert CaseNumberSeries.next_number(2018) == "2018-0000001"


@pytest.mark.django_db
def test_document_numbers_run_on_under_the_case(case, caseworker):
    filed = [
        file_document(case, title="Brev", kind=MaterialKind.OTHER, render=lambda number: number.encode(), by=caseworker)
        for _ in range(2)
    ]
    assert [document.full_number for document in filed] == [f"{case.number}-001", f"{case.number}-002"]
    assert [document.data.decode() for document in filed] == [f"{case.number}-001", f"{case.number}-002"]


@pytest.mark.django_db
def test_the_same_event_has_one_case(case, caseworker):
    assert open_case(case.event, by=caseworker) == case
    assert Case.objects.count() == 1


def together(work, times=6):
    failures = []

    def run():
        try:
            work()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_documents_filed_at_once_get_numbers_without_gaps(own_database):
    case = CaseFactory()
    together(lambda: file_document(case, title="Brev", kind=MaterialKind.OTHER, render=lambda number: b"%PDF", by=None))
    assert sorted(CaseDocument.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_one_event_opened_by_many_at_once_gives_one_case(own_database):
    event, user = EventFactory(), UserFactory()
    together(lambda: open_case(event, by=user))
    assert list(Case.objects.values_list("number", flat=True)) == [Case.objects.get().number]
