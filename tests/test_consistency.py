"""What reviewers forget: scoped models, history where it belongs and nowhere else, templates nobody uses."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from sanktion.models import Case, CaseChildQuerySet, Citizen

ROOT = Path(settings.ROOT)
APPS = ("sanktion", "parthoering", "koerelister", "tilsyn")
MODELS = [model for label in APPS for model in apps.get_app_config(label).get_models()]
WITH_HISTORY = {
    "sanktion.Assessment",
    "sanktion.Case",
    "sanktion.Citizen",
    "sanktion.Complaint",
    "sanktion.Decision",
    "sanktion.Guideline",
    "sanktion.Inquiry",
    "sanktion.InquiryQuestion",
    "sanktion.JobSeekerPeriod",
    "sanktion.LetterText",
    "sanktion.MatchCategory",
    "sanktion.MaterialWaiver",
    "sanktion.NegativeEvent",
    "sanktion.SanctionRate",
    "sanktion.TargetGroupPeriod",
    "sanktion.WrongPayment",
    "parthoering.Hearing",
    "parthoering.Representative",
    "tilsyn.CaseAssessment",
    "tilsyn.Directorate",
    "tilsyn.ReadingRoom",
    "tilsyn.HoldBack",
    "tilsyn.FollowUp",
    "tilsyn.SelectedCase",
    "tilsyn.Supervision",
    "tilsyn.SupervisionResult",
}
# Never asked from a view: they are written, read by id in a task, or read through the row they belong to.
REACHED_THROUGH_THEIR_PARENT = {
    "sanktion.AccessLog": "written only; read by the citizen's own request for access",
    "sanktion.CaseUserObjectPermission": "asked with the user, see base/backends.py",
    "sanktion.DocumentContent": "read through its document",
    "sanktion.ImportRow": "read through its batch",
    "sanktion.JobSeekerPeriod": "read through the citizen",
    "sanktion.MatchCategory": "read through the citizen",
    "sanktion.TargetGroupPeriod": "read through the citizen",
}
# Where the citizen's own export (art. 15) tells of a model that hangs on a citizen or a case.
IN_THE_EXPORT = {
    "sanktion.AccessLog": "02-opslag.csv",
    "sanktion.AdverseInformation": "sagsark.pdf and journal.pdf",
    "sanktion.ArchiveDelivery": "sagsark.pdf",
    "sanktion.Assessment": "sagsark.pdf",
    "sanktion.Case": "sagsark.pdf",
    "sanktion.CaseDocument": "sagsark.pdf and the document itself",
    "sanktion.CaseMaterial": "says only that what is in the export is there",
    "sanktion.CaseUserObjectPermission": "journal.pdf, which has an entry for each change",
    "sanktion.Complaint": "sagsark.pdf",
    "sanktion.ContactAttempt": "sagsark.pdf",
    "sanktion.Countersignature": "sagsark.pdf",
    "sanktion.CountersignRequest": "sagsark.pdf",
    "sanktion.Decision": "sagsark.pdf",
    "sanktion.DecisionDraft": "sagsark.pdf",
    "sanktion.DisposalCase": "sagsark.pdf",
    "sanktion.GroundAssessment": "sagsark.pdf",
    "sanktion.JobSeekerPeriod": "01-stamoplysninger.pdf",
    "sanktion.JournalEntry": "journal.pdf",
    "sanktion.MatchCategory": "01-stamoplysninger.pdf",
    "sanktion.MaterialWaiver": "sagsark.pdf",
    "sanktion.NegativeEvent": "01-stamoplysninger.pdf",
    "sanktion.PaymentConsequence": "sagsark.pdf",
    "sanktion.RetentionDelay": "sagsark.pdf",
    "sanktion.RetentionHold": "sagsark.pdf",
    "sanktion.SubjectAccess": "02-opslag.csv, which tells of each that was made and fetched",
    "sanktion.TargetGroupPeriod": "01-stamoplysninger.pdf",
    "sanktion.WrittenGuidance": "sagsark.pdf",
    "sanktion.WrongPayment": "sagsark.pdf",
    "parthoering.ExemptionCheck": "01-stamoplysninger.pdf, by the app's own contribution",
    "parthoering.Representative": "01-stamoplysninger.pdf, by the app's own contribution",
    "parthoering.Hearing": "01-stamoplysninger.pdf, by the app's own contribution",
    "koerelister.SeparateVisit": "01-stamoplysninger.pdf, by the app's own contribution",
    "koerelister.Stop": "01-stamoplysninger.pdf, by the app's own contribution",
    "koerelister.VisitOrder": "01-stamoplysninger.pdf, by the app's own contribution",
    "tilsyn.MockReview": "01-stamoplysninger.pdf, by the app's own contribution",
    "tilsyn.SelectedCase": "01-stamoplysninger.pdf, by the app's own contribution",
    "tilsyn.SurveyAnswerRow": "01-stamoplysninger.pdf, by the app's own contribution",
}


# The directorate comes to the municipality (§ 8): nobody's home is meant.
DIRECTORATES_VISIT = {"Supervision", "HistoricalSupervision"}


def label(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def is_history(model) -> bool:
    return hasattr(model, "history_object") or model.__name__.startswith("Historical")


def own_fields(model) -> list[models.Field]:
    return [field for field in model._meta.get_fields() if field.concrete]


def test_history_is_kept_on_the_right_models_and_on_no_other():
    kept = {label(model) for model in MODELS if hasattr(model, "history") and not is_history(model)}
    assert kept == WITH_HISTORY


def test_route_lists_keep_no_history():
    """B044, B047: history outlives deletion."""
    assert [label(model) for model in apps.get_app_config("koerelister").get_models() if is_history(model)] == []


def test_every_model_of_a_case_or_citizen_is_seen_through_visible_to():
    unscoped = []
    for model in MODELS:
        points = any(field.related_model in (Case, Citizen) for field in own_fields(model) if field.is_relation)
        if points and not is_history(model) and not hasattr(model.objects.all(), "visible_to"):
            unscoped.append(label(model))
    assert set(unscoped) <= set(REACHED_THROUGH_THEIR_PARENT)


def test_nothing_held_about_a_citizen_is_left_out_of_the_citizens_own_export():
    """Art. 15. A new model is told of in actions/subject_access_file.py or through sanktion/contributions.py."""
    held = {
        label(model)
        for model in MODELS
        if not is_history(model)
        and any(field.is_relation and field.related_model in (Case, Citizen) for field in own_fields(model))
    }
    assert held == set(IN_THE_EXPORT)


def test_children_of_a_case_share_its_rule():
    for model in MODELS:
        case = next((field for field in own_fields(model) if field.name == "case"), None)
        if case is None or is_history(model) or label(model) in REACHED_THROUGH_THEIR_PARENT:
            continue
        queryset = model.objects.all()
        assert isinstance(queryset, CaseChildQuerySet) or "visible_to" in vars(type(queryset)), label(model)


def test_the_list_of_exceptions_holds_no_model_that_is_gone():
    assert set(REACHED_THROUGH_THEIR_PARENT) - {label(model) for model in MODELS} == set()


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_no_model_is_named_by_personal_data_in_its_str(model):
    """What __str__ says ends in logs and error pages. Colleagues' names are no secret; citizens' are."""
    if is_history(model) or model._meta.label == "sanktion.User":
        return
    personal = {"first_name", "last_name", "cpr", "phone", "text", "description", "answer", "told", "content"}
    row = model()
    for field in own_fields(model):
        if field.choices:
            setattr(row, field.attname, field.choices[0][0])
        elif field.name in personal:
            setattr(row, field.attname, "KANARIE")
    if {field.name for field in own_fields(model)} & personal:
        assert "KANARIE" not in str(row)


@pytest.mark.parametrize("model", [one for one in MODELS if one._meta.app_label == "koerelister"], ids=label)
def test_route_lists_hold_no_text_about_a_person(model):
    """Safety: references, not copies. Names, addresses and notes stay in the case."""
    personal = re.compile(r"(cpr|first_name|last_name|street|house|floor|door|phone|note|text|remark|told)")
    assert [field.name for field in own_fields(model) if personal.search(field.name)] == []


def test_no_model_says_in_the_open_that_a_home_was_visited():
    """B048: outside koerelister, whose rows are destroyed, no column, choice or right is about visits."""
    words = ("visit", "besøg")
    found = []
    for model in MODELS:
        if model._meta.app_label == "koerelister" or model.__name__ in DIRECTORATES_VISIT:
            continue
        for field in own_fields(model):
            texts = [field.name, str(field.verbose_name), *(str(value) for pair in field.flatchoices for value in pair)]
            found += [f"{label(model)}.{field.name}" for text in texts if any(word in text.lower() for word in words)]
    assert found == []


def test_every_template_is_used():
    folder = ROOT / "templates"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    sources = [*folder.rglob("*.html"), *(path for app in APPS for path in (ROOT / app).rglob("*.py"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found_by_django = re.compile(r"^(django/.*|registration/.*|\d{3}(_csrf)?\.html|plain\.html)$")
    unused = {name for name in names if not found_by_django.match(name) and f'"{name}"' not in text}
    # A page may name its template by its default: <app>/<model>_<suffix>.html; none here does.
    assert unused == set()
