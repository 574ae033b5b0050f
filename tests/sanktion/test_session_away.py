"""A session can't be written while the database is away: that is the database's fault, not the page's."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.test import RequestFactory

from sanktion.models.session import SessionStore
from sanktion.views.failure import server_error


@pytest.fixture
def session(own_database):
    store = SessionStore()
    store["seen"] = 1
    store.create()
    return store


def test_a_connection_that_breaks_is_told_as_what_it_is(session, own_database):
    name = connection.settings_dict["NAME"]
    query = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = 'sanktion_app'"
    )
    own_database.execute("SET ROLE sanktion_app")
    own_database.execute(query, [name])
    session["seen"] = 2
    with pytest.raises(OperationalError):
        session.save()


def test_a_database_that_cannot_be_reached_any_more_is_answered_with_what_to_do(session, monkeypatch):
    """The session is saved when the page is done, and asks for a new connection if its own broke."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    session["seen"] = 2
    try:
        session.save()
    except OperationalError:
        answer = server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_session_that_is_gone_is_still_told_as_gone(session):
    SessionStore(session.session_key).delete()
    session["seen"] = 2
    with pytest.raises(UpdateError):
        session.save()
