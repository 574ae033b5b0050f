"""Row-level security over connections of one's own: what a pool would hand on, and the owner's."""

import psycopg
from django.db import connection

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


def connect_as_the_application(name: str) -> psycopg.Connection:
    account = connection.settings_dict
    return psycopg.connect(
        dbname=name, user=account["USER"], password=account["PASSWORD"], host=account["HOST"], autocommit=True
    )
