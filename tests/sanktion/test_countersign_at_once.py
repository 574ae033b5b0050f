"""Two people at the same decision at the same moment, and a rule that is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from sanktion.actions.countersign import CountersignRefused, answer
from sanktion.base.acting import acting
from sanktion.models import Countersignature, CountersignRule, Outcome, Verdict

from ..factories import CaseFactory, TeamFactory, UserFactory
from ..factories.countersign import countersign_asked
from ..factories.gates import heard


def test_two_colleagues_give_one_answer(own_database):
    team = TeamFactory()
    by = UserFactory(role="sagsbehandler", teams=[team])
    colleagues = [UserFactory(role="medunderskriver", teams=[team]) for _ in range(2)]
    request = countersign_asked(heard(CaseFactory(event__citizen__team=team, by=by), by), by)
    start = Barrier(2)

    def sign(colleague):
        try:
            start.wait(10)
            with acting(colleague):
                return answer(request, verdict=Verdict.APPROVED, seen=request.digest, by=colleague).signed_by
        except CountersignRefused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(sign, colleagues))
    assert Countersignature.objects.get().signed_by in found
    assert "En kollega har allerede svaret." in found


def test_an_outcome_without_a_rule_takes_two(own_database):
    """A rule that is lost must not open the way. The application itself may not delete one."""
    own_database.execute("ALTER TABLE sanktion_countersignrule DISABLE TRIGGER append_only")
    own_database.execute("DELETE FROM sanktion_countersignrule")
    assert CountersignRule.objects.requires(Outcome.DEDUCTION)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sanktion_takes_two('deduction')")
        assert cursor.fetchone() == (True,)
