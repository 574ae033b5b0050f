"""B005: the same paper sent twice at the same time is one document; different papers get numbers without gaps."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.utils import timezone

from sanktion.actions.upload import receive_documents, sent
from sanktion.base.acting import acting
from sanktion.models import CaseDocument, JournalEntry, MaterialKind

from ..factories import CaseFactory, TeamFactory, UserFactory


def a_case():
    team = TeamFactory()
    return CaseFactory(event__citizen__team=team, by=UserFactory(role="sagsbehandler", teams=[team]))


def receive_together(case, contents: list[bytes]) -> list[str]:
    start, key, today = Barrier(len(contents)), uuid.uuid4(), timezone.localdate()

    def receive(content):
        try:
            start.wait(10)
            with acting(case.owner):
                file, kind = sent("a.txt", content, page_key=key), MaterialKind.PAYMENTS
                return receive_documents(case, [file], title="Brev", kind=kind, received_on=today, by=case.owner)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(contents)) as pool:
        return [receipt.number for receipt in pool.map(receive, contents)]


def test_two_clicks_file_one_document(own_database):
    case = a_case()
    first, second = receive_together(case, [b"Tekst", b"Tekst"])
    assert first == second == f"{case.number}-001"
    assert (CaseDocument.objects.count(), JournalEntry.objects.filter(case=case).count()) == (1, 2)


def test_different_papers_at_once_get_numbers_without_gaps(own_database):
    case = a_case()
    numbers = receive_together(case, [f"Tekst {n}".encode() for n in range(4)])
    assert sorted(numbers) == [f"{case.number}-{n:03d}" for n in range(1, 5)]
