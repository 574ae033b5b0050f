"""What a file loads and what the sender is told about the rest."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from sanktion.actions.imports import load_table, read_import
from sanktion.base.acting import system
from sanktion.models import Address, Citizen, NegativeEvent, RowOutcome

from ..factories import AddressFactory, CitizenFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

DATA = Path(settings.ROOT) / "sanktion/demo/data"
TODAY = "2026-11-22 09:00"
EVENT_HEADER = "cpr;haendelse;dato;indberetter;reference;beskrivelse"
CITIZEN_HEADER = "cpr;fornavn;efternavn;adresse_id"


def load(data: bytes | str, team=None):
    with system("test"):
        return load_table(read_import(data.encode() if isinstance(data, str) else data), team=team, by=None)


def sentences(outcome) -> dict[int, list[str]]:
    return {row.number: [sentence for _column, sentence in row.faults] for row in outcome.reported}


@pytest.fixture
def town(time_machine):
    """The demo's addresses, citizens and events, loaded in their order."""
    time_machine.move_to(TODAY)
    return [
        load((DATA / name).read_bytes(), team=None if "borgere" not in name else TeamFactory())
        for name in ("adresser.csv", "borgere.csv", "haendelser.csv")
    ]


@pytest.fixture
def frozen(time_machine):
    time_machine.move_to(TODAY)


def test_the_three_demo_files_load_completely(town):
    assert [(done.rows, done.loaded, done.rejected) for done in town] == [(2817, 2817, 0), (900, 900, 0), (600, 600, 0)]
    citizen = Citizen.objects.get(pk=Citizen.objects.earliest("pk").pk)
    assert (citizen.name, citizen.address.street) == ("Ali Nguyen", "Rytterkasernen")
    assert citizen.match_category_on(date(2025, 8, 19)) == 3
    assert citizen.is_job_seeker_on(date(2026, 1, 1))
    assert citizen.history.count() == 1
    assert (
        NegativeEvent.objects.get(reference="2026-2026-00003").description
        == 'Gav ikke besked om sygdom, skrev "kan ikke"'
    )


def test_the_same_files_again_add_nothing_and_say_so(town):
    before = (Address.objects.count(), Citizen.history.count(), NegativeEvent.history.count())
    again = [load((DATA / name).read_bytes()) for name in ("adresser.csv", "borgere.csv", "haendelser.csv")]
    assert [(done.loaded, done.updated, done.already, done.rejected) for done in again] == [
        (0, 0, 2817, 0),
        (0, 0, 900, 0),
        (0, 0, 600, 0),
    ]
    assert (Address.objects.count(), Citizen.history.count(), NegativeEvent.history.count()) == before
    assert sentences(again[2])[2] == ["samme reference er allerede indlæst"]


def test_every_fault_of_the_fault_file_is_told_as_expected(town):
    data = (DATA / "haendelser-med-fejl.csv").read_bytes()
    expected = {
        number: row["forventet"]
        for number, row in enumerate(csv.DictReader(StringIO(data.decode("utf-8-sig")), delimiter=";"), start=2)
    }
    outcome = load(data)
    good = {number for number, text in expected.items() if text.startswith("indlæses")}
    assert sentences(outcome) == {number: [text] for number, text in expected.items() if number not in good}
    assert (outcome.loaded, outcome.already, outcome.rejected) == (3, 1, 11)
    assert outcome.recognised.ignored == ("forventet",)
    stored = dict(NegativeEvent.objects.filter(reference__startswith="X-").values_list("reference", "description"))
    assert stored["X-2"] == "=cmd|' /C calc'!A0"
    assert stored["X-3"] == "<script>alert(1)</script>"
    assert NegativeEvent.objects.get(reference="X-4").citizen.cpr == "9008860121"


@pytest.mark.usefixtures("frozen")
def test_a_row_with_several_faults_is_told_all_of_them():
    outcome = load(f"{EVENT_HEADER}\n12345;11;31-02-2026;nabo;;{'A' * 2001}")
    assert [column for column, _sentence in outcome.reported[0].faults] == [
        "CPR-nummer",
        "Hændelse",
        "Dato",
        "Reference",
        "Indberetter",
        "Beskrivelse",
    ]


@pytest.mark.usefixtures("frozen")
def test_a_reference_twice_in_one_file():
    citizen = CitizenFactory()
    rows = [f"{citizen.cpr};9;09-11-2026;kommune;R-1;{text}" for text in ("Tekst", "Tekst", "Noget andet")]
    outcome = load("\n".join([EVENT_HEADER, *rows]))
    assert (outcome.loaded, outcome.already, outcome.rejected) == (1, 1, 1)
    assert sentences(outcome) == {
        3: ["samme reference står også i række 2"],
        4: ["samme reference står også i række 2 med andre oplysninger"],
    }


@pytest.mark.usefixtures("frozen")
def test_a_known_reference_with_other_facts_is_refused_not_overwritten():
    citizen = CitizenFactory()
    load(f"{EVENT_HEADER}\n{citizen.cpr};9;09-11-2026;kommune;R-1;Tekst")
    outcome = load(f"{EVENT_HEADER}\n{citizen.cpr};8;09-11-2026;kommune;R-1;Tekst")
    assert sentences(outcome) == {2: ["samme reference er allerede indlæst med andre oplysninger"]}
    assert outcome.rejected == 1
    assert NegativeEvent.objects.get(reference="R-1").kind == 9


@pytest.mark.usefixtures("frozen")
def test_the_day_of_the_event_may_be_today_but_not_tomorrow():
    citizen = CitizenFactory()
    rows = [f"{citizen.cpr};9;{day};stat;R-{day};" for day in ("22-11-2026", "23-11-2026")]
    assert sentences(load("\n".join([EVENT_HEADER, *rows]))) == {3: ["datoen ligger i fremtiden"]}


@pytest.mark.usefixtures("frozen")
def test_a_shifted_row_is_refused_whole():
    citizen = CitizenFactory()
    short, long = f"{citizen.cpr};9;09-11-2026", f"{citizen.cpr};9;09-11-2026;stat;R-1;et;to"
    outcome = load("\n".join([EVENT_HEADER, short, long]))
    assert outcome.rejected == 2
    assert "rækken er for kort" in sentences(outcome)[2][0]
    assert "flere felter" in sentences(outcome)[3][0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encodings_and_separators(frozen, encoding, separator):
    citizen = CitizenFactory()
    lines = [EVENT_HEADER, f"{citizen.cpr};9;2026-11-09;Kommune;R-1;Ærø og Åse"]
    outcome = load("\r\n".join(lines).replace(";", separator).encode(encoding))
    assert outcome.loaded == 1
    assert NegativeEvent.objects.get().description == "Ærø og Åse"


@pytest.mark.usefixtures("frozen")
def test_headers_may_be_written_with_danish_letters_and_capitals():
    citizen = CitizenFactory()
    outcome = load(f"Reference;CPR;Hændelse;Dato;Indberetter;System\nR-1;{citizen.cpr};9;09-11-2026;stat;KMD")
    assert (outcome.loaded, outcome.recognised.ignored) == (1, ("System",))


def test_citizens_are_placed_by_postcode_and_else_in_the_chosen_team():
    home, fallback = TeamFactory(postcodes=["5000"]), TeamFactory()
    near, far = AddressFactory(postcode="5000"), AddressFactory(postcode="9990")
    rows = [f"6101701111;Ida;Lund;{near.pk}", f"6201701112;Bo;Ærø;{far.pk}", "6301701113;Åse;Aagaard;"]
    outcome = load("\n".join([CITIZEN_HEADER, *rows]), team=fallback)
    assert outcome.loaded == 3
    assert list(Citizen.objects.order_by("pk").values_list("team", flat=True)) == [home.pk, fallback.pk, fallback.pk]


def test_a_new_citizen_whom_no_team_gets_is_refused():
    address = AddressFactory(postcode="9990")
    outcome = load(f"{CITIZEN_HEADER}\n6101701111;Ida;Lund;{address.pk}")
    assert "intet team har postnummer 9990" in sentences(outcome)[2][0]


def test_a_changed_citizen_is_updated_with_history_and_stays_in_the_team():
    citizen = CitizenFactory(first_name="Ida", phone="12 34 56 78")
    address = AddressFactory(postcode="9990")
    TeamFactory(postcodes=["9990"])
    outcome = load(f"{CITIZEN_HEADER}\n{citizen.cpr};Ida;Østergaard;{address.pk}")
    stored = Citizen.objects.get(pk=citizen.pk)
    assert (outcome.updated, outcome.loaded) == (1, 0)
    assert (stored.last_name, stored.address, stored.team) == ("Østergaard", address, citizen.team)
    assert stored.phone == "12 34 56 78", "a column the file lacks changes nothing"
    assert stored.search_key == "ida østergård"
    assert stored.history.first().history_change_reason == "Indlæst fra fil"


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("matchkategori;matchkategori_fra", "6;01-01-2026", "matchkategori skal være et tal fra 1 til 5"),
        ("matchkategori;matchkategori_fra", "2;", "datoen for matchkategorien mangler"),
        ("matchkategori;matchkategori_fra", ";01-01-2026", "matchkategorien mangler"),
        ("ydelse", "guld", "ukendt ydelse guld"),
        ("jobsoegende_fra", "1/2-2026", "datoen skal skrives dd-mm-åååå eller åååå-mm-dd"),
        ("digital_post", "måske", "skal være ja eller nej"),
        ("adressebeskyttet_til", "30-02-2026", "datoen findes ikke"),
        ("telefon", "1" * 31, "telefonnummeret må højst fylde 30 tegn"),
        ("cpr_status", "4", "ukendt CPR-status 4"),
    ],
)
def test_what_is_wrong_with_a_citizen(column, cell, sentence):
    outcome = load(f"{CITIZEN_HEADER};{column}\n6101701111;Ida;Lund;;{cell}", team=TeamFactory())
    assert sentences(outcome) == {2: [sentence]}
    assert not Citizen.objects.exists()


def test_an_unknown_address_is_refused():
    outcome = load(f"{CITIZEN_HEADER}\n6101701111;Ida;Lund;0a3f50b4-8e92-32b8-e044-0003ba298018", team=TeamFactory())
    assert sentences(outcome) == {2: ["ukendt adresse: findes ikke i adresselisten"]}


def _category(cpr: str, category: int, since: str):
    header = f"{CITIZEN_HEADER};matchkategori;matchkategori_fra;jobsoegende_fra"
    return load(f"{header}\n{cpr};Ida;Lund;;{category};{since};{since}", team=TeamFactory())


def test_a_new_match_category_closes_the_one_before_on_the_day_before():
    _category("6101701111", 2, "01-03-2026")
    assert _category("6101701111", 3, "01-06-2026").updated == 1
    citizen = Citizen.objects.get()
    assert [citizen.match_category_on(date(2026, *day)) for day in ((2, 28), (3, 1), (5, 31), (6, 1))] == [
        None,
        2,
        2,
        3,
    ]
    assert citizen.job_seeker_periods.count() == 2
    assert citizen.match_categories.earliest("period").history.count() == 2


def test_an_earlier_match_category_is_refused():
    _category("6101701111", 2, "01-03-2026")
    outcome = _category("6101701111", 3, "01-03-2026")
    assert sentences(outcome) == {2: ["der er allerede en periode fra 1. marts 2026"]}
    assert Citizen.objects.get().match_category_on(timezone.localdate()) == 2


def test_addresses_are_updated_by_id_and_keep_their_sort_key():
    load((DATA / "adresser.csv").read_bytes())
    address = Address.objects.first()
    text = (DATA / "adresser.csv").read_text(encoding="utf-8").splitlines()
    line = next(line for line in text if line.startswith(str(address.pk)))
    outcome = load("\n".join([text[0], line.replace(address.street, "Aavej", 1)]))
    assert (outcome.updated, outcome.loaded) == (1, 0)
    changed = Address.objects.get(pk=address.pk)
    assert changed.street == "Aavej"
    assert changed.sort_key == changed.make_sort_key()


@pytest.mark.parametrize("value", ["nan", "inf", "0", "abc"])
def test_a_coordinate_outside_denmark_is_refused(value):
    header, line = (DATA / "adresser.csv").read_text(encoding="utf-8").splitlines()[:2]
    outcome = load(f"{header}\n{line.replace('55.67849567', value)}")
    assert sentences(outcome) == {2: ["koordinaten ligger uden for Danmark"]}


@pytest.mark.usefixtures("frozen")
def test_what_is_refused_keeps_its_cells_and_what_is_known_does_not():
    citizen = CitizenFactory()
    row = f"{citizen.cpr};9;09-11-2026;kommune;R-1;Tekst"
    outcome = load("\n".join([EVENT_HEADER, row, row, row.replace(";9;", ";77;")]))
    cells = {reported.outcome: reported.cells for reported in outcome.reported}
    assert cells[RowOutcome.DUPLICATE] == []
    assert cells[RowOutcome.REJECTED][1] == "77"
