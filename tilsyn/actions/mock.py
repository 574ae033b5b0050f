"""V005: drawing the month's cases for the unit's own supervision, and reviewing them."""

import hashlib
import random
import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sanktion.base.deadlines import add_months
from sanktion.models import Case, Countersignature, Decision, DecisionChange, MaterialKind, Team, User
from tilsyn.models import Answered, ChecklistVersion, MockAnswer, MockDraw, MockReview
from tilsyn.verdicts import Verdict

SEEDS = 2**32


class MockNotAllowed(Exception):
    """The message is for the user."""


@dataclass(frozen=True)
class Repetition:
    """A draw made again today. ``is_same_ground``: the same cases were there to draw from."""

    is_same: bool
    is_same_ground: bool


def last_month(today: date) -> date:
    """The first day of the month before."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def draw_all_teams() -> list[MockDraw]:
    """For each team, the month before, unless it is drawn already or nothing was decided."""
    month = last_month(timezone.localdate())
    drawn = MockDraw.objects.filter(month=month).values("team")
    made = (draw_cases(team, month, by=None) for team in Team.objects.exclude(pk__in=drawn))
    return [draw for draw in made if draw]


@transaction.atomic
def draw_cases(team: Team, month: date, *, by: User | None, seed: int | None = None) -> MockDraw | None:
    """The month's draw; the one there is when it has been made, and None when nothing was decided.

    Raises MockNotAllowed.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    if made := MockDraw.objects.filter(team=team, month=month).first():
        return made
    if month > last_month(timezone.localdate()):
        raise MockNotAllowed("Måneden er ikke slut.")
    checklist = ChecklistVersion.objects.in_force(timezone.localdate())
    if checklist is None:
        raise MockNotAllowed("Der er ingen tjekliste. En administrator skal oprette den.")
    ground = decided_in(team, month)
    if not ground:
        return None
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    chosen = _sample(ground, seed, settings.SANKTION_MOCK_CASES)
    draw = MockDraw.objects.create(
        team=team,
        month=month,
        seed=seed,
        wanted=settings.SANKTION_MOCK_CASES,
        population=len(ground),
        population_digest=_digest(ground),
        drawn=len(chosen),
        checklist=checklist,
        drawn_by=by,
    )
    _hand_out(draw, [pk for pk, _ in chosen])
    return draw


def decided_in(team: Team, month: date) -> list[tuple[int, str]]:
    """(id, number) of the team's cases decided in the month, in the order of their numbers. Cases that only named
    people see are left out: a colleague drawn at random may not open them."""
    decisions = Decision.objects.filter(case__team=team, case__is_restricted=False)
    decisions = decisions.decided_within(month, add_months(month, 1) - timedelta(days=1))
    return list(decisions.order_by("case__number").values_list("case_id", "case__number"))


def repeat(draw: MockDraw) -> Repetition:
    """The same draw again, from its seed and the cases there are today."""
    ground = decided_in(draw.team, draw.month)
    again = [pk for pk, _ in _sample(ground, draw.seed, draw.wanted)]
    drawn = list(draw.reviews.order_by("number").values_list("case_id", flat=True))
    return Repetition(again == drawn, _digest(ground) == draw.population_digest)


@transaction.atomic
def review_case(
    review: MockReview,
    *,
    answers: dict[int, tuple[Answered, str]],
    verdict: Verdict,
    missing: list[MaterialKind],
    remark: str,
    by: User,
) -> MockReview:
    """``answers`` by the id of the checklist's item. The last review of a draw closes it. Raises MockNotAllowed."""
    draw = MockDraw.objects.select_for_update(of=("self",)).get(pk=review.draw_id)
    locked = MockReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if locked.is_done:
        return locked
    if locked.reviewer_id != by.pk:
        raise MockNotAllowed("Sagen gennemgås af en anden.")
    if by.pk in had_a_hand([locked.case_id])[locked.case_id]:
        raise MockNotAllowed("Du har selv haft eller afgjort sagen. En anden skal gennemgå den.")
    MockAnswer.objects.bulk_create(
        MockAnswer(review=locked, item_id=item, answer=answer, remark=told) for item, (answer, told) in answers.items()
    )
    locked.verdict, locked.missing, locked.remark = verdict, missing, remark
    locked.reviewed_at = timezone.now()
    locked.save(update_fields=["verdict", "missing", "remark", "reviewed_at"])
    _close_if_done(draw, by=by)
    return locked


@transaction.atomic
def hand_over(review: MockReview, reviewer: User, *, by: User) -> None:
    """Another colleague reviews the case. Raises MockNotAllowed."""
    locked = MockReview.objects.select_for_update(of=("self",)).select_related("draw__team").get(pk=review.pk)
    if locked.is_done:
        raise MockNotAllowed("Sagen er gennemgået.")
    if reviewer not in colleagues_for(locked):
        raise MockNotAllowed("Vælg en kollega, der hverken har haft eller afgjort sagen.")
    locked.reviewer = reviewer
    locked.save(update_fields=["reviewer"])


def colleagues_for(review: MockReview) -> list[User]:
    """Those who may review the case."""
    involved = had_a_hand([review.case_id])[review.case_id]
    return [person for person in _reviewers(review.draw.team) if person.pk not in involved]


def had_a_hand(cases: list[int]) -> dict[int, set[int]]:
    """By case: who has had it, decided it, changed the decision or signed it, whatever it is called today."""
    owned = Case.objects.filter(pk__in=cases).values_list("pk", "owner")
    once = Case.history.filter(id__in=cases).values_list("id", "owner")
    decided = Decision.objects.filter(case__in=cases).values_list("case", "decided_by")
    changed = DecisionChange.objects.filter(decision__case__in=cases).values_list("decision__case", "decided_by")
    signed = Countersignature.objects.filter(case__in=cases).values_list("case", "signed_by")
    found: dict[int, set[int]] = defaultdict(set)
    for rows in (owned, once, decided, changed, signed):
        for case, person in rows:
            found[case].add(person)
    return found


def _sample(ground: list[tuple[int, str]], seed: int, wanted: int) -> list[tuple[int, str]]:
    # It is to be repeated by whoever asks, so it is no secret.
    chosen = random.Random(seed).sample(ground, min(wanted, len(ground)))  # noqa: S311 - to be repeated from its seed
    return sorted(chosen, key=lambda case: case[1])


def _digest(ground: list[tuple[int, str]]) -> str:
    return hashlib.sha256("\n".join(number for _, number in ground).encode()).hexdigest()


def _reviewers(team: Team) -> QuerySet:
    right = {"groups__permissions__codename": "handle_mock", "groups__permissions__content_type__app_label": "tilsyn"}
    return User.objects.filter(teams=team, is_active=True, **right).distinct().order_by("pk")


def _hand_out(draw: MockDraw, cases: list[int]) -> None:
    """Evenly among the colleagues; a case that all of them have had a hand in waits for one."""
    reviewers, involved, load = list(_reviewers(draw.team)), had_a_hand(cases), Counter()
    for number, case in enumerate(cases, start=1):
        free = [person for person in reviewers if person.pk not in involved[case]]
        chosen = min(free, key=lambda person: (load[person.pk], person.pk), default=None)
        if chosen:
            load[chosen.pk] += 1
        MockReview.objects.create(draw=draw, number=number, case_id=case, reviewer=chosen)


def _close_if_done(draw: MockDraw, *, by: User) -> None:
    verdicts = list(draw.reviews.values_list("verdict", flat=True))
    if "" not in verdicts:
        draw.close(Counter(Verdict(verdict) for verdict in verdicts), by=by)
