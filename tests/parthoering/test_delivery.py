import json
import re
import stat
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parthoering import tasks
from parthoering.actions import NotAllowed, send_again, send_hearing
from parthoering.delivery.base import DeliveryError, letter_of
from parthoering.delivery.memo import MemoSpool
from parthoering.delivery.paper import RemotePrint
from parthoering.models import Channel, Delivery, DeliveryStatus
from sanktion.base.transitions import TransitionNotAllowed

pytestmark = pytest.mark.django_db
BACKENDS = {
    "digital_post": "parthoering.delivery.memo.MemoSpool",
    "letter": "parthoering.delivery.paper.RemotePrint",
}


class Refusing:
    """A gateway that takes nothing over."""

    def send(self, letter):
        raise DeliveryError("ikke tilmeldt")


class Broken:
    def send(self, letter):
        raise OSError(f"can't write the letter of {letter.name}")


@pytest.fixture
def outbox(settings, tmp_path):
    """Paper goes by the printer that fetches jobs from a folder."""
    settings.SANKTION_OUTBOX = tmp_path / "outbox"
    settings.SANKTION_DELIVERY_BACKEND = BACKENDS
    return settings.SANKTION_OUTBOX


def files(outbox) -> list:
    return sorted(path for path in outbox.rglob("*") if path.is_file()) if outbox.exists() else []


def delivery_of(case, by, channel=Channel.DIGITAL_POST) -> Delivery:
    return send_hearing(case, channel=channel, by=by).delivery


def backend(settings, name):
    settings.SANKTION_DELIVERY_BACKEND = dict.fromkeys(BACKENDS, f"{__name__}.{name}")


def test_a_paper_letter_becomes_a_pdf_and_a_job_without_a_cpr_number(case, caseworker, outbox):
    delivery = delivery_of(case, caseworker, Channel.LETTER)
    tasks.send_letter(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.receipt) == (DeliveryStatus.SENT, str(delivery.message_uuid))
    text = (outbox / "print" / f"{delivery.message_uuid}.json").read_text()
    job, address = json.loads(text), case.citizen.address
    assert (outbox / "print" / f"{delivery.message_uuid}.pdf").read_bytes() == delivery.document.data
    assert (job["DokumentSHA256"], job["DokumentNummer"]) == (delivery.document.sha256, delivery.document.full_number)
    assert job["ForsendelseModtager"]["PersonName"] == case.citizen.name
    assert job["ForsendelseModtager"]["Adresselinjer"] == [address.first_line, address.postal_line]
    assert job["ForsendelseModtager"]["CPRnummerIdentifikator"] == "0000000000"
    assert case.citizen.cpr not in text


@pytest.mark.parametrize("channel", Channel)
def test_file_names_and_rights_give_nothing_away(case, caseworker, outbox, channel):
    tasks.send_letter(delivery_of(case, caseworker, channel).pk)
    assert files(outbox)
    for path in files(outbox):
        assert re.fullmatch(r"[0-9a-f-]{36}\.(pdf|json|xml)", path.name)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(("channel", "backend"), [(Channel.LETTER, RemotePrint), (Channel.DIGITAL_POST, MemoSpool)])
def test_the_same_letter_twice_is_the_same_file(case, caseworker, outbox, channel, backend):
    letter = letter_of(delivery_of(case, caseworker, channel))
    first = backend().send(letter)
    before = {path.name: path.read_bytes() for path in files(outbox)}
    assert backend().send(letter) == first
    assert before
    assert {path.name: path.read_bytes() for path in files(outbox)} == before


def test_a_sent_letter_is_not_sent_again(case, caseworker, outbox):
    delivery = delivery_of(case, caseworker)
    tasks.send_letter(delivery.pk)
    for path in files(outbox):
        path.unlink()
    tasks.send_letter(delivery.pk)
    tasks.send_waiting_letters()
    assert files(outbox) == []


def test_the_sweep_sends_what_no_one_was_woken_for(case, caseworker, outbox):
    delivery = delivery_of(case, caseworker)
    tasks.send_waiting_letters()
    assert Delivery.objects.get(pk=delivery.pk).status == DeliveryStatus.SENT


def test_a_letter_says_nothing_in_a_log(case, caseworker):
    shown = repr(letter_of(delivery_of(case, caseworker)))
    assert not any(text in shown for text in (case.citizen.name, case.citizen.cpr, "%PDF"))


def test_failure_waits_longer_each_time_and_is_tried_again(case, caseworker, settings, outbox, caplog):
    delivery = delivery_of(case, caseworker)
    backend(settings, "Broken")
    tasks.send_letter(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.error_code) == (DeliveryStatus.WAITING, 1, "OSError")
    assert case.citizen.name not in caplog.text
    tasks.send_waiting_letters()
    assert Delivery.objects.get().attempts == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        tasks.send_waiting_letters()
        delivery.refresh_from_db()
        assert delivery.attempts == 2
        assert delivery.next_try_at - timezone.now() > timedelta(minutes=3)
    settings.SANKTION_DELIVERY_BACKEND = BACKENDS
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        tasks.send_waiting_letters()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.error_code) == (DeliveryStatus.SENT, 3, "")


def test_after_many_refusals_a_person_must_look(case, caseworker, settings):
    delivery = delivery_of(case, caseworker)
    backend(settings, "Refusing")
    for _ in range(Delivery.MAX_ATTEMPTS):
        tasks.send_letter(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error_code) == (DeliveryStatus.FAILED, "ikke tilmeldt")
    tasks.send_waiting_letters()
    assert Delivery.objects.get().attempts == Delivery.MAX_ATTEMPTS
    send_again(case.hearings.get(), by=caseworker)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.WAITING, 0)
    assert case.journal.first().heading == "Partshøringsbrevet sendes igen"


def test_only_a_failed_letter_is_sent_again(case, caseworker):
    delivery_of(case, caseworker)
    with pytest.raises((NotAllowed, TransitionNotAllowed)):
        send_again(case.hearings.get(), by=caseworker)
    assert case.journal.first().heading == "Partshøring sendt"


def test_no_paper_letter_without_an_address(case, caseworker, outbox):
    delivery = delivery_of(case, caseworker, Channel.LETTER)
    case.citizen.address = None
    case.citizen.save()
    tasks.send_letter(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.error_code) == (DeliveryStatus.FAILED, "ingen adresse")
    assert files(outbox) == []
