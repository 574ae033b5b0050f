"""The database asks for the second pair of eyes itself (V070, B015): tried with the ORM and with raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from sanktion.actions import countersign
from sanktion.actions.countersign import CountersignRefused
from sanktion.actions.decision import DecisionNotAllowed
from sanktion.models import (
    Case,
    Countersignature,
    Decision,
    Outcome,
)

from ..factories import CaseFactory, UserFactory
from ..factories.countersign import by_hand, countersign_asked, countersigned, decided_so
from ..factories.days import as_days
from ..factories.gates import heard

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

FELL_AWAY = "Der er ingen medunderskrift på afgørelsen, som den står nu"
TAKES_TWO = "Afgørelsen kræver medunderskrift af en kollega"


@pytest.fixture
def colleague(team):
    return UserFactory(role="medunderskriver", teams=[team])


@pytest.fixture
def ready(case, caseworker) -> Case:
    return heard(case, caseworker)


def stored(given: Countersignature, **changes) -> Decision:
    """The decision put past the action with that signature."""
    request, case = given.request, changes.get("case", given.case)
    names = ("outcome", "nothing_more", "legal_basis", "effect_from", "assessment", "ground", "consequence")
    values = {name: getattr(request, name) for name in names}
    values |= {"case": case, "digest": given.digest, "countersignature": given, "decided_by": request.asked_by}
    with transaction.atomic():
        letter = case.documents.first()
        return Decision.objects.create(reasons="–", letter=letter, **values | changes)


def test_the_decision_as_it_was_signed_is_taken(ready, caseworker, colleague):
    assert stored(countersigned(ready, caseworker, colleague)).pk


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "0" * 64},
        {"outcome": Outcome.STRICT},
        {"effect_from": timedelta(days=2)},
        {"outcome": Outcome.DEDUCTION},
    ],
)
def test_the_database_takes_no_other_decision_on_the_signature(ready, caseworker, colleague, changes):
    with pytest.raises(IntegrityError, match=FELL_AWAY):
        stored(countersigned(ready, caseworker, colleague), **as_days(changes))


def test_another_person_can_not_decide_on_it(ready, caseworker, colleague, team):
    given = countersigned(ready, caseworker, colleague)
    with pytest.raises(IntegrityError, match="kan ikke selv medunderskrive"):
        stored(given, decided_by=colleague)
    with pytest.raises(IntegrityError, match=FELL_AWAY):
        stored(given, decided_by=UserFactory(role="sagsbehandler", teams=[team]))


def test_an_older_signature_is_refused(ready, caseworker, colleague):
    given = countersigned(ready, caseworker, colleague)
    countersign_asked(ready, caseworker, reasons="Andet.")
    with pytest.raises(IntegrityError, match=FELL_AWAY):
        stored(given)
    with pytest.raises(DecisionNotAllowed, match=FELL_AWAY):
        decided_so(ready, caseworker)


def test_a_return_is_no_signature(ready, caseworker, colleague):
    request = countersign_asked(ready, caseworker)
    given = countersign.answer(request, verdict="returned", seen=request.digest, remark="Nej.", by=colleague)
    with pytest.raises(IntegrityError, match="sendt tilbage"):
        stored(given)


def test_another_cases_signature_is_refused(ready, caseworker, colleague, team):
    elsewhere = heard(CaseFactory(event__citizen__team=team, by=caseworker), caseworker)
    given = countersigned(elsewhere, caseworker, colleague)
    rests_on = {
        "assessment": ready.assessments.first(),
        "ground": ready.grounds.first(),
        "consequence": ready.consequences.first(),
    }
    with pytest.raises(IntegrityError, match="hører ikke til sagen"):
        stored(given, case=ready, **rests_on)
    with pytest.raises(IntegrityError, match="hører ikke til sagen"):
        by_hand(countersign_asked(ready, caseworker), colleague, case=elsewhere)


def test_a_signature_on_another_digest_or_without_remark_is_refused(ready, caseworker, colleague):
    request = countersign_asked(ready, caseworker)
    with pytest.raises(IntegrityError, match="faldet væk"):
        by_hand(request, colleague, digest="0" * 64)
    with pytest.raises(IntegrityError, match="Skriv, hvad der skal ændres"):
        by_hand(request, colleague, verdict="returned", remark=b"")


def test_none_is_asked_before_the_case_is_ready(case, caseworker, ready):
    Case.objects.filter(pk=ready.pk).update(status="hearing")
    with pytest.raises(CountersignRefused, match="ikke klar"):
        countersign_asked(ready, caseworker)


@pytest.mark.parametrize("table", ["countersignrule", "countersignrequest", "countersignature"])
def test_nothing_is_changed_or_taken_away_afterwards(ready, caseworker, colleague, table):
    countersigned(ready, caseworker, colleague)
    for statement in (f"DELETE FROM sanktion_{table}", f"UPDATE sanktion_{table} SET id = id"):  # noqa: S608
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
