"""The roles as they are told are the roles as they are."""

from docs.making.roles import holders_of, rights
from sanktion.models import Role


def test_every_right_has_a_danish_name_and_only_roles_there_are():
    told = list(rights())
    assert len(told) > 50
    for right, name, holders in told:
        assert name.startswith("Kan "), right
        assert holders, right
        assert holders <= set(Role.values), right


def test_whoever_has_one_of_the_rights_is_named():
    assert holders_of(("sanktion.decide_case",)) == ["Sagsbehandler"]
    assert "Direktoratet" in holders_of(("tilsyn.read_in_room", "sanktion.decide_case"))
