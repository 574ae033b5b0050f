"""The pages: who may, whose files, what is shown and what is never shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sanktion.actions import imports
from sanktion.actions.imports import reading
from sanktion.base.acting import acting
from sanktion.base.tables import read_table
from sanktion.models import AccessKind, AccessLog, ImportBatch, ImportStatus, NegativeEvent
from sanktion.tasks import run_import

from ..factories import CitizenFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADER = "cpr;haendelse;dato;indberetter;reference;beskrivelse"


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return client


def upload(client, text: str | bytes, name="haendelser.csv", **fields):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse("import_new"), {"file": SimpleUploadedFile(name, data), **fields})


def event_rows(citizen, *changes: str) -> str:
    row = f"{citizen.cpr};9;09-11-2025;kommune;R-1;Tekst"
    return "\n".join([HEADER, *(changes or [row])])


def done_batch(user, text: str) -> ImportBatch:
    with acting(user):
        batch = imports.upload(text.encode(), imports.read_import(text.encode()), file_name="h.csv", team=None, by=user)
        batch.begin(by=user)
    run_import(batch.pk)
    batch.refresh_from_db()
    return batch


def test_from_upload_to_report(page, citizen, django_capture_on_commit_callbacks):
    response = upload(page, event_rows(citizen))
    batch = ImportBatch.objects.get()
    detail = reverse("import_detail", args=[batch.pk])
    assert response.url == detail
    preview = page.get(detail).content.decode()
    assert f"{citizen.cpr[:6]}-xxxx" in preview
    assert citizen.cpr not in preview
    assert citizen.cpr[6:] not in preview.replace(f"{batch.size}", "")
    assert not NegativeEvent.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post(reverse("import_start", args=[batch.pk]), {"take": [2]}).url == detail
    report = page.get(detail).content.decode()
    assert "Filen er indlæst uden fejl" in report
    assert NegativeEvent.objects.get().reference == "R-1"


def test_the_list_shows_ones_own_files_and_the_menu_leads_to_it(
    page, caseworker, citizen, django_assert_max_num_queries
):
    assert "Ingen filer endnu" in page.get(reverse("imports")).content.decode()
    for _ in range(30):
        upload(page, event_rows(citizen))
    with django_assert_max_num_queries(12):
        text = page.get(reverse("imports")).content.decode()
    assert text.count("Klar til indlæsning") == 25
    assert 'aria-current="page">Indlæsning' in text


def test_pressing_load_twice_starts_it_once(page, citizen):
    upload(page, event_rows(citizen))
    start = reverse("import_start", args=[ImportBatch.objects.get().pk])
    page.post(start, {"take": [2]})
    assert page.post(start).status_code == 302
    assert ImportBatch.objects.get().status == ImportStatus.RUNNING


def test_progress_is_a_part_of_the_page_for_htmx_and_a_way_back_for_others(page, citizen):
    upload(page, event_rows(citizen))
    batch = ImportBatch.objects.get()
    page.post(reverse("import_start", args=[batch.pk]), {"take": [2]})
    url = reverse("import_progress", args=[batch.pk])
    part = page.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<progress" in part
    assert "<html" not in part
    assert page.get(url).url == reverse("import_detail", args=[batch.pk])
    run_import(batch.pk)
    assert page.get(url, headers={"HX-Request": "true"}).url == reverse("import_detail", args=[batch.pk])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04 xlsx", "CSV UTF-8"),
        (b"%PDF-1.7", "Filen er en PDF"),
        (b"\x89PNG\r\n", "Filen er et billede"),
        (b"\xff\xd8\xff\xe0", "Filen er et billede"),
        (b'{"type": 1}', "Filen er en JSON-fil"),
        (b"<html><table>", "Filen er en XML- eller HTML-fil"),
        (b"cpr;haendelse;dato;indberetter\n1;2;3;4", "kolonnen «reference» mangler"),
        (b"cpr;haendelse\n1;2", "kolonnerne «dato», «indberetter» og «reference» mangler"),
        (b"a;b\n1;2", "ikke genkendt"),
        (HEADER.encode(), "ingen rækker"),
        (b"\x00\x01\x02", "ikke en tekstfil"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_422(page, data, told):
    response = upload(page, data)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_no_file_and_an_empty_file(page):
    assert "Vælg en fil, eller indsæt linjer." in page.post(reverse("import_new")).content.decode()
    assert "Filen er tom." in upload(page, b"").content.decode()


def test_too_large_and_too_long_files_are_refused(page, monkeypatch):
    monkeypatch.setattr("sanktion.forms.imports.MAX_BYTES", 100)
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    assert "større end 25 MB" in upload(page, b"x" * 101).content.decode()
    assert "højst indlæses 200.000" in upload(page, f"{HEADER}\n1\n2\n3").content.decode()


def test_script_in_a_file_is_shown_as_text(page, citizen):
    attack = "<script>alert(1)</script>"
    upload(page, event_rows(citizen, f"{citizen.cpr};9;09-11-2025;kommune;R-1;{attack}"), name=f"{attack}.csv")
    batch = ImportBatch.objects.get()
    assert attack not in page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    done = done_batch(batch.created_by, event_rows(citizen, f"{citizen.cpr};{attack};09-11-2025;kommune;R-2;x"))
    text = page.get(reverse("import_detail", args=[done.pk])).content.decode()
    assert attack not in text
    assert "ukendt hændelsestype &lt;script&gt;" in text


def test_the_refused_rows_come_back_as_a_safe_file_that_can_be_loaded_again(page, caseworker, citizen):
    formula = "=cmd|' /C calc'!A0"
    batch = done_batch(
        caseworker,
        event_rows(
            citizen,
            f"{citizen.cpr};9;09-11-2025;kommune;R-0;Tekst",
            f"{citizen.cpr};77;31-02-2025;kommune;R-1;{formula}",
        ),
    )
    response = page.get(reverse("import_rejects", args=[batch.pk]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="afviste-{batch.pk}.csv"'
    table = read_table(response.content)
    assert table.header == [*HEADER.split(";"), "fejl"]
    assert [row.values["beskrivelse"] for row in table.rows] == [f"'{formula}"]
    assert table.rows[0].values["fejl"] == "ukendt hændelsestype 77; datoen findes ikke"
    assert AccessLog.objects.filter(kind=AccessKind.PRINT, citizen=citizen, user=caseworker).count() == 1
    corrected = response.content.decode("utf-8-sig").replace(";77;31-02-", ";7;28-02-")
    assert done_batch(caseworker, corrected).loaded == 1
    assert NegativeEvent.objects.get(reference="R-1").description == formula


def test_the_same_file_again_is_announced_and_adds_nothing(page, caseworker, citizen):
    done_batch(caseworker, event_rows(citizen))
    upload(page, event_rows(citizen))
    batch = ImportBatch.objects.get(status=ImportStatus.UPLOADED)
    assert "De samme linjer er indlæst" in page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    again = done_batch(caseworker, event_rows(citizen))
    text = page.get(reverse("import_detail", args=[again.pk])).content.decode()
    assert "Alle rækker var allerede indlæst" in text
    assert "samme reference er allerede indlæst" in text
    assert NegativeEvent.objects.count() == 1


def test_the_preview_of_known_citizens_is_logged(page, caseworker, citizen):
    upload(page, event_rows(citizen))
    page.get(reverse("import_detail", args=[ImportBatch.objects.get().pk]))
    assert AccessLog.objects.filter(citizen=citizen, user=caseworker, kind=AccessKind.LIST).count() == 1


def test_the_report_names_no_citizen_of_another_team(page, caseworker):
    stranger = CitizenFactory(last_name="Hemmeligsen")
    batch = done_batch(caseworker, event_rows(stranger, f"{stranger.cpr};77;09-11-2025;kommune;R-1;Tekst"))
    text = page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "Hemmeligsen" not in text
    assert stranger.cpr not in text


def test_failed_rows_and_files_can_be_deleted(page, caseworker, citizen):
    batch = done_batch(caseworker, event_rows(citizen, "12345;9;09-11-2025;kommune;R-1;Tekst"))
    page.post(reverse("import_forget_rows", args=[batch.pk]))
    assert "Fejlrækkerne er slettet" in page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    upload(page, event_rows(citizen))
    page.post(reverse("import_discard", args=[ImportBatch.objects.first().pk]))
    assert list(ImportBatch.objects.all()) == [batch]


def test_a_failed_import_says_so_and_offers_another_try(page, caseworker, citizen):
    upload(page, event_rows(citizen))
    batch = ImportBatch.objects.get()
    batch.begin(by=caseworker)
    batch.fail("Der skete en uventet fejl.", by=caseworker)
    text = page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "Der skete en uventet fejl." in text
    assert "Prøv igen" in text


PAGES = [
    ("get", "import_detail"),
    ("post", "import_start"),
    ("get", "import_progress"),
    ("get", "import_rejects"),
    ("post", "import_forget_rows"),
    ("post", "import_discard"),
]


@pytest.mark.parametrize(("method", "name"), PAGES)
def test_another_persons_file_is_404(client, caseworker, citizen, team, method, name):
    batch = done_batch(caseworker, event_rows(citizen, "12345;9;09-11-2025;kommune;R-1;Tekst"))
    client.force_login(UserFactory(role="sagsbehandler", teams=[team]))
    assert getattr(client, method)(reverse(name, args=[batch.pk])).status_code == 404
    assert batch.reported_rows.count() == 1


@pytest.mark.parametrize("role", ["udkørende", "leder", "tilsynsansvarlig", None])
def test_without_the_right_every_page_is_403(client, caseworker, citizen, role):
    batch = done_batch(caseworker, event_rows(citizen))
    client.force_login(UserFactory(role=role))
    answers = [getattr(client, method)(reverse(name, args=[batch.pk])).status_code for method, name in PAGES]
    assert {*answers, client.get(reverse("imports")).status_code, upload(client, "x").status_code} == {403}


def test_an_administrator_may_load_files(client, citizen):
    client.force_login(UserFactory(role="administrator"))
    assert upload(client, event_rows(citizen)).status_code == 302
