"""Article 30: nothing is held about people that the record doesn't tell of, and what it tells is so."""

import pytest

from docs.making.holding import declarations, encrypted_fields, ending, leads_to, undeclared
from docs.making.roles import holders_of
from sanktion.models import AccessLog, Case, Citizen, DocumentContent, GateRule, RetentionHold
from tests.sanktion.test_disposal_reach import GOES
from tilsyn.models import RoomLook

DECLARED = list(declarations())


def test_every_table_that_leads_to_a_citizen_or_is_encrypted_is_declared():
    """A new one is declared in its app's personal_data.py."""
    assert [model._meta.label for model in undeclared()] == []


def test_the_check_sees_what_leads_to_a_citizen():
    assert leads_to(DocumentContent, {Citizen})
    assert leads_to(AccessLog, {Citizen})
    assert not leads_to(AccessLog, {Citizen}, surely=True)  # no constraint in the database
    assert not leads_to(RoomLook, {Case}, surely=True)  # may be of none
    assert not leads_to(GateRule, {Citizen})
    assert [field.name for field in encrypted_fields(RetentionHold)] == ["reason"]


@pytest.mark.parametrize(("model", "declared"), DECLARED, ids=lambda one: getattr(one, "__name__", ""))
def test_each_declaration_is_whole(model, declared):
    activity = declared.activity
    texts = (declared.data, activity.title, activity.purpose, activity.legal_basis, activity.recipients, activity.kept)
    assert all(text.strip() and not text.endswith(".") for text in texts)
    assert activity.subjects
    assert holders_of(activity.seen_by)


def test_what_is_said_to_go_with_a_case_does():
    """As the database's own function reaches it; tests/sanktion/test_disposal_reach.py holds the list to that."""
    said = {model for model, declared in DECLARED if not declared.kept and ending(model).startswith("med ")}
    assert len(said) > 50
    assert {model._meta.db_table for model in said} - GOES == set()


def test_what_does_not_end_by_itself_says_how_it_ends():
    for model, declared in DECLARED:
        assert declared.kept or ending(model)
    with pytest.raises(LookupError, match="RoomLook"):
        ending(RoomLook)


def test_what_is_said_to_stay_is_not_destroyed_with_a_case():
    stays = {model._meta.db_table for model, declared in DECLARED if declared.kept.startswith("Slettes ikke")}
    with_a_supervision = {table for table in GOES if table.startswith("tilsyn_")}
    assert stays & (GOES - with_a_supervision) == set()
