"""The demo's post office leaves what the README promises: posted letters, a receipt, an envelope that came back."""

from random import Random

import pytest
from django.utils import timezone

from parthoering import demo_post, tasks
from parthoering.actions import send_hearing
from parthoering.demo import Story
from parthoering.models import BatchStatus, Channel, Delivery, DeliveryStatus, HearingBatch
from sanktion.demo import nightly
from sanktion.models import NightlyCheck
from tests.factories import CaseFactory, CitizenFactory, EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


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


def test_some_are_heard_in_one_action(team):
    UserFactory(username="kirsten", role="sagsbehandler", teams=[team])
    for _ in range(2):
        EventFactory(citizen=CitizenFactory(team=team))
    EventFactory(citizen=CitizenFactory(team=team, protected=True))
    demo_post.many_are_heard_at_once()
    batch = HearingBatch.objects.with_counts().get()
    assert (batch.status, batch.sent, batch.refused) == (BatchStatus.DONE, 2, 1)


def test_the_last_nights_were_checked():
    nightly.load()
    assert [found is not None for _, found in NightlyCheck.objects.nights(nightly.NIGHTS)] == [True] * nightly.NIGHTS
