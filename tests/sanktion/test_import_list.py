"""A list of notices, pasted or as a file: looked through row by row before anything is registered (V026, V068)."""

import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sanktion.actions.event import open_case
from sanktion.actions.imports import ListState, look_through, read_import
from sanktion.base.acting import acting
from sanktion.models import AccessKind, AccessLog, CaseDocument, EventNotice, ImportBatch, NegativeEvent
from sanktion.tasks import run_import

from ..factories import CitizenFactory, EventFactory

pytestmark = pytest.mark.django_db
HEADER = "cpr\thaendelse\tdato\tindberetter\treference\tbeskrivelse"


@pytest.fixture
def page(client, caseworker):
    client.force_login(caseworker)
    return client


def line(citizen, reference="R-1", *, kind="9", day="09-11-2025", text="Udeblev", by="\t") -> str:
    return by.join([getattr(citizen, "cpr", citizen), kind, day, "stat", reference, text])


def paste(client, *lines: str):
    return client.post(reverse("import_new"), {"pasted": "\r\n".join(lines)})


def take(client, batch, *numbers: int):
    response = client.post(reverse("import_start", args=[batch.pk]), {"take": numbers})
    if response.status_code == 302:
        run_import(batch.pk)
        batch.refresh_from_db()
    return response


def states(text: str, user) -> dict[int, ListState]:
    return {row.number: row.state for row in look_through(read_import(text.encode()), user=user)}


@pytest.mark.parametrize("by", ["\t", ";"])
@pytest.mark.parametrize("header", [True, False])
def test_lines_from_excel_with_and_without_header(page, citizen, by, header):
    given = [HEADER.replace("\t", by)] if header else []
    assert paste(page, *given, line(citizen, by=by, text="Ringede, kom for sent, gik, a, b, c")).status_code == 302
    batch = ImportBatch.objects.get()
    assert (batch.rows, batch.file_name) == (1, "Indsatte linjer")
    take(page, batch, 2 if header else 1)
    event = NegativeEvent.objects.get()
    assert (event.citizen, event.occurred_on, event.reference) == (citizen, date(2025, 11, 9), "R-1")
    assert event.description == "Ringede, kom for sent, gik, a, b, c"


def test_the_last_line_may_end_in_empty_cells(page, citizen):
    paste(page, HEADER, line(citizen, text=""))
    batch = ImportBatch.objects.get()
    take(page, batch, 2)
    assert (batch.loaded, batch.rejected) == (1, 0)


def test_each_row_says_what_it_is(page, caseworker, citizen):
    stored = EventFactory(citizen=citizen, kind=9, occurred_on=date(2025, 11, 9), reference="R-1", origin="stat")
    stored.description = "Udeblev"
    stored.save()
    text = "\n".join(
        [
            line(citizen, "R-1"),
            line(citizen, "R-2"),
            line(citizen, "R-3", day="10-11-2025"),
            line(citizen, "R-4", day="10-11-2025"),
            line("6101701111", "R-5"),
            line(citizen, "R-6", kind="77"),
            line(citizen, "R-1", text="Noget andet"),
        ]
    )
    assert states(text, caseworker) == {
        1: ListState.KNOWN,
        2: ListState.UNCLEAR,
        3: ListState.NEW,
        4: ListState.UNCLEAR,
        5: ListState.NOT_FOUND,
        6: ListState.UNCLEAR,
        7: ListState.UNCLEAR,
    }
    rows = {row.number: row for row in look_through(read_import(text.encode()), user=caseworker)}
    assert [row.event for row in rows.values()] == [stored, stored, None, None, None, None, stored]
    assert [row.may_choose for row in rows.values()] == [False, True, True, True, False, False, False]
    assert rows[4].why == "ligner række 3: samme borger, slags og dato"


def test_only_new_rows_are_ticked_and_the_number_is_masked(page, citizen):
    EventFactory(citizen=citizen, kind=9, occurred_on=date(2025, 11, 9))
    paste(page, line(citizen, "R-1"), line(citizen, "R-2", day="10-11-2025"), line("6101701111", "R-3"))
    text = page.get(reverse("import_detail", args=[ImportBatch.objects.get().pk])).content.decode()
    assert 'value="1">' in text
    assert 'value="2" checked>' in text
    assert 'value="3"' not in text
    assert citizen.cpr not in text
    assert f"{citizen.cpr[:6]}-xxxx" in text
    assert citizen.name in text
    assert "Borger ikke fundet" in text


def test_the_duplicate_leads_to_the_case_the_user_may_see(page, case):
    event = case.event
    event.reference = "R-1"
    event.save()
    paste(page, line(case.citizen, "R-1", kind=str(event.kind)))
    url = reverse("import_detail", args=[ImportBatch.objects.get().pk])
    assert reverse("case", args=[case.number]) in page.get(url).content.decode()
    case.is_restricted = True
    case.owner = None
    case.save()
    assert case.number not in page.get(url).content.decode()


def test_a_citizen_of_another_team_has_no_name_and_no_link(page):
    stranger = CitizenFactory(last_name="Hemmeligsen")
    EventFactory(citizen=stranger, reference="R-1")
    paste(page, line(stranger, "R-1"), line(stranger, "R-2", day="10-11-2025"))
    text = page.get(reverse("import_detail", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "Hemmeligsen" not in text
    assert reverse("citizen", args=[stranger.pk]) not in text
    assert AccessLog.objects.filter(citizen=stranger, kind=AccessKind.LIST).count() == 1


def test_only_the_chosen_rows_become_events(page, citizen):
    paste(page, line(citizen, "R-1"), line(citizen, "R-2", day="10-11-2025"), line("6101701111", "R-3"))
    batch = ImportBatch.objects.get()
    take(page, batch, 2)
    assert list(NegativeEvent.objects.values_list("reference", flat=True)) == ["R-2"]
    assert (batch.left_out, batch.loaded, batch.rejected) == ([1], 1, 1)
    text = page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert "<dt>Fravalgt</dt><dd>1</dd>" in text
    assert "ukendt borger" in page.get(reverse("import_rejects", args=[batch.pk])).content.decode()


def test_a_row_that_was_not_offered_cannot_be_taken(page, citizen):
    paste(page, line(citizen, "R-1"), line("6101701111", "R-2"))
    batch = ImportBatch.objects.get()
    assert take(page, batch, 1, 2).status_code == 422
    assert not NegativeEvent.objects.exists()


def test_no_row_ticked_is_told_and_the_list_stays(page, citizen):
    paste(page, line(citizen))
    batch = ImportBatch.objects.get()
    response = take(page, batch)
    assert response.status_code == 422
    assert "Vælg mindst én række" in response.content.decode()
    assert ImportBatch.objects.get().may_start


def test_a_list_without_a_usable_row_gives_the_report(page, citizen):
    paste(page, line("6101701111"))
    batch = ImportBatch.objects.get()
    take(page, batch)
    assert (batch.loaded, batch.rejected) == (0, 1)


def test_trying_once_more_keeps_the_choice(page, caseworker, citizen):
    paste(page, line(citizen, "R-1"), line(citizen, "R-2", day="10-11-2025"))
    batch = ImportBatch.objects.get()
    page.post(reverse("import_start", args=[batch.pk]), {"take": [1]})
    ImportBatch.objects.get().fail("Prøv igen", by=caseworker)
    page.post(reverse("import_start", args=[batch.pk]))
    run_import(batch.pk)
    assert list(NegativeEvent.objects.values_list("reference", flat=True)) == ["R-1"]


def test_the_line_is_the_notice_and_is_filed_on_the_case(page, caseworker, citizen):
    paste(page, line(citizen, text="Udeblev <b>uden</b> afbud"))
    take(page, ImportBatch.objects.get(), 1)
    event = NegativeEvent.objects.get()
    text = EventNotice.objects.get(event=event).data.decode()
    assert text.startswith("Underretning om negativ hændelse, modtaget i en liste")
    assert "Reference: R-1" in text
    assert "Beskrivelse: Udeblev <b>uden</b> afbud" in text
    shown = page.get(reverse("event_notice", args=[event.pk]))
    assert b"".join(shown.streaming_content if shown.streaming else [shown.content]).startswith(b"%PDF-")
    with acting(caseworker):
        case = open_case(event, by=caseworker)
    document = CaseDocument.objects.get(case=case)
    assert document.title == "Underretning om hændelsen"
    assert bytes(document.content.data).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("hej med dig", "ikke genkendt"),
        ("cpr\thaendelse\n1\t2", "mangler"),
        (f'{HEADER}\n1\t"2', "anførselstegn"),
        (" \n ", "Vælg en fil, eller indsæt linjer."),
    ],
)
def test_what_cannot_be_read_is_told_and_the_text_stays(page, pasted, told):
    response = paste(page, pasted)
    assert response.status_code == 422
    text = response.content.decode()
    assert told in text
    assert pasted.split("\t")[0].strip() in text
    assert not ImportBatch.objects.exists()


def test_file_and_lines_at_once_are_refused(page, citizen):
    file = SimpleUploadedFile("a.csv", f"{HEADER}\n{line(citizen)}".encode())
    response = page.post(reverse("import_new"), {"file": file, "pasted": line(citizen)})
    assert response.status_code == 422
    assert "ikke begge dele" in response.content.decode()
    assert citizen.cpr in response.content.decode()


def test_a_long_file_is_loaded_whole(page, citizen):
    """More than can be looked through: the first rows are shown, as before."""
    text = "\n".join([HEADER, *(line(citizen, f"R-{number}") for number in range(501))])
    page.post(reverse("import_new"), {"file": SimpleUploadedFile("a.csv", text.encode())})
    batch = ImportBatch.objects.get()
    assert "De første rækker" in page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    take(page, batch)
    assert batch.loaded == 501
    assert not EventNotice.objects.exists()


def test_five_hundred_lines_are_shown_within_three_seconds(page, team, django_assert_max_num_queries):
    citizens = CitizenFactory.create_batch(20, team=team)
    lines = [line(citizens[n % 20], f"R-{n}", day=f"{1 + n // 20:02d}-10-2025") for n in range(500)]
    started = time.monotonic()
    paste(page, *lines)
    batch = ImportBatch.objects.get()
    with django_assert_max_num_queries(16):
        text = page.get(reverse("import_detail", args=[batch.pk])).content.decode()
    assert time.monotonic() - started < 3
    assert text.count(" checked>") == 500
    take(page, batch, *range(1, 501))
    assert batch.loaded == 500
