"""Forms of one's own, sent with a field that names another team's object, or with a field the page never had.

Every form is taken from the page that shows it; hypothesis chooses the field and what is put in it. Afterwards nothing
of the other team's has changed, nothing of one's own points at it, and no added field was taken.
"""

from functools import cache

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanktion.models import AccessLog, Case, CaseStatus, Role

from ..checks.foreign import guarded_models, naming, pointing_out_of_sight, seen_by
from ..checks.makers import of_document, of_representative, of_retention_hold, of_route_list
from ..checks.pages_forms import Team, shown_forms
from ..checks.persons import written
from ..checks.supervision import of_bundle, of_mock_review
from ..checks.world import World
from ..factories import TeamFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

EXAMPLES = 100
# With the months of the log; whose name stands in it is asked for itself.
OF_EACH_VISIT = ("sanktion_accesslog", "django_session")
seeded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Fields of the models that no page lets anybody type.
ADDED = [
    "team", "team_id", "citizen", "citizen_id", "case", "case_id", "owner", "owner_id", "by", "by_id", "created_by",
    "decided_by", "approved_by", "user", "user_id", "document", "documents", "person", "teams", "groups",
]  # fmt: skip
STATES = {
    "status": CaseStatus.CLOSED, "is_restricted": "on", "is_superuser": "on", "is_staff": "on", "is_active": "",
    "outcome": "no_sanction", "decided_at": "2026-01-01", "id": "1", "pk": "1", "number": "2026-0000001",
}  # fmt: skip


class Foreign:
    """Another team with a few of each thing, and the ids by which they could be named."""

    def __init__(self):
        self.team = TeamFactory()
        self.user = UserFactory(role=Role.CASEWORKER, teams=[self.team])
        world = World(self.team, self.user)
        for maker in (of_document, of_representative, of_retention_hold, of_route_list, of_bundle, of_mock_review):
            maker(world)
        self.before = seen_by(self.user)

    @cache  # noqa: B019 - lives for one test
    def ids(self) -> list[str]:
        cases = Case.objects.filter(team=self.team)
        known = {str(value) for row in cases.values_list("pk", "number", "citizen", "event") for value in row}
        for model in guarded_models():
            names = {field.name for field in model._meta.concrete_fields}
            for way in ("case", "citizen"):
                if way in names and not hasattr(model, "history_object"):
                    theirs = {f"{way}__team": self.team}
                    known |= {str(pk) for pk in model._base_manager.filter(**theirs).values_list("pk", flat=True)[:3]}
        return sorted(known | {str(self.user.pk), str(self.team.pk)})


def looks_like_an_id(value: str) -> bool:
    return value.isdigit() or (value.count("-") in (1, 4) and any(letter.isdigit() for letter in value))


@pytest.fixture(scope="module")
def mine(world, django_db_blocker):
    """Who the team's users are, and the forms that they are shown; undone with the world they are of."""
    with django_db_blocker.unblock():
        team = Team(world)
        return team, [form for form in shown_forms(team) if form.method == "post"]


def send(team, form, data) -> tuple[int, set[str]]:
    """The status of the answer, and the tables that were written in besides who looked at what."""
    before = written()
    status = team.client_for(form.rights).post(form.path, data).status_code
    changed = {table for table, rows in written().items() if rows != before.get(table, 0)}
    return status, {table for table in changed if not table.startswith(OF_EACH_VISIT)}


def test_no_field_takes_another_teams_object(mine):
    team, forms = mine
    foreign = Foreign()
    choosing = [form for form in forms if any(looks_like_an_id(value) for _, value in form.typed)]
    assert len(choosing) > 20
    before = {user: pointing_out_of_sight(user) for user in {team.user_for(form.rights) for form in choosing}}
    accepted = {}

    @seeded
    @given(st.data())
    def tampered(chosen):
        form = chosen.draw(st.sampled_from(choosing))
        name = chosen.draw(st.sampled_from(sorted({n for n, value in form.typed if looks_like_an_id(value)})))
        value = chosen.draw(st.sampled_from(foreign.ids()))
        user = team.user_for(form.rights)
        with transaction.atomic():
            status, changed = send(team, form, form.data() | {name: value})
            points = pointing_out_of_sight(user, changed).items() <= before[user].items()
            if not (points and seen_by(foreign.user, changed).items() <= foreign.before.items()):
                accepted[form.path, name, value] = status
            transaction.set_rollback(True)

    tampered()
    assert accepted == {}


def test_no_page_takes_a_field_it_does_not_show(mine):
    team, forms = mine
    foreign = Foreign()
    named, accepted = naming(foreign.user, foreign.team), {}

    def states():
        # Without the id: the sequence behind it isn't undone.
        return sorted(Case.objects.order_by().values_list("status", "is_restricted", "owner", "team"))

    def sent(form, data):
        with transaction.atomic():
            _, changed = send(team, form, data)
            looks = AccessLog.objects.filter(user=foreign.user).count()
            theirs = foreign.before | seen_by(foreign.user, changed)
            left = looks, named | naming(foreign.user, foreign.team, changed), states(), theirs
            transaction.set_rollback(True)
        return left

    @seeded
    @given(st.data())
    def tampered(chosen):
        form = chosen.draw(st.sampled_from(forms))
        theirs = {name: str(foreign.team.pk if "team" in name else foreign.user.pk) for name in ADDED}
        added = {name: value for name, value in (theirs | STATES).items() if name not in form.names}
        if sent(form, form.data() | added) != sent(form, form.data()):
            accepted[form.path] = sorted(added)

    tampered()
    assert accepted == {}


def test_what_watches_the_forms_sees(world):
    """Else nothing accepted would prove nothing."""
    foreign, mine = Foreign(), world.case()
    before = naming(foreign.user, foreign.team)
    Case.objects.filter(pk=mine.pk).update(team=foreign.team)
    assert naming(foreign.user, foreign.team) != before
    assert seen_by(foreign.user) != foreign.before
    assert seen_by(foreign.user, {"sanktion_case"}).items() - foreign.before.items()
    assert len(pointing_out_of_sight(world.caseworker)) > 50
