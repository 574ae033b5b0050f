import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from parthoering import tasks
from parthoering.actions import send_hearing
from parthoering.models import Channel, Delivery, DeliveryStatus
from sanktion.models import AccessKind, AccessLog
from tests.factories import CaseFactory, TeamFactory, UserFactory
from tests.factories.parthoering import RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def queued(case, by) -> list[Delivery]:
    hearing = send_hearing(case, channel=Channel.LETTER, by=by)
    for delivery in hearing.deliveries:
        tasks.send_letter(delivery.pk)
    return list(hearing.letter.deliveries.order_by("pk"))


def post(client, name, letters, **more):
    return client.post(reverse(name), {"letters": [letter.pk for letter in letters]} | more)


def test_empty_queue_says_so(visitor):
    assert "Ingen breve venter" in visitor.get(reverse("print_queue")).content.decode()


def test_letters_of_other_teams_are_not_in_the_queue(visitor, case, caseworker):
    other = TeamFactory()
    colleague = UserFactory(role="sagsbehandler", teams=[other])
    theirs = queued(CaseFactory(event__citizen__team=other, by=colleague), colleague)
    [mine] = queued(case, caseworker)
    page = visitor.get(reverse("print_queue")).content.decode()
    assert mine.document.full_number in page
    assert theirs[0].document.full_number not in page
    assert post(visitor, "print_letters", theirs).status_code == 302
    assert not theirs[0].prints.exists()


def test_a_print_is_counted_and_logged_and_shows_no_address_in_the_list(visitor, case, caseworker):
    [letter] = queued(case, caseworker)
    assert case.citizen.address.street not in visitor.get(reverse("print_queue")).content.decode()
    response = post(visitor, "print_letters", [letter])
    assert response["Content-Type"] == "application/pdf"
    assert letter.prints.get().printed_by == caseworker
    log = AccessLog.objects.filter(case=case, kind=AccessKind.PRINT, page="print_letters")
    assert log.get().citizen_id == case.citizen_id


def test_a_letter_to_a_protected_address_asks_who_one_is(visitor, case, caseworker):
    letters = queued(case, caseworker)
    case.citizen.protected_until = timezone.localdate()
    case.citizen.save()
    session = visitor.session
    session["confirmed_at"] -= 11 * 60
    session.save()
    asked = post(visitor, "print_letters", letters)
    assert asked.status_code == 403
    assert "Bekræft, at det er dig" in asked.content.decode()
    assert not letters[0].prints.exists()
    assert not AccessLog.objects.filter(kind=AccessKind.PRINT).exists()


def test_a_batch_begins_each_letter_on_a_sheet_of_its_own(visitor, case, caseworker):
    RepresentativeFactory(case=case)
    response = post(visitor, "print_letters", queued(case, caseworker))
    with (
        pikepdf.open(io.BytesIO(response.content)) as batch,
        pikepdf.open(io.BytesIO(case.documents.get().data)) as letter,
    ):
        sheets = -(-len(letter.pages) // 2)
        assert len(batch.pages) == 2 * sheets + 1 + len(letter.pages) + (1 if len(letter.pages) else 0)


def test_posting_asks_first_and_dates_the_dispatch(visitor, case, caseworker):
    [letter] = queued(case, caseworker)
    post(visitor, "print_letters", [letter])
    assert "Er brevet sendt?" in post(visitor, "post_letters", [letter]).content.decode()
    letter.refresh_from_db()
    assert letter.status == DeliveryStatus.QUEUED
    post(visitor, "post_letters", [letter], on=timezone.localdate().isoformat())
    letter.refresh_from_db()
    assert (letter.status, timezone.localdate(letter.sent_at)) == (DeliveryStatus.SENT, timezone.localdate())


@pytest.mark.parametrize(("on", "why"), [("2099-01-01", "fremtiden"), (None, "ikke udskrevet")])
def test_posting_is_refused_with_a_sentence(visitor, case, caseworker, on, why):
    [letter] = queued(case, caseworker)
    response = post(visitor, "post_letters", [letter], on=on or timezone.localdate().isoformat())
    page = visitor.get(response.url).content.decode()
    assert why in page
    letter.refresh_from_db()
    assert letter.status == DeliveryStatus.QUEUED


def test_a_representative_is_added_changed_and_kept_from_other_teams(visitor, client, case, caseworker):
    url = reverse("representative_new", args=[case.number])
    facts = {"role": "guardian", "name": "Vera Vestergaard", "channel": "letter", "valid_from": "2026-01-01"}
    assert visitor.post(url, facts).status_code == 422
    facts |= {"street_line": "Vestergade 1", "postal_line": "5000 Odense C"}
    assert visitor.post(url, facts).status_code == 302
    one = case.representatives.get()
    assert one.history.count() == 1
    assert "Vera Vestergaard" in visitor.get(reverse("case", args=[case.number])).content.decode()
    assert visitor.post(url, facts | {"channel": "digital_post"}).status_code == 422
    change = reverse("representative", args=[case.number, one.pk])
    assert visitor.post(change, facts | {"valid_to": "2026-02-01"}).status_code == 302
    one.refresh_from_db()
    assert one.valid_to.isoformat() == "2026-02-01"
    assert case.journal.first().heading == "Værge ændret"
