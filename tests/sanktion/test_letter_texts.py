"""V004: letters are written in dated versions of texts. What has been in use is never changed, whoever tries."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.actions.texts import VersionRefused, cancel_version, save_version
from sanktion.models import LetterText, MaterialKind, TextMissing, Words
from sanktion.models.texts import LETTERS, block_of

pytestmark = pytest.mark.django_db

KIND = "decision_no_answer"


def days(number):
    return timezone.localdate() + timedelta(days=number)


def version(starts_in=1, body="Ny ordlyd.", **changes):
    return LetterText(kind=KIND, body=body, valid_from=days(starts_in), reason="Klarere", **changes)


@pytest.fixture
def coming(caseworker):
    return save_version(version(), by=caseworker)


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_the_version_of_the_day_is_used(coming):
    today, tomorrow = (Words("decision", on=days(number))[KIND] for number in (0, 1))
    assert today == "<p>Vi har bedt om din forklaring, men vi har ikke fået et svar fra dig.</p>"
    assert tomorrow == "<p>Ny ordlyd.</p>"


def test_who_wrote_it_and_why_is_kept(coming, caseworker):
    assert (coming.made_by, coming.reason) == (caseworker, "Klarere")
    assert coming.history.get().history_user == caseworker


def test_a_version_for_a_taken_day_is_refused(coming, caseworker):
    with pytest.raises(VersionRefused, match="allerede en udgave"):
        save_version(version(body="En til."), by=caseworker)


def test_an_unknown_field_is_refused_by_the_model(caseworker):
    with pytest.raises(ValidationError, match="Ukendt felt"):
        save_version(version(body="Kære {cpr}"), by=caseworker)


def test_a_version_that_reaches_back_is_refused_by_the_database(caseworker):
    with pytest.raises(VersionRefused, match="tilbage i tiden"):
        save_version(version(starts_in=-1), by=caseworker)
    with pytest.raises(IntegrityError, match="tilbage i tiden"):
        execute(
            "INSERT INTO sanktion_lettertext (kind, body, valid_from, source, reason) VALUES (%s, 'x', %s, '', '')",
            KIND,
            days(-1),
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sanktion_lettertext SET body = 'Andet' WHERE kind = %s",
        "UPDATE sanktion_lettertext SET valid_to = valid_from WHERE kind = %s",
        "DELETE FROM sanktion_lettertext WHERE kind = %s",
    ],
)
def test_a_version_in_use_stays_as_it_is(sql):
    with pytest.raises(IntegrityError, match="taget i brug"):
        execute(sql, KIND)


def test_a_coming_version_can_be_changed_and_taken_away(coming, caseworker):
    coming.body = "Bedre ordlyd."
    save_version(coming, by=caseworker)
    assert Words("decision", on=days(1))[KIND] == "<p>Bedre ordlyd.</p>"
    cancel_version(coming, by=caseworker)
    assert not LetterText.objects.filter(kind=KIND, valid_from=days(1)).exists()
    assert coming.history.first().history_change_reason == "Kommende udgave fjernet"


def test_a_version_in_use_cannot_be_cancelled(caseworker):
    with pytest.raises(VersionRefused, match="taget i brug"):
        cancel_version(LetterText.objects.get(kind=KIND), by=caseworker)


def test_an_empty_text_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="letter_text_not_empty"):
        execute(
            "INSERT INTO sanktion_lettertext (kind, body, valid_from, source, reason) VALUES (%s, E' \\n', %s, '', '')",
            KIND,
            days(1),
        )


def test_every_letter_can_be_written_today():
    assert LetterText.objects.missing_on(timezone.localdate()) == []
    assert [block.kind for block in LetterText.objects.missing_on(days(-20_000))]


@pytest.mark.parametrize("code", ["decision", "hearing"])
def test_a_letter_that_lacks_a_text_is_not_begun(code):
    with pytest.raises(TextMissing, match="En administrator skal skrive den under «Brevtekster»"):
        Words(code, on=days(-20_000))


def test_an_optional_text_may_be_missing():
    assert Words("decision")["decision_english"] == ""


def test_each_text_belongs_to_one_letter_and_fits_its_column():
    kinds = [block.kind for letter in LETTERS.values() for block in letter.blocks]
    assert len(kinds) == len(set(kinds))
    assert max(map(len, kinds)) <= LetterText._meta.get_field("kind").max_length
    assert all(block_of(kind)[1].kind == kind for kind in kinds)


def test_the_first_texts_name_only_known_fields():
    for text in LetterText.objects.all():
        text.full_clean()


def test_a_filed_letter_tells_which_versions_it_was_written_with(case, caseworker):
    words = Words("decision")
    document = file_document(
        case,
        title="Afgørelse",
        kind=MaterialKind.DECISION,
        render=lambda number: words[KIND].encode(),
        words=words,
        by=caseworker,
    )
    assert [used.text.kind for used in document.texts.all()] == [KIND]
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("DELETE FROM sanktion_documenttext WHERE document_id = %s", document.pk)
