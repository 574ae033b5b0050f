"""«Dokumentation for kontaktforsøg» (B008, B009, B018): one order, before the decision, with a checksum to check by."""

from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from parthoering import actions
from parthoering.documentation import documentation_of, render_documentation
from parthoering.models import Hearing
from sanktion.actions.assessment import assess
from sanktion.actions.contact import record_attempt
from sanktion.actions.decision import decide
from sanktion.models import AccessLog, ContactChannel, NothingMore, Outcome
from tests.factories import CaseFactory
from tests.factories.parthoering import WEIGHED, attempt_noted, case_ready, hearing_sent

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture
def worked(case, caseworker):
    """A hearing sent, extended and run out, and contact sought by two channels."""
    with time_machine.travel("2025-03-03 12:00+01:00", tick=False):
        hearing = hearing_sent(case, caseworker)
    with time_machine.travel("2025-03-10 12:00+01:00", tick=False):
        actions.extend(hearing, to=date(2025, 3, 26), reason="du er syg", with_letter=True, by=caseworker)
    with time_machine.travel("2025-03-27 09:00+01:00", tick=False):
        actions.expire(Hearing.objects.get())
    case.refresh_from_db()
    with time_machine.travel("2025-03-28 09:00+01:00", tick=False):
        attempt_noted(case, caseworker)
    with time_machine.travel("2025-03-31 16:00+02:00", tick=False):
        noted(case, caseworker, ContactChannel.VISIT)
    return case


def noted(case, by, channel=ContactChannel.SMS):
    record_attempt(
        case, channel=channel, happened_at=timezone.now(), reached=False, heading="–", text="Intet svar", by=by
    )


def decided(case, by):
    assess(case, **WEIGHED, by=by)
    decide(
        case,
        outcome=Outcome.NO_SANCTION,
        nothing_more=NothingMore.OTHER,
        legal_basis=None,
        effect_from=None,
        reasons="–",
        answer_to_statement="",
        statement="",
        by=by,
    )


def test_everything_in_one_order_with_who_and_the_sum(worked, caseworker):
    shown = documentation_of(worked)
    kinds = [one.content["kind"] for one in shown.happenings]
    assert kinds == ["hearing", "dispatch", "extension", "attempt", "attempt"]
    text = " ".join(pages_of(render_documentation(shown)))
    for part in (
        "Svarfristen er udsat",
        "Fordi: du er syg",
        "14 dage fra 3. marts 2025 = 17. marts 2025",
        "Ingen kontakt",
        "Antal forsøg: 1",
        str(caseworker),
        "Der er ikke truffet afgørelse i sagen",
    ):
        assert part in text
    assert text.index("Svarfristen er udsat") < text.index("Telefon") < text.index("Hjemmebesøg")


def test_what_is_noted_after_the_decision_documents_nothing_before_it(case, caseworker):
    """B009."""
    case_ready(case, caseworker)
    decided(case, caseworker)
    shown = documentation_of(case)
    noted(case, caseworker)
    again = documentation_of(case)
    assert (again.attempts, again.left_out, again.checksum) == (1, 1, shown.checksum)
    assert "1 linje noteret efter afgørelsen er ikke med" in " ".join(pages_of(render_documentation(again)))


def test_an_earlier_time_does_not_bring_a_late_note_before_the_decision(case, caseworker):
    case_ready(case, caseworker)
    decided(case, caseworker)
    record_attempt(
        case,
        channel=ContactChannel.SMS,
        happened_at=timezone.now() - timedelta(days=3),
        reached=False,
        heading="–",
        by=caseworker,
    )
    assert (documentation_of(case).attempts, documentation_of(case).left_out) == (1, 1)


def test_the_checksum_is_on_every_page_with_what_it_is(worked, caseworker):
    for _ in range(40):
        noted(worked, caseworker)
    shown = documentation_of(worked)
    pages = pages_of(render_documentation(shown))
    assert len(pages) > 1
    for page in pages:
        assert f"Kontrolsum (SHA-256): {shown.checksum}" in page
        assert "Kontrollér udskrift" in page


def test_same_data_same_checksum(worked):
    with time_machine.travel("2027-01-01 12:00+01:00", tick=False):
        later = documentation_of(worked).checksum
    assert later == documentation_of(worked).checksum
    worked.citizen.first_name = "Omdøbt"
    worked.citizen.save()
    assert documentation_of(worked).checksum == later


def test_one_more_attempt_and_it_is_another(worked, caseworker):
    before = documentation_of(worked).checksum
    noted(worked, caseworker)
    assert documentation_of(worked).checksum != before


def test_two_cases_never_share_one(case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    assert documentation_of(case).checksum != documentation_of(other).checksum


@pytest.fixture
def check(client, caseworker):
    client.force_login(caseworker)
    return lambda case, text: client.post(reverse("contact_check", args=[case.number]), {"checksum": text})


def test_a_print_of_today_is_known(check, worked):
    text = documentation_of(worked).checksum
    spaced = " ".join(text[start : start + 8] for start in range(0, 64, 8)).upper()
    assert "Udskriften passer med sagen" in check(worked, spaced).content.decode()


def test_a_print_of_yesterday_is_known_and_told_from_today_s(check, worked, caseworker):
    text = documentation_of(worked).checksum
    noted(worked, caseworker)
    page = check(worked, text).content.decode()
    assert "Udskriften passer, men er ikke den nyeste" in page
    assert "31. mar. 2025 kl. 16.00" in page
    assert "1 linje til" in page


def test_another_case_s_print_is_not(check, worked, caseworker):
    other = CaseFactory(event__citizen=worked.citizen, by=caseworker)
    hearing_sent(other, caseworker)
    assert "Udskriften passer ikke med sagen" in check(worked, documentation_of(other).checksum).content.decode()


@pytest.mark.parametrize("text", ["", "x", "0" * 63, "g" * 64])
def test_what_is_no_checksum_is_told(check, worked, text):
    assert check(worked, text).status_code == 422


def test_checking_is_logged_as_contact_work_and_writes_nothing(check, worked):
    """B048."""
    entries = worked.journal.count()
    check(worked, "0" * 64)
    assert AccessLog.objects.latest("pk").page == "contact"
    assert worked.journal.count() == entries
