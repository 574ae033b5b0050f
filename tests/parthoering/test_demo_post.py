"""The demo's post office leaves what the README promises: posted letters, a receipt, an envelope that came back."""

from random import Random

import pytest
from django.utils import timezone

from parthoering import demo_post, tasks
from parthoering.actions import send_hearing
from parthoering.demo import Story
from parthoering.models import Channel, Delivery, DeliveryStatus
from tests.factories import CaseFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_letters_are_posted_and_some_receipts_come(case, caseworker):
    sent = send_hearing(case, by=caseworker).delivery
    queued = send_hearing(CaseFactory(by=caseworker), channel=Channel.LETTER, by=caseworker).delivery
    for delivery in (sent, queued):
        tasks.send_letter(delivery.pk)
    story = Story(EventFactory(citizen=case.citizen), Random(1))
    story.case, story.clerk = queued.document.case, caseworker
    assert demo_post.waits(story.case)
    story.post(timezone.now())
    assert not demo_post.waits(story.case)
    demo_post.receipts_come()
    statuses = {one.pk: one.status for one in Delivery.objects.all()}
    assert statuses == {sent.pk: DeliveryStatus.AVAILABLE, queued.pk: DeliveryStatus.RETURNED}


def test_a_new_case_has_a_guardian(case):
    demo_post.someone_is_represented()
    assert case.representatives.get().is_guardian
