"""B017: what the gateway tells of a letter. A letter lost is never silent, and one that comes late gives more time."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from parthoering import tasks
from parthoering.models import DeliveryReceipt, DeliveryStatus, Hearing, RejectedReceipt
from sanktion.models import Case
from tests.factories import UserFactory
from tests.factories.parthoering import hearing_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(settings, tmp_path):
    settings.SANKTION_INBOX = tmp_path
    return tmp_path


def drop(inbox, uuid, status, *, at=None, name="k.json", **more) -> None:
    at = (at or timezone.now()).isoformat()
    (inbox / name).write_text(json.dumps({"messageUUID": str(uuid), "status": status, "time": at} | more))


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def hearing(case, caseworker) -> Hearing:
    return hearing_sent(case, caseworker)


def test_available_later_than_assumed_gives_the_citizen_longer(case, hearing, inbox, settings):
    settings.SANKTION_DELIVERY_DAYS = {"digital_post": 0, "letter": 6}
    late = hearing.deadline + timedelta(days=30)
    hearing.delivery.receipts.create(state="available", happened_at=timezone.now())
    delivery = hearing.delivery
    delivery.mark_available(timezone.now() + timedelta(days=20))
    hearing = Hearing.objects.latest_of(case)
    assert hearing.deadline < hearing.runs_until < late


def test_available_is_kept_and_the_date_in_the_letter_is_not_made_shorter(case, hearing, inbox):
    drop(inbox, hearing.delivery.message_uuid, "available")
    tasks.read_receipts()
    hearing = Hearing.objects.latest_of(case)
    assert hearing.delivery.status == DeliveryStatus.AVAILABLE
    assert hearing.runs_until == hearing.deadline
    assert names(inbox / "done") == ["k.json"]


def test_xml_is_read_too_and_asks_no_one_for_entities(case, hearing, inbox):
    uuid, now = hearing.delivery.message_uuid, timezone.now().isoformat()
    (inbox / "k.xml").write_text(f"<r><messageUUID>{uuid}</messageUUID><status>created</status><time>{now}</time></r>")
    bomb = '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><r><messageUUID>&e;</messageUUID></r>'
    (inbox / "z.xml").write_text(bomb)
    tasks.read_receipts()
    assert DeliveryReceipt.objects.get().state == "created"
    assert RejectedReceipt.objects.count() == 1


def test_the_same_file_twice_tells_nothing_twice(case, hearing, inbox):
    at = timezone.now()
    for _ in range(2):
        drop(inbox, hearing.delivery.message_uuid, "failed", at=at)
        tasks.read_receipts()
    assert DeliveryReceipt.objects.count() == 1
    assert [entry.heading for entry in case.journal.all()].count("Et brev nåede ikke frem") == 1


@pytest.mark.parametrize("state", ["failed", "returned"])
def test_a_letter_lost_stops_the_deadline_and_is_first_in_the_queue(client, case, caseworker, hearing, inbox, state):
    drop(inbox, hearing.delivery.message_uuid, state, code="E42")
    tasks.read_receipts()
    hearing, case = Hearing.objects.latest_of(case), Case.objects.get(pk=case.pk)
    assert (hearing.delivery.status, hearing.delivery.error_code) == (state, "E42")
    assert hearing.runs_until is None
    assert case.next_due == timezone.localdate()
    client.force_login(caseworker)
    page = client.get(reverse("case", args=[case.number])).content.decode()
    assert "Partshøringsbrevet nåede ikke frem" in page
    assert reverse("hearing_new", args=[case.number]) in page
    assert reverse("hearing_undeliverable", args=[case.number]) in page


BROKEN = {
    "no json": b"{",
    "no fields": b"{}",
    "no list": b"[]",
    "no zone": b'{"messageUUID":"%s","status":"sent","time":"2025-01-01T10:00:00"}',
    "future": b'{"messageUUID":"%s","status":"sent","time":"2099-01-01T10:00:00Z"}',
    "unknown": b'{"messageUUID":"00000000-0000-4000-8000-000000000000","status":"sent","time":"2025-01-01T10:00:00Z"}',
    "big": b" " * 70_000,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_used_is_set_aside_and_shown_to_the_manager(client, team, hearing, inbox, data):
    (inbox / "0101701234.json").write_bytes(data.replace(b"%s", str(hearing.delivery.message_uuid).encode()))
    tasks.read_receipts()
    rejected = RejectedReceipt.objects.get()
    assert names(inbox) == ["rejected"]
    assert names(inbox / "rejected") == [f"{rejected.reference}.json", f"{rejected.reference}.txt"]
    assert not DeliveryReceipt.objects.exists()
    client.force_login(UserFactory(role="leder", teams=[team]))
    assert str(rejected.reference) in client.get(reverse("rejected_receipts")).content.decode()
