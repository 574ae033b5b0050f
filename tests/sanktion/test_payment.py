"""V010, V134, V135, V141-V143: a wrong payment, its two branches, the second person and the auditor."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions import payment as acts
from sanktion.actions.payment import PaymentNotAllowed
from sanktion.forms.payment import AmountField
from sanktion.models import JournalEntry, RefundStatus, WrongPayment

from ..factories import CaseFactory, TeamFactory, UserFactory
from ..factories.complaints import stopped_payment, wrong_payment_of
from ..factories.days import as_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def corrected(case, by) -> WrongPayment:
    payment = stopped_payment(case, by)
    acts.settle_claim(payment, is_claimed=True, by=by)
    acts.correct_refund(payment, corrected_on=timezone.localdate(), by=by)
    return WrongPayment.objects.get(pk=payment.pk)


def test_flagged_payment_is_followed_until_it_is_stopped_and_settled(case, caseworker, other):
    payment = wrong_payment_of(case, caseworker)
    assert list(WrongPayment.objects.open()) == [payment]
    acts.settle_claim(payment, is_claimed=False, by=caseworker)
    with pytest.raises(PaymentNotAllowed, match="løber endnu"):
        acts.confirm_refund(payment, by=other)
    today = timezone.localdate()
    acts.stop_payment(payment, stopped_on=today, amount=500_000, period_to=today, by=caseworker)
    acts.confirm_refund(payment, by=other)
    payment.refresh_from_db()
    assert (payment.status, payment.amount) == (RefundStatus.NOT_CLAIMED, 500_000)
    assert not WrongPayment.objects.open().exists()
    assert JournalEntry.objects.filter(case=case).order_by("-number")[0].heading.startswith("Fejludbetaling: bekræftet")


@pytest.mark.parametrize("branch", ["claimed", "not claimed"])
def test_who_did_it_cannot_confirm_it(case, caseworker, branch):
    """V134, V141: through the act and with raw SQL."""
    if branch == "claimed":
        payment, status = corrected(case, caseworker), "confirmed"
    else:
        payment, status = stopped_payment(case, caseworker), "not_claimed"
        acts.settle_claim(payment, is_claimed=False, by=caseworker)
    with pytest.raises(PaymentNotAllowed, match="en anden"):
        acts.confirm_refund(payment, by=caseworker)
    with pytest.raises(IntegrityError, match="wrong_payment_second_person"):
        execute(
            "UPDATE sanktion_wrongpayment SET status = %s, confirmed_at = now(), confirmed_by_id = %s",
            [status, caseworker.pk],
        )


def test_the_first_person_is_not_swapped_while_confirming(case, caseworker, other):
    corrected(case, caseworker)
    with pytest.raises(IntegrityError, match="kan ikke ændre, hvem"):
        execute(
            "UPDATE sanktion_wrongpayment SET status = 'confirmed', confirmed_at = now(), confirmed_by_id = %s,"
            " corrected_by_id = %s",
            [caseworker.pk, other.pk],
        )
    with pytest.raises(IntegrityError, match="følger af skridtet"):
        execute("UPDATE sanktion_wrongpayment SET corrected_by_id = %s", [other.pk])


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("amount = 1", "kan ikke ændres"),
        ("stopped_on = stopped_on - 1", "kan ikke ændres"),
        ("scheme = 'Anden ordning'", "kan ikke ændres"),
        ("found = ''::bytea", "kan ikke ændres"),
        ("status = 'reported'", "kan ikke gå fra"),
    ],
)
def test_what_is_settled_stays(case, caseworker, change, refusal):
    corrected(case, caseworker)
    with pytest.raises(IntegrityError, match=refusal):
        execute(f"UPDATE sanktion_wrongpayment SET {change}")  # noqa: S608


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"amount": 0}, "some_amount"),
        ({"period_to": -timedelta(days=90)}, "runs_forward"),
        ({"scheme": "Borger 010190-1234 010190"}, "scheme_no_number"),
    ],
)
def test_payment_that_makes_no_sense_is_refused(case, caseworker, parts, rule):
    with pytest.raises(IntegrityError, match=rule):
        wrong_payment_of(case, caseworker, **as_days(parts))


def test_second_person_may_send_it_back(case, caseworker, other):
    payment = corrected(case, caseworker)
    acts.send_back(payment, by=other)
    payment.refresh_from_db()
    assert (payment.status, payment.corrected_by) == (RefundStatus.REQUIRED, None)


def test_auditor_gets_what_he_needs_and_no_more(client, case, caseworker, other):
    """V135, V143: neither CPR number, name nor reason."""
    payment = corrected(case, caseworker)
    acts.confirm_refund(payment, by=other)
    client.force_login(other)
    today = f"{timezone.localdate():%d-%m-%Y}"
    asked = {"fra": today, "til": today, "file_format": "csv"}
    text = client.post(reverse("wrong_payments_extract"), asked).content.decode("utf-8-sig")
    head, row = text.splitlines()
    assert head == "sagsnummer;beloeb;periode_fra;periode_til;ordning;berigtiget"
    assert row.startswith(f"{case.number};4123,50;")
    for secret in (case.citizen.cpr, case.citizen.formatted_cpr, case.citizen.last_name, "nedsat"):
        assert secret not in text
    assert client.post(reverse("wrong_payments_extract"), asked | {"file_format": "pdf"}).content.startswith(b"%PDF")
    acts.tell_auditor(payment, told_on=timezone.localdate(), by=other)
    assert WrongPayment.objects.get().status == RefundStatus.REPORTED


def test_list_is_for_the_team_and_names_no_citizen(client, case, caseworker, team):
    wrong_payment_of(case, caseworker)
    for people, is_shown in (([team], True), ([TeamFactory()], False)):
        client.force_login(UserFactory(role="leder", teams=people))
        text = client.get(reverse("wrong_payments")).content.decode()
        assert (case.number in text) == is_shown
        assert case.citizen.last_name not in text
        assert reverse("wrong_payment", args=[WrongPayment.objects.get().pk]) not in text


def test_restricted_case_is_not_on_the_managers_list(client, case, caseworker, team):
    wrong_payment_of(case, caseworker)
    case.set_restricted(True, by=caseworker)
    client.force_login(UserFactory(role="leder", teams=[team]))
    assert case.number not in client.get(reverse("wrong_payments")).content.decode()


@pytest.mark.thorough
def test_the_whole_way_through_the_pages(client, case, caseworker, other):
    client.force_login(caseworker)
    today = f"{timezone.localdate():%d-%m-%Y}"
    data = {
        "amount": "4.123,50",
        "period_from": "01-09-2020",
        "period_to": "30-09-2020",
        "benefit": "1",
        "scheme": "Kontanthjælp",
        "found": "Ikke nedsat.",
        "key": "6f1a1f7e-5a41-4b58-9d0c-8d4f6a1c2b3d",
    }
    data["benefit"] = wrong_payment_of(CaseFactory(by=caseworker), caseworker).benefit_id
    for _ in range(2):
        assert client.post(reverse("wrong_payment_new", args=[case.number]), data).status_code == 302
    payment = WrongPayment.objects.get(case=case)
    assert payment.amount == 412_350
    assert "4.123,50 kr." in client.get(reverse("case", args=[case.number])).content.decode()

    def step(name, **form):
        return client.post(reverse(f"wrong_payment_{name}", args=[payment.pk]), form).status_code

    assert step("correct", corrected_on=today) == 422
    assert step("stop", stopped_on=today, amount="4.123,50", period_to="30-09-2020") == 302
    assert step("claim", is_claimed="ja") == 302
    assert step("correct", corrected_on=today) == 302
    assert step("confirm") == 422
    client.force_login(other)
    assert "Bekræft" in client.get(reverse("wrong_payment", args=[payment.pk])).content.decode()
    assert step("confirm") == 302
    assert step("auditor", told_on=today) == 302
    payment.refresh_from_db()
    assert payment.status == RefundStatus.REPORTED


@pytest.mark.parametrize(("text", "oere"), [("1.234,50", 123450), ("12", 1200), ("0,05", 5), ("1234567,1", 123456710)])
def test_amount_as_it_is_written(text, oere):
    assert AmountField(label="–").clean(text) == oere


@pytest.mark.parametrize("text", ["", "0", "-5", "1,234", "12.34", "fem"])
def test_amount_that_is_none(text):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        AmountField(label="–").clean(text)


def test_what_is_not_corrected_cannot_be_sent_back(client, case, caseworker, other):
    """Sent to the page by hand: no button leads there."""
    flagged, blocked = wrong_payment_of(case, caseworker), stopped_payment(case, caseworker)
    acts.settle_claim(blocked, is_claimed=False, by=caseworker)
    client.force_login(other)
    for payment, status in ((flagged, RefundStatus.FLAGGED), (blocked, RefundStatus.BLOCKED)):
        answer = client.post(reverse("wrong_payment_send_back", args=[payment.pk]))
        assert answer.status_code == 422
        assert WrongPayment.objects.get(pk=payment.pk).status == status


def test_claim_is_not_settled_again_when_it_is_corrected(client, case, caseworker):
    payment = corrected(case, caseworker)
    client.force_login(caseworker)
    answer = client.post(reverse("wrong_payment_claim", args=[payment.pk]), {"is_claimed": "ja"})
    assert answer.status_code == 422
    assert WrongPayment.objects.get(pk=payment.pk).status == RefundStatus.CORRECTED
