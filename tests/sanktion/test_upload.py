"""Papers from others, laid on a case: the page, the numbers, the journal, and what is refused (V059, V065-V067)."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.models import AccessLog, CaseDocument, DocumentContent, JournalEntry, MaterialKind, MediaType

from ..factories import UserFactory, files

pytestmark = pytest.mark.django_db
SECRET_NAME = "Ida Nielsen 010170-0001.pdf"


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def url(case) -> str:
    return reverse("document_new", args=[case.number])


def form(*contents: bytes, name="timesedler.pdf", **changes) -> dict:
    given = {
        "files": [SimpleUploadedFile(name, content, content_type="application/pdf") for content in contents],
        "title": "Timesedler, september 2026",
        "kind": MaterialKind.TIME_SHEETS,
        "concerns": "yes",
        "received_on": f"{timezone.localdate():%d-%m-%Y}",
        "key": uuid.uuid4(),
    }
    return given | changes


def test_a_good_file_is_filed_with_its_kind_and_the_day_it_came(visitor, case, caseworker):
    """V065: time sheets are the eighth of the ten kinds."""
    came = timezone.localdate() - timedelta(days=3)
    answer = visitor.post(url(case), form(files.pdf(2), received_on=f"{came:%d-%m-%Y}"))
    assert answer.headers["Location"] == reverse("case_documents", args=[case.number])
    document = CaseDocument.objects.get(case=case)
    assert (document.number, document.kind, document.media_type) == (1, 8, MediaType.PDF)
    assert (document.title, document.received_on, document.created_by) == (
        "Timesedler, september 2026",
        came,
        caseworker,
    )
    assert document.data.startswith(b"%PDF-")


def test_the_journal_tells_which_document_came(visitor, case, caseworker):
    visitor.post(url(case), form(files.pdf(2)))
    entry = JournalEntry.objects.filter(case=case).first()
    assert entry.heading == "Dokument modtaget: Timesedler, september 2026"
    assert dict(entry.facts)["Dokumentnr."] == f"{case.number}-001"
    assert (dict(entry.facts)["Slags"], dict(entry.facts)["Sider"]) == ("Timesedler", "2")
    assert entry.author == str(caseworker)


@pytest.mark.parametrize("kind", MaterialKind)
def test_each_of_the_ten_kinds_can_be_received(visitor, case, kind):
    """V058-V067."""
    visitor.post(url(case), form(b"En tekst", kind=kind))
    assert CaseDocument.objects.get(case=case).kind == kind


def test_several_files_get_numbers_without_gaps_and_the_refused_are_told_by_name(visitor, case):
    given = form(files.pdf(1), b"MZ\0 program", files.pdf(2))
    for file, name in zip(given["files"], ("a.pdf", "b<i>.pdf", "c.pdf"), strict=True):
        file.name = name
    answer = visitor.post(url(case), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    titles = list(CaseDocument.objects.filter(case=case).order_by("number").values_list("number", "title"))
    assert titles == [
        (1, "Timesedler, september 2026 (1 af 2)"),
        (2, "Timesedler, september 2026 (2 af 2)"),
    ]
    assert "<strong>b&lt;i&gt;.pdf</strong>: Filtypen tages ikke imod." in text
    assert f"<strong>c.pdf</strong>: lagt på sagen som {case.number}-002." in text
    assert str(given["key"]) not in text


def everything_stored() -> str:
    """All rows of all tables as text, as the database sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - the catalogue's own names
                rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


@pytest.mark.parametrize("hostile", [b"MZ\0 program", files.docx({"word/vbaProject.bin": b"x"}), files.pdf()[:-300]])
def test_a_hostile_file_is_kept_nowhere(visitor, case, hostile):
    entries = JournalEntry.objects.count()
    answer = visitor.post(url(case), form(hostile, name=SECRET_NAME))
    assert answer.status_code == 422
    assert SECRET_NAME in answer.content.decode()
    assert (CaseDocument.objects.count(), DocumentContent.objects.count()) == (0, 0)
    assert JournalEntry.objects.count() == entries
    assert "010170" not in everything_stored()


def test_the_name_of_a_good_file_is_not_kept_either(visitor, case):
    visitor.post(url(case), form(files.pdf(), name=SECRET_NAME))
    stored = everything_stored()
    assert "Timesedler, september 2026" in stored
    assert "010170" not in stored
    assert all("010170" not in str(entry.content) for entry in JournalEntry.objects.all())


def test_an_upload_of_any_size_is_never_written_to_a_temporary_file(visitor, case, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 150_000
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", None)
    answer = visitor.post(url(case), form(b"x" * 100_000, b"y" * 100_000))
    assert answer.status_code == 422
    assert "Filerne fylder for meget tilsammen" in answer.content.decode()
    assert not CaseDocument.objects.exists()


def test_a_file_above_the_limit_is_refused_by_name(visitor, case, settings):
    settings.SANKTION_UPLOAD_MAX_MB = 1
    answer = visitor.post(url(case), form(files.pdf() + b" " * 1_048_576))
    assert "timesedler.pdf</strong>: Filen fylder mere end 1 MB." in answer.content.decode()


def test_a_double_click_files_once(visitor, case):
    given = form(files.pdf(1), files.pdf(2))
    for _ in range(2):
        for file in given["files"]:
            file.seek(0)
        answer = visitor.post(url(case), given)
        assert answer.status_code == 302
    assert list(CaseDocument.objects.values_list("number", flat=True)) == [2, 1]


def test_another_file_from_the_same_page_is_another_document(visitor, case):
    key = uuid.uuid4()
    visitor.post(url(case), form(files.pdf(1), key=key))
    visitor.post(url(case), form(files.pdf(2), key=key))
    assert CaseDocument.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"files": []}, "Vælg mindst en fil."),
        ({"title": ""}, "Titel"),
        ({"title": "Lægeerklæring 010170-0001"}, "Skriv ikke et CPR-nr. i titlen."),
        ({"kind": "11"}, "Slags materiale"),
        ({"received_on": "01-01-2999"}, "Datoen kan ikke ligge i fremtiden."),
        ({"key": "x"}, "key"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_filed(visitor, case, change, message):
    answer = visitor.post(url(case), form(b"En tekst", **change))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not CaseDocument.objects.exists()


def test_a_page_that_comes_back_asks_for_the_files_again(visitor, case):
    again = "Filerne skal vælges igen"
    assert again in visitor.post(url(case), form(b"En tekst", title="")).content.decode()
    assert again not in visitor.post(url(case), form(files=[])).content.decode()


def test_eleven_files_are_too_many(visitor, case):
    answer = visitor.post(url(case), form(*[f"Tekst {n}".encode() for n in range(11)]))
    assert "Vælg højst 10 filer ad gangen." in answer.content.decode()
    assert not CaseDocument.objects.exists()


def test_the_scanner_is_asked_before_the_file_is_opened(visitor, case, settings):
    settings.SANKTION_SCANNER, settings.SANKTION_CLAMD = "sanktion.base.scanning.clamd", "127.0.0.1:1"
    answer = visitor.post(url(case), form(files.pdf()))
    assert "Virusscanneren svarer ikke" in answer.content.decode()
    assert not CaseDocument.objects.exists()


def test_word_file_is_handed_over_and_never_shown(visitor, case):
    visitor.post(url(case), form(files.docx(), name="brev.docx"))
    page = visitor.get(reverse("case_documents", args=[case.number])).content.decode()
    assert "DOCX, hentes" in page
    answer = visitor.get(reverse("document", args=[case.number, 1]))
    assert answer.headers["Content-Type"] == MediaType.DOCX
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.number}-001.docx"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pdf_is_shown_as_a_page_of_nobodys(visitor, case):
    visitor.post(url(case), form(files.picture("JPEG"), name="seddel.jpg"))
    answer = visitor.get(reverse("document", args=[case.number, 1]))
    assert answer.headers["Content-Disposition"] == f'inline; filename="{case.number}-001.pdf"'
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


def test_who_filed_is_logged_as_writing(visitor, case, caseworker):
    visitor.post(url(case), form(files.pdf()))
    row = AccessLog.objects.get(page="document_new")
    assert (row.user, row.case, row.kind) == (caseworker, case, "write")


def test_who_may_only_read_cases_files_nothing(client, case, team):
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[team]))
    assert client.post(url(case), form(files.pdf())).status_code == 403
    assert "document_new" not in client.get(reverse("case_documents", args=[case.number])).content.decode()
    assert not CaseDocument.objects.exists()


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", ""])
def test_the_database_takes_no_other_media_type(case, media_type):
    statement = (
        "INSERT INTO sanktion_casedocument (case_id, number, title, kind, concerns_supervision, media_type, size,"
        " sha256, created_at) VALUES (%s, 1, 'x', 8, 'yes', %s, 1, repeat('0', 64), now())"
    )
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="document_media_type_known"), transaction.atomic():
            cursor.execute(statement, [case.pk, media_type])
        cursor.execute(statement, [case.pk, MediaType.ODT])
    assert CaseDocument.objects.get(case=case).file_name.endswith(".odt")


def test_query_count_of_the_page(visitor, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        visitor.get(url(case))
