"""Encrypted model fields against real tables, with and without simple-history."""

import datetime

import pytest
from django import forms
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps
from psycopg import sql
from simple_history.models import HistoricalRecords

from sanktion.base.encryption import (
    DecryptionError,
    EncryptedBytesField,
    EncryptedJSONField,
    EncryptedTextField,
)


@pytest.fixture(scope="module")
def note_model():
    with isolate_apps("django.contrib.contenttypes", "django.contrib.auth"):

        class SealedNote(models.Model):
            text = EncryptedTextField("tekst")
            remark = EncryptedTextField("bemærkning", null=True)
            facts = EncryptedJSONField("oplysninger", default=dict)
            file = EncryptedBytesField("fil", null=True)

            history = HistoricalRecords(history_user_id_field=models.IntegerField(null=True))

            class Meta:
                app_label = "auth"

            def __str__(self):
                return str(self.pk)

        yield SealedNote


@pytest.fixture
def note_class(note_model, db):
    # Temporary tables: the tests run as the application's role, which may not create others.
    with connection.cursor() as cursor:
        cursor.execute("set local search_path = pg_temp, public")
    with connection.schema_editor() as editor:
        editor.create_model(note_model)
        editor.create_model(note_model.history.model)
    return note_model


def stored(instance, column):
    meta = instance._meta
    query = sql.SQL("select {} from {} where {} = %s").format(
        *map(sql.Identifier, (column, meta.db_table, meta.pk.column))
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [instance.pk])
        return bytes(cursor.fetchone()[0])


def test_every_type_comes_back(note_class):
    facts = {"navn": "Åse", "liste": [1, None, True]}
    note = note_class.objects.create(text="Ikke hjemme – æøå", facts=facts, file=b"\0\xff")
    note = note_class.objects.get(pk=note.pk)
    assert (note.text, note.remark, note.facts, note.file) == (
        "Ikke hjemme – æøå",
        None,
        facts,
        b"\0\xff",
    )


def test_the_column_is_bytea_without_the_plain_text(note_class):
    note = note_class.objects.create(text="Nabo åbnede døren")
    assert note_class._meta.get_field("text").db_type(connection) == "bytea"
    assert b"Nabo" not in stored(note, "text")


def test_empty_text_is_sealed_too_and_none_stays_null(note_class):
    note = note_class.objects.create(text="", remark=None)
    assert len(stored(note, "text")) == 29
    assert note_class.objects.filter(remark__isnull=True).count() == 1


def test_a_payload_copied_to_another_column_is_refused(note_class):
    note = note_class.objects.create(text="Ida", remark="Bo")
    with connection.cursor() as cursor:
        cursor.execute("update auth_sealednote set remark = text")
    with pytest.raises(DecryptionError, match=r"sealednote\.remark"):
        note_class.objects.get(pk=note.pk)


def test_bulk_create_update_and_bulk_update_encrypt(note_class):
    first, second = note_class.objects.bulk_create([note_class(text="a", facts=[1]), note_class(text="b", facts=[2])])
    first.text, first.facts = "c", {"x": 1}
    note_class.objects.bulk_update([first], ["text", "facts"])
    note_class.objects.filter(pk=second.pk).update(text="d")
    assert list(note_class.objects.order_by("pk").values_list("text", "facts")) == [
        ("c", {"x": 1}),
        ("d", [2]),
    ]


def test_history_keeps_a_readable_copy_sealed_to_its_own_table(note_class):
    note = note_class.objects.create(text="første", facts={"n": 1})
    note.text = "anden"
    note.save()
    newest, oldest = note_class.history.order_by("-history_id")
    assert (newest.text, oldest.text, oldest.facts) == ("anden", "første", {"n": 1})
    assert b"anden" not in stored(newest, "text")
    assert newest.instance.text == "anden"
    assert newest.diff_against(oldest).changed_fields == ["text"]


@pytest.mark.parametrize(
    "lookup",
    ["text", "text__exact", "text__icontains", "text__in", "facts__navn", "file__gt"],
)
def test_encrypted_columns_cannot_be_searched(note_model, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        note_model.objects.filter(**{lookup: ["x"]})


def test_isnull_is_allowed(note_model):
    assert "IS NOT NULL" in str(note_model.objects.filter(remark__isnull=False).query)


def test_json_accepts_dates_and_gives_text_back(note_class):
    note = note_class.objects.create(text="", facts={"dag": datetime.date(2026, 12, 3)})
    note.refresh_from_db()
    assert note.facts == {"dag": "2026-12-03"}


@pytest.mark.parametrize(
    ("field", "path", "expected"),
    [
        (
            EncryptedTextField("tekst", blank=True),
            "EncryptedTextField",
            {"verbose_name": "tekst", "blank": True},
        ),
        (EncryptedJSONField(default=dict), "EncryptedJSONField", {"default": dict}),
        (EncryptedBytesField(null=True), "EncryptedBytesField", {"null": True}),
        (EncryptedBytesField(editable=True), "EncryptedBytesField", {"editable": True}),
    ],
)
def test_migrations_rebuild_the_same_field(field, path, expected):
    _name, found, args, kwargs = field.deconstruct()
    assert (found, list(args), kwargs) == (
        f"sanktion.base.encryption.{path}",
        [],
        expected,
    )
    rebuilt = type(field)(**kwargs)
    assert rebuilt.editable == field.editable
    assert rebuilt.deconstruct() == field.deconstruct()


def test_form_fields(note_model):
    form = forms.modelform_factory(note_model, fields=["text", "facts"])({"text": "Ida", "facts": '{"a": 1}'})
    assert isinstance(form.fields["text"].widget, forms.Textarea)
    assert form.is_valid(), form.errors
    assert (form.instance.text, form.instance.facts) == ("Ida", {"a": 1})


def test_a_shared_mutable_default_is_a_check_warning():
    with isolate_apps("django.contrib.auth"):

        class SharedDefault(models.Model):
            facts = EncryptedJSONField(default={})

            class Meta:
                app_label = "auth"

            def __str__(self):
                return str(self.pk)

        assert [message.id for message in SharedDefault.check()] == ["fields.E010"]
