"""V003, V004, V012, V013: the rule is that of the event's day and kind, out of three sets that live side by side."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sanktion.actions.assessment import assess
from sanktion.models import Benefit, EventKind, LegalBasis

from ..factories import CaseFactory, EventFactory
from ..factories.parthoering import WEIGHED, case_ready

pytestmark = pytest.mark.django_db

LAS, INTEGRATION = "Lov om aktiv socialpolitik", "Integrationsloven"
GUIDANCE, REFORM, NOW = date(2008, 5, 6), date(2018, 5, 4), date(2026, 5, 4)


def proposed(citizen, kind, day, act="") -> LegalBasis:
    return LegalBasis.objects.for_event(EventFactory(citizen=citizen, kind=kind, occurred_on=day), act=act).first()


@pytest.mark.parametrize(
    ("day", "sections"),
    [
        (GUIDANCE, {"§§ 13-13 c", "§§ 38 a-41", "§§ 25-25 a", "§§ 30-31"}),
        (REFORM, {"§ 36", "§ 37", "§ 39", "§ 40 a", "§§ 25-25 a", "§§ 30-31"}),
        (NOW, {"§ 36", "§ 37", "§ 37 a", "§ 38", "§ 39", "§ 40", "§ 40 a", "§§ 26-26 a", "§ 52"}),
        (date(2006, 12, 12), set()),
    ],
)
def test_each_day_has_its_own_set(day, sections):
    assert {rule.section for rule in LegalBasis.objects.on(day)} == sections


@pytest.mark.parametrize(
    ("last", "first"), [(date(2013, 12, 31), date(2014, 1, 1)), (date(2019, 12, 31), date(2020, 1, 1))]
)
def test_the_sets_change_overnight(last, first):
    """The reform of 2014 and act 1558 of 2019: no rule of the active-policy act is in both sets."""
    before, after = (set(LegalBasis.objects.on(day).filter(act=LAS).values_list("pk")) for day in (last, first))
    assert before
    assert after
    assert not before & after


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("kind", "day", "section"),
    [
        (EventKind.MISSED_JOB_INTERVIEW, GUIDANCE, "§§ 38 a-41"),
        (EventKind.MISSED_JOB_INTERVIEW, REFORM, "§ 37"),
        (EventKind.MISSED_OFFER, REFORM, "§ 36"),
        (EventKind.NO_APPLICATION, REFORM, "§ 39"),
        (EventKind.MISSED_FOLLOW_UP, NOW, "§ 37"),
        (EventKind.MISSED_OFFER, NOW, "§ 36"),
        (EventKind.NO_CV, NOW, "§ 38"),
        (EventKind.LEFT_JOB, NOW, "§ 39"),
    ],
)
def test_the_rule_for_the_kind_comes_first(citizen, kind, day, section):
    rule = proposed(citizen, kind, day, LAS)
    assert (rule.section, rule.fits, rule.act) == (section, True, LAS)


def test_of_the_old_rules_those_of_the_benefits_act_come_first(citizen):
    """V003, V013."""
    rule = proposed(citizen, EventKind.MISSED_OFFER, GUIDANCE, INTEGRATION)
    assert (rule.act, rule.section) == (INTEGRATION, "§§ 30-31")


@pytest.mark.parametrize("kind", [EventKind.NO_SICKNESS_NOTICE, EventKind.OTHER])
def test_where_no_source_ties_a_rule_to_the_kind_none_is_proposed(citizen, kind):
    assert not proposed(citizen, kind, NOW).fits


def ready(citizen, by, **event):
    case = CaseFactory(event__citizen=citizen, by=by, **{f"event__{name}": value for name, value in event.items()})
    case_ready(case, by)
    assess(case, **WEIGHED, by=by)
    return case


def test_the_form_has_chosen_the_rule_and_lists_the_others_after_it(client, citizen, caseworker):
    citizen.benefit = Benefit.objects.get(code="kontanthjaelp")
    citizen.save()
    case = ready(citizen, caseworker, kind=EventKind.MISSED_OFFER)
    client.force_login(caseworker)
    field = client.get(reverse("decide", args=[case.number])).context["form"]["legal_basis"]
    assert LegalBasis.objects.get(pk=field.value()).section == "§ 36"
    groups = [heading for heading, rules in field.field.choices if isinstance(rules, list)]
    assert groups == ["Passer til hændelsen", "Andre regler på hændelsens dato"]


def test_the_form_says_so_when_none_is_proposed(client, citizen, caseworker):
    case = ready(citizen, caseworker, kind=EventKind.OTHER, description="Andet.")
    client.force_login(caseworker)
    response = client.get(reverse("decide", args=[case.number]))
    assert response.context["form"]["legal_basis"].value() is None
    assert "Ingen af dagens regler er knyttet til" in response.content.decode()


def test_a_rule_for_a_kind_that_is_none_of_ours_is_refused():
    with pytest.raises(IntegrityError, match="legal_basis_kinds_known"), transaction.atomic():
        LegalBasis.objects.filter(section="§ 37").update(kinds=[3, 11])
