"""What the tables behind the gates let nobody write, tried with raw SQL; and who may switch."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from sanktion.actions.rules import switch_gate
from sanktion.models import (
    AdverseInformation,
    Gate,
    GateRule,
    GateSwitch,
    LadderRule,
    Proposal,
    ProposalKind,
    TargetGroup,
)

from ..factories import UserFactory
from ..factories.gates import activity_ready, approved, gate_off, heard

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

APPEND_ONLY = [
    "sanktion_gateswitch",
    "sanktion_ladderrule",
    "sanktion_proposal",
    "sanktion_proposalanswer",
    "sanktion_writtenguidance",
    "sanktion_adverseinformation",
]


@pytest.fixture
def administrator(team):
    return UserFactory(role="administrator", teams=[team])


@pytest.fixture
def visitor(client, administrator):
    client.force_login(administrator)
    return client


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize("table", [*APPEND_ONLY, "sanktion_gaterule"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_nothing_is_changed_or_deleted(table, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(statement.format(table))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_not_even_by_the_owner(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'append_only'", [table]
        )
        assert cursor.fetchone() == (1,)


def test_application_makes_no_gate_and_no_period():
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("INSERT INTO sanktion_gaterule (gate, valid_from, source) VALUES ('guidance', '2099-01-01', '')")


@pytest.mark.parametrize("reason", ["", "   "])
def test_switch_without_a_reason_is_refused(caseworker, reason):
    with pytest.raises(IntegrityError, match="gate_switch_has_reason"):
        execute(
            "INSERT INTO sanktion_gateswitch (gate, is_on, reason, switched_at, switched_by_id)"
            " VALUES ('guidance', false, %s, now(), %s)",
            [reason, caseworker.pk],
        )


def test_no_ladder_asks_for_the_home(caseworker):
    """B048: a case decided under it would tell that the home was visited."""
    with pytest.raises(IntegrityError, match="ladder_never_asks_for_home"):
        execute(
            'INSERT INTO sanktion_ladderrule ("group", steps, valid_from, source, made_at)'
            " VALUES ('activity_ready', '{phone,visit}', '2026-01-01', 'x', now())"
        )


def test_adverse_information_tells_neither_source_nor_author(case, caseworker):
    """B048."""
    columns = {field.name for field in AdverseInformation._meta.get_fields()}
    assert columns == {"id", "case", "noted_at", "content"}


def test_page_shows_the_gates_and_the_log(visitor, administrator):
    gate_off(Gate.LADDER, administrator)
    text = visitor.get(reverse("gates")).content.decode()
    for rule in GateRule.objects.all():
        assert str(rule) in text
        assert rule.source in text
    assert "Jurist har afklaret reglen." in text
    assert "1 × telefon" in text
    assert text.count("Slået til") == 5


def test_switching_off_asks_for_a_reason_and_a_yes_and_is_a_proposal(visitor, administrator):
    rule = GateRule.objects.get(gate=Gate.GUIDANCE)
    url = reverse("gate_switch", args=[rule.pk])
    assert "Foreslå at slå spærringen fra: skriftlig vejledning" in visitor.get(url).content.decode()
    for wrong in ({"reason": "", "sure": "on"}, {"reason": "Fordi."}):
        assert visitor.post(url, wrong | {"on": "fra"}).status_code == 422
    assert not Proposal.objects.exists()
    response = visitor.post(url, {"reason": "Afklaret.", "sure": "on", "on": "fra"})
    assert response.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.subject, proposal.reason, proposal.proposed_by) == (
        ProposalKind.GATE,
        Gate.GUIDANCE,
        "Afklaret.",
        administrator,
    )
    assert not GateSwitch.objects.exists()


def test_switching_on_again_takes_one(visitor, administrator):
    gate_off(Gate.GUIDANCE, UserFactory(role="administrator"))
    rule = GateRule.objects.get(gate=Gate.GUIDANCE)
    url = reverse("gate_switch", args=[rule.pk])
    assert "Slå spærringen til: skriftlig vejledning" in visitor.get(url).content.decode()
    assert visitor.post(url, {"reason": "Fortrudt.", "sure": "on", "on": "til"}).status_code == 302
    newest = GateSwitch.objects.first()
    assert (newest.is_on, newest.switched_by, newest.proposal) == (True, administrator, None)


def test_what_somebody_else_has_switched_is_not_switched_back(visitor, administrator):
    rule = GateRule.objects.get(gate=Gate.GUIDANCE)
    gate_off(Gate.GUIDANCE, administrator)
    response = visitor.post(reverse("gate_switch", args=[rule.pk]), {"reason": "x", "sure": "on", "on": "fra"})
    assert response.status_code == 422
    assert "allerede slået fra" in response.content.decode()
    with pytest.raises(ValidationError, match="allerede slået fra"):
        switch_gate(Gate.GUIDANCE, on=False, reason="x", by=administrator)


@pytest.mark.parametrize("name", ["gates", "ladder_new"])
@pytest.mark.parametrize("role", ["sagsbehandler", "leder", "tilsynsansvarlig", "udkørende"])
def test_others_neither_see_nor_switch(client, team, name, role):
    client.force_login(UserFactory(role=role, teams=[team]))
    assert client.get(reverse(name)).status_code == 403
    pk = GateRule.objects.first().pk
    assert client.post(reverse("gate_switch", args=[pk]), {}).status_code == 403


def test_new_version_of_the_ladder_leaves_the_old_one(visitor, administrator, case, caseworker):
    data = {"group": "activity_ready", "valid_from": "01-01-2026", "source": "Enhedens praksis", "phone": "2"}
    others = {"sms": "1", "email": "1", "letter": "1"}
    page = visitor.get(reverse("ladder_new"), {"gruppe": "activity_ready"}).context["form"]
    assert page["phone"].value() == 1
    given = {name: "0" for name in page.fields if name not in data} | others | data
    assert visitor.post(reverse("ladder_new"), given).status_code == 302
    newest = LadderRule.objects.newest_first().first()
    assert sorted(newest.steps) == ["email", "letter", "phone", "phone", "sms"]
    assert (newest.made_by, newest.source, newest.proposal) == (administrator, "Enhedens praksis", None)
    assert LadderRule.objects.count() == 2


def test_ladder_is_that_of_the_events_day(case, caseworker, administrator):
    from sanktion.actions.gates import missing_for

    activity_ready(case)
    heard(case, caseworker)
    later = case.event.occurred_on.replace(year=case.event.occurred_on.year + 1)
    shortened(administrator, valid_from=later)
    assert len(missing_for(case)) == 1
    shortened(administrator, valid_from=case.event.occurred_on)
    assert missing_for(case) == []


def shortened(by, *, valid_from):
    what = {"steps": [], "valid_from": valid_from}
    proposal = approved(ProposalKind.LADDER, TargetGroup.ACTIVITY_READY, by, **what)
    LadderRule.objects.create(
        group=TargetGroup.ACTIVITY_READY, **what, source="Afklaret", made_by=by, proposal=proposal
    )
