"""V007: availability, the reasonable ground and the payment are three records, weighed on one page."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils.html import escape

from sanktion.actions.assessment import assess
from sanktion.actions.document import file_document
from sanktion.models import (
    Assessment,
    Case,
    CaseStatus,
    GroundAssessment,
    MaterialKind,
    PaymentConsequence,
    PaymentEffect,
    ReasonableGround,
)

from ..factories import CaseFactory
from ..factories.parthoering import STATEMENT, WEIGHED, case_ready, hearing_answered

pytestmark = pytest.mark.django_db
RECORDS = [Assessment, GroundAssessment, PaymentConsequence]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def answered(case, caseworker) -> Case:
    hearing_answered(case, caseworker)
    return case


def data(**changes) -> dict:
    weighed = {
        "is_available": "nej",
        "text": "Borgeren mødte ikke.",
        "reasonable_ground": "no",
        "weighing": "Ingen dokumentation.",
        "effect": "none",
        "key": uuid.uuid4(),
    }
    return weighed | changes


def post(client, case, **changes):
    return client.post(reverse("assess", args=[case.number]), data(**changes))


def nothing_made() -> bool:
    return not any(model.objects.exists() for model in RECORDS)


def received(case, by, kind=MaterialKind.EXPLANATION) -> int:
    paper = {"title": "Lægeerklæring", "kind": kind, "render": lambda number: b"%PDF", "received_on": date(2026, 5, 4)}
    return file_document(case, **paper, by=by).number


# The page


def test_one_page_makes_the_three_records_and_the_case_ready(visitor, answered, caseworker):
    """V060, V061."""
    assert escape(STATEMENT.splitlines()[0]) in visitor.get(reverse("assess", args=[answered.number])).content.decode()
    assert post(visitor, answered, stated="Jeg var syg.").status_code == 302
    answered.refresh_from_db()
    assert answered.status == CaseStatus.READY
    assert answered.history.first().history_change_reason == "Svaret er vurderet"
    assessment, ground, payment = (model.objects.get(case=answered) for model in RECORDS)
    assert (assessment.is_available, assessment.text, assessment.made_by) == (False, "Borgeren mødte ikke.", caseworker)
    assert (ground.ground, ground.stated, ground.weighing) == ("no", "Jeg var syg.", "Ingen dokumentation.")
    assert (payment.effect, payment.starts_on, payment.made_by) == ("none", None, caseworker)
    assert assessment.made_at == ground.made_at == payment.made_at


def test_each_record_has_its_own_entry_of_the_right_kind_of_material(visitor, answered):
    post(visitor, answered, effect="stopped", starts_on="01-06-2026", effect_text="Ikke afklaret.")
    entries = list(answered.journal.order_by("-number")[:3])[::-1]
    assert [(entry.heading, entry.material) for entry in entries] == [
        ("Rådighedsvurdering", MaterialKind.AVAILABILITY),
        ("Vurdering af rimelig grund", MaterialKind.CONSEQUENCE),
        ("Konsekvens for udbetalingen", MaterialKind.CONSEQUENCE),
    ]
    assert entries[0].facts == [("Står til rådighed", "Nej")]
    assert entries[2].facts == [("Konsekvens", "Udbetalingen standses"), ("Fra og med", "1. juni 2026")]


def test_the_citizens_own_words_are_on_the_page_to_begin_with(visitor, answered):
    assert visitor.get(reverse("assess", args=[answered.number])).context["form"]["stated"].value() == STATEMENT


def test_the_next_time_what_was_weighed_stands_on_the_page(visitor, answered):
    post(visitor, answered, effect="reduced", starts_on="01-06-2026", amount="1.250,50", effect_text="Delvis.")
    form = visitor.get(reverse("assess", args=[answered.number])).context["form"]
    assert [form[name].value() for name in ("is_available", "reasonable_ground", "effect", "effect_text")] == [
        "nej",
        "no",
        "reduced",
        "Delvis.",
    ]
    assert str(form["amount"].value()) == "1250.50"
    post(visitor, answered, is_available="ja", reasonable_ground="yes")
    assert answered.assessments.first().is_available
    assert answered.grounds.first().ground == "yes"
    assert answered.consequences.count() == 2


def test_an_assessment_made_before_the_answer_came_is_not_one_of_the_answer(visitor, case, caseworker):
    """B014: who opened the page before has not read it; the page says so and shows it."""
    seen = visitor.get(reverse("assess", args=[case.number])).context["form"]["seen"].value()
    hearing_answered(case, caseworker)
    response = post(visitor, case, seen=seen)
    assert response.status_code == 422
    assert "Borgerens svar er kommet" in response.content.decode()
    assert nothing_made()
    assert post(visitor, case, seen=response.context["form"]["seen"].value()).status_code == 302


def test_double_click_assesses_once(visitor, answered):
    key = uuid.uuid4()
    for _ in range(2):
        post(visitor, answered, key=key)
    assert [model.objects.count() for model in RECORDS] == [1, 1, 1]


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"is_available": ""}, "Vælg en mulighed."),
        ({"text": " "}, "Udfyld feltet."),
        ({"reasonable_ground": "måske"}, "Marker en gyldig valgmulighed"),
        ({"weighing": ""}, "Skriv, hvorfor grunden"),
        ({"reasonable_ground": "yes", "weighing": " "}, "Skriv, hvorfor grunden"),
        ({"effect": ""}, "Vælg en mulighed."),
        ({"effect": "unrecorded"}, "Marker en gyldig valgmulighed"),
        ({"effect": "stopped", "effect_text": "x"}, "hvilken dag hjælpen standses"),
        ({"effect": "reduced", "starts_on": "01-06-2026"}, "hvorfor hjælpen standses"),
        (
            {"effect": "stopped", "starts_on": "02-06-2026", "ends_on": "01-06-2026", "effect_text": "x"},
            "før den første",
        ),
        ({"effect": "reduced", "starts_on": "01-06-2026", "amount": "-1", "effect_text": "x"}, "større end eller lig"),
    ],
)
def test_half_an_assessment_is_refused(visitor, answered, changes, message):
    response = post(visitor, answered, **changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert nothing_made()


def test_dates_typed_before_another_choice_was_made_are_left_out(visitor, answered):
    post(visitor, answered, effect="continued", starts_on="01-06-2026", ends_on="02-06-2026", amount="5")
    payment = answered.consequences.get()
    assert (payment.starts_on, payment.ends_on, payment.amount) == (None, None, None)


def test_a_paper_the_citizen_sent_can_be_what_the_ground_rests_on(visitor, answered, caseworker):
    number = received(answered, caseworker)
    received(answered, caseworker, MaterialKind.PAYMENTS)
    form = visitor.get(reverse("assess", args=[answered.number])).context["form"]
    assert form.fields["documents"].choices == [(number, f"{number:03d} Lægeerklæring")]
    post(visitor, answered, documents=[number])
    assert answered.grounds.get().documents == [number]
    entry = answered.journal.order_by("-number")[1]
    assert ("Bilag", f"{answered.number}-{number:03d}") in entry.facts


def test_without_such_papers_the_page_does_not_ask(visitor, answered):
    assert "documents" not in visitor.get(reverse("assess", args=[answered.number])).context["form"].fields


def test_finished_case_is_not_assessed_again(visitor, case):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.DECIDED)
    response = visitor.post(reverse("assess", args=[case.number]), data(), follow=True)
    assert "kan ikke vurderes igen" in response.content.decode()
    assert nothing_made()


def test_a_new_answer_reopens_what_was_assessed(case, caseworker):
    """B014: as long as nothing is decided, what the citizen says next is weighed before the decision."""
    case_ready(case, caseworker)
    assess(case, **WEIGHED, by=caseworker)
    case.refresh_from_db()
    case.receive_answer(by=caseworker)
    assert (case.status, case.is_assessed()) == (CaseStatus.ANSWERED, True)
    assess(case, **WEIGHED | {"reasonable_ground": ReasonableGround.YES}, by=caseworker)
    case.refresh_from_db()
    assert (case.status, case.grounds.first().ground) == (CaseStatus.READY, "yes")


# The database


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


GROUND = """
INSERT INTO sanktion_groundassessment (case_id, ground, stated, weighing, documents, made_at, made_by_id)
VALUES (%s, %s, ''::bytea, %s::bytea, %s, now(), %s)
"""
PAYMENT = """
INSERT INTO sanktion_paymentconsequence (case_id, effect, starts_on, ends_on, amount, text, made_at, made_by_id)
VALUES (%s, %s, %s, %s, %s, %s::bytea, now(), %s)
"""
SEALED, EMPTY = b"x" * 40, b"x" * 29
DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)


@pytest.mark.parametrize(
    ("ground", "weighing", "documents", "refusal"),
    [
        ("maybe", SEALED, [], "ground_known"),
        ("no", EMPTY, [], "ground_is_weighed"),
        ("yes", EMPTY, [], "ground_is_weighed"),
        ("no", SEALED, [77], "Et af bilagene findes ikke"),
    ],
)
def test_the_database_refuses_a_ground_that_is_not_weighed(case, caseworker, ground, weighing, documents, refusal):
    with pytest.raises(IntegrityError, match=refusal):
        execute(GROUND, [case.pk, ground, weighing, documents, caseworker.pk])


def test_another_cases_document_is_no_paper_of_this_one(case, caseworker):
    number = received(CaseFactory(by=caseworker), caseworker)
    with pytest.raises(IntegrityError, match="Et af bilagene"):
        assess(case, **WEIGHED, documents=[number + 1], by=caseworker)


def test_what_is_not_relevant_needs_no_weighing(case, caseworker):
    execute(GROUND, [case.pk, "not_relevant", EMPTY, [], caseworker.pk])
    assert case.grounds.count() == 1


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("effect", "first", "last", "amount", "text", "refusal"),
    [
        ("perhaps", None, None, None, SEALED, "payment_effect_known"),
        ("unrecorded", None, None, None, SEALED, "skal vurderes"),
        ("stopped", None, None, None, SEALED, "payment_effect_has_period"),
        ("none", DAY, None, None, SEALED, "payment_effect_has_period"),
        ("continued", None, DAY, None, SEALED, "payment_effect_has_period|payment_period"),
        ("reduced", NEXT, DAY, None, SEALED, "payment_period_runs_forward"),
        ("reduced", DAY, None, 0, SEALED, "payment_amount_of_reduction"),
        ("stopped", DAY, None, 100, SEALED, "payment_amount_of_reduction"),
        ("stopped", DAY, NEXT, None, EMPTY, "payment_effect_says_why"),
    ],
)
def test_the_database_refuses_a_payment_that_makes_no_sense(
    case, caseworker, effect, first, last, amount, text, refusal
):
    with pytest.raises(IntegrityError, match=refusal):
        execute(PAYMENT, [case.pk, effect, first, last, amount, text, caseworker.pk])


def test_reduced_with_period_amount_and_reason_is_taken(case, caseworker):
    """V070."""
    execute(PAYMENT, [case.pk, "reduced", DAY, NEXT, 100, SEALED, caseworker.pk])
    assert case.consequences.filter(effect=PaymentEffect.REDUCED).exists()


@pytest.mark.each_case
@pytest.mark.parametrize("model", RECORDS)
@pytest.mark.parametrize("statement", ["UPDATE {} SET made_at = now()", "DELETE FROM {}"])
def test_what_is_weighed_stands(case, caseworker, model, statement):
    assess(case, **WEIGHED, by=caseworker)
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(statement.format(model._meta.db_table))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(made_at=model.objects.get().made_at + timedelta(days=1))


@pytest.mark.parametrize("model", RECORDS)
def test_not_even_the_owner_rewrites_it(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'append_only'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("column", ["stated", "weighing"])
def test_what_may_tell_how_contact_was_sought_is_sealed(case, caseworker, column):
    """B048."""
    words = "Opsøgt på bopælen"
    assess(case, **WEIGHED | {"weighing": words, "stated": words}, by=caseworker)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sanktion_groundassessment")  # noqa: S608
        assert words.encode() not in bytes(cursor.fetchone()[0])
