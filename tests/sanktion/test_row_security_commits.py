"""Row-level security over connections of one's own: what a pool would hand on, and the owner's."""

import psycopg
import pytest
from django.db import connection

from sanktion.base.row_security import _put
from tests.conftest import connect_as_owner
from tests.factories import CaseFactory


def test_a_pooled_connection_carries_nobody_to_the_next_transaction(own_database):
    case = CaseFactory()
    with connect_as_the_application(own_database.info.dbname) as bare:
        assert bare.execute("SELECT count(*) FROM sanktion_case").fetchone() == (0,)
        with bare.transaction():
            bare.execute("SELECT set_config('sanktion.team_ids', %s, true)", [f"{{{case.team_id}}}"])
            assert bare.execute("SELECT count(*) FROM sanktion_case").fetchone() == (1,)
        assert bare.execute("SELECT count(*) FROM sanktion_case").fetchone() == (0,)


def test_the_owner_sees_nothing_either_before_it_says_why(own_database):
    CaseFactory()
    with connect_as_owner(own_database.info.dbname) as owner:
        owner.execute("SET sanktion.system = ''")
        assert owner.execute("SELECT count(*) FROM sanktion_case").fetchone() == (0,)
        owner.execute("SET sanktion.system = 'support'")
        assert owner.execute("SELECT count(*) FROM sanktion_case").fetchone() == (1,)


def test_a_policy_that_cannot_be_made_leaves_the_one_that_stands(own_database):
    case = CaseFactory()
    with connect_as_owner(own_database.info.dbname) as owner:
        with pytest.raises(psycopg.errors.UndefinedColumn):
            _put(owner.cursor(), "sanktion_case", "no_such_column = 1")
        with owner.transaction():
            owner.execute("SELECT set_config('sanktion.system', '', true)")
            owner.execute("SELECT set_config('sanktion.team_ids', %s, true)", [f"{{{case.team_id}}}"])
            assert owner.execute("SELECT count(*) FROM sanktion_case").fetchone() == (1,)


def test_what_runs_sql_as_the_application_is_believed_when_it_says_who_it_is(own_database):
    """No defence against that: docs/threats.md says so. It is one against a page that forgot to ask whose rows."""
    CaseFactory()
    with connect_as_the_application(own_database.info.dbname) as bare:
        bare.execute("SET sanktion.system = 'hvad som helst'")
        assert bare.execute("SELECT count(*) FROM sanktion_case").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            bare.execute("DELETE FROM sanktion_case")


def connect_as_the_application(name: str) -> psycopg.Connection:
    account = connection.settings_dict
    return psycopg.connect(
        dbname=name, user=account["USER"], password=account["PASSWORD"], host=account["HOST"], autocommit=True
    )
