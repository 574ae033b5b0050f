"""Digital Post: the message as domain.md § 4 describes it, checked against our own reading of the schema."""

import base64
from pathlib import Path

import pytest
from lxml import etree

from parthoering import tasks
from parthoering.delivery.memo import MEMO, clean_file_name
from parthoering.models import Delivery
from tests.factories.decisions import decided

from ..factories.parthoering import hearing_sent

pytestmark = pytest.mark.django_db
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schema" / "memo-1.2-our-reading.xsd"))


@pytest.fixture
def outbox(settings, tmp_path):
    settings.SANKTION_OUTBOX = tmp_path
    return tmp_path / "digital-post"


def message(outbox, delivery):
    root = etree.parse(outbox / f"{delivery.message_uuid}.xml").getroot()
    assert SCHEMA.validate(root), SCHEMA.error_log
    return root


def text(root, path: str) -> str | None:
    return root.findtext("/".join(f"{{{MEMO}}}{part}" for part in path.split("/")))


def test_a_hearing_asks_for_a_reply_before_its_deadline(case, caseworker, outbox):
    hearing = hearing_sent(case, caseworker)
    root = message(outbox, hearing.delivery)
    assert text(root, "MessageHeader/messageUUID") == str(hearing.delivery.message_uuid)
    assert text(root, "MessageHeader/reply") == "true"
    assert text(root, "MessageHeader/replyByDateTime").startswith(hearing.deadline.isoformat())
    assert text(root, "MessageHeader/Recipient/recipientID") == case.citizen.cpr
    assert text(root, "MessageHeader/ContentData/CaseID/caseID") == case.number
    assert base64.b64decode(text(root, "MessageBody/MainDocument/File/content")) == hearing.letter.data


def test_what_a_locked_phone_shows_says_nothing(case, caseworker, outbox):
    root = message(outbox, hearing_sent(case, caseworker).delivery)
    shown = text(root, "MessageHeader/label") + text(root, "MessageHeader/notification")
    assert not any(
        word in shown.lower() for word in ("høring", "sanktion", case.number, case.citizen.last_name.lower())
    )


def test_a_decision_asks_for_no_reply_and_the_number_is_the_municipality_s(case, caseworker, outbox, settings):
    settings.SANKTION_KLE = {"subject": "12.34.56", "facet": "G01", "version": "1.0"}
    delivery = Delivery.objects.get(document=decided(case, caseworker).letter)
    tasks.send_letter(delivery.pk)
    root = message(outbox, delivery)
    assert text(root, "MessageHeader/reply") == "false"
    assert text(root, "MessageHeader/replyByDateTime") is None
    assert text(root, "MessageHeader/ContentData/KLEdata/subjectKey") == "12.34.56"


def test_trying_again_is_the_same_message(case, caseworker, outbox):
    delivery = hearing_sent(case, caseworker).delivery
    before = (outbox / f"{delivery.message_uuid}.xml").read_bytes()
    Delivery.objects.filter(pk=delivery.pk).update(status="waiting", sent_at=None)
    tasks.send_letter(delivery.pk)
    assert [path.read_bytes() for path in outbox.iterdir()] == [before]


@pytest.mark.parametrize(
    ("name", "clean"),
    [('a<b>:"/\\|?*.pdf', "ab.pdf"), ("en\u00a0\tto.pdf", "en to.pdf"), (" .. ", "brev.pdf")],
)
def test_file_names_are_cleaned(name, clean):
    assert clean_file_name(name) == clean
