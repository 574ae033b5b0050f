"""V132, V148-V152: the error rate over time, against the year's target and the published figures of others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.base.charts import bars_with_marks
from tilsyn.actions.trend import FiguresRefused, read_figures, set_target, take_in
from tilsyn.figures.results import Round
from tilsyn.figures.trend import compare, points
from tilsyn.models import BenchmarkFigure, BenchmarkReport, ErrorTarget, SupervisionForm
from tilsyn.verdicts import Verdict

from ..factories import UserFactory

HEADER = "Kommune;Forkerte;Ikke vurderet;Ingen kritik;Udgået;Praksis\n"
LINES = "Odense Kommune;2;1;8;1;\nNyborg;1;0;9;0;To personer læser hver afgørelse\nKerteminde;5;0;5;0;\n"


def a_round(number="2026-1", *, wrong=0, fine=0, other=0, gone=0, received_on=date(2026, 3, 1)):
    counts = dict.fromkeys(Verdict, 0)
    counts |= {Verdict.WRONG: wrong, Verdict.NO_CRITICISM: fine, Verdict.NOT_ASSESSABLE: other, Verdict.WITHDRAWN: gone}
    return Round(number, SupervisionForm.CENTRAL_SAMPLE, received_on, counts, 0)


@pytest.mark.parametrize(
    ("wrong", "fine", "other", "rate"),
    [(0, 5, 0, "0.0"), (1, 2, 0, "33.3"), (2, 1, 0, "66.7"), (1, 6, 1, "12.5"), (3, 0, 0, "100.0"), (1, 199, 0, "0.5")],
)
def test_the_rate_is_of_the_cases_that_stayed_in(wrong, fine, other, rate):
    assert a_round(wrong=wrong, fine=fine, other=other, gone=4).error_rate == Decimal(rate)


def test_when_all_have_left_there_is_no_rate():
    assert a_round(gone=3).error_rate is None


def test_points_stand_in_the_order_of_receipt_with_the_target_of_their_year():
    """V149, V152."""
    rounds = [a_round("2026-1", wrong=1, fine=3), a_round("2025-4", wrong=0, fine=0, received_on=date(2025, 9, 1))]
    found = points(rounds, {2026: ErrorTarget(year=2026, percent=Decimal("10.0"))}, {2026: Decimal("12.5")})
    assert [point.round.number for point in found] == ["2025-4", "2026-1"]
    assert [(point.rate, point.target, point.distance) for point in found] == [
        (None, None, None),
        (Decimal("25.0"), Decimal("10.0"), Decimal("15.0")),
    ]


def test_what_was_wrongly_paid_is_shown_in_kroner():
    """V128."""
    (point,) = points([replace(a_round(), amount=412_350)], {}, {})
    assert point.amount == "4.123,50 kr."


def test_the_chart_draws_a_bar_for_each_known_rate_and_a_line_for_each_mark():
    drawn = bars_with_marks("Titel", ["a", "b"], ("Egen", [12.5, None]), [("Mål", [10, 10])], unit="%")
    assert drawn.count("<rect") == 1
    assert drawn.count('class="mark mark-1"') == 2
    assert "a: Egen 12,5 %" in drawn
    with pytest.raises(ValueError, match="one value a label"):
        bars_with_marks("Titel", ["a"], ("Egen", []), [], unit="%")


def test_figures_are_read_with_their_sums():
    """V148, V150."""
    figures = read_figures((HEADER + LINES).encode())
    assert [(figure.municipality, figure.cases) for figure in figures] == [
        ("Odense Kommune", 12),
        ("Nyborg", 10),
        ("Kerteminde", 10),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kommune;Forkerte\nA;1\n", "Kolonnen «ikke vurderet» mangler"),
        (HEADER + "A;x;0;1;0;\n", "Række 2: «x» er ikke et antal"),
        (HEADER + ";1;0;1;0;\n", "Række 2: kommunen mangler"),
        (HEADER + "A;1;0;1;0;\nA;1;0;1;0;\n", "A står to gange"),
        (HEADER.replace("Praksis", "Sager") + "A;1;0;1;0;3\n", "de fire tal giver 2, men der står 3 sager"),
        (HEADER, "Der er ingen rækker"),
    ],
)
def test_a_faulty_report_is_refused_with_the_row(text, said):
    with pytest.raises(FiguresRefused, match=said):
        read_figures(text.encode())


class TestKept:
    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def tove(self):
        return UserFactory(role="tilsynsansvarlig")

    def test_comparison_places_the_lowest_rate_first_and_knows_ourselves(self, tove):
        """V150, V151."""
        report = take_in((HEADER + LINES).encode(), year=2026, title="Benchmark 2026", source="Hjemmesiden", by=tove)
        found = compare(report, "Odense")
        assert [standing.figure.municipality for standing in found.standings] == [
            "Nyborg",
            "Odense Kommune",
            "Kerteminde",
        ]
        assert (found.own.place, found.placed, found.others) == (2, 3, Decimal("30.0"))

    def test_the_last_import_of_a_year_holds(self, tove):
        facts = {"year": 2026, "source": "Hjemmesiden", "by": tove}
        take_in((HEADER + LINES).encode(), title="Første", **facts)
        last = take_in((HEADER + "Nyborg;1;0;1;0;\n").encode(), title="Rettet", **facts)
        assert BenchmarkReport.objects.by_year() == {2026: last}

    def test_the_last_target_of_a_year_holds(self, tove):
        set_target(year=2026, percent=Decimal("10"), source="Brev", by=tove)
        last = set_target(year=2026, percent=Decimal("8"), source="Rettet brev", by=tove)
        assert ErrorTarget.objects.by_year() == {2026: last}

    @pytest.mark.thorough
    @pytest.mark.parametrize("facts", [{"year": 2006}, {"percent": 101}, {"source": " "}])
    def test_the_database_refuses_what_is_no_target(self, tove, facts):
        with pytest.raises(IntegrityError), transaction.atomic():
            ErrorTarget.objects.create(**{"year": 2026, "percent": 5, "source": "Brev", "made_by": tove} | facts)

    @pytest.mark.thorough
    def test_counts_that_do_not_add_up_are_refused_and_kept_ones_stay(self, tove):
        report = take_in((HEADER + LINES).encode(), year=2026, title="B", source="Hjemmesiden", by=tove)
        counts = {"wrong": 1, "not_assessable": 0, "no_criticism": 1, "withdrawn": 0}
        with pytest.raises(IntegrityError, match="benchmark_counts_add_up"), transaction.atomic():
            BenchmarkFigure.objects.create(report=report, municipality="X", cases=3, **counts)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE tilsyn_benchmarkfigure SET wrong = 0")

    def test_the_page_shows_report_target_and_our_place(self, client, tove, settings):
        settings.SANKTION_SENDER = settings.SANKTION_SENDER | {"municipality": "Odense"}
        client.force_login(tove)
        pasted = {"year": 2026, "title": "Benchmark 2026", "source": "Hjemmesiden", "pasted": HEADER + LINES}
        assert client.post(reverse("benchmark_new"), pasted).status_code == 302
        target = {"year": 2026, "percent": "10,5", "source": "Brev af 2. januar"}
        assert client.post(reverse("error_target_new"), target).status_code == 302
        page = client.get(reverse("supervision_trend")).content.decode()
        assert "Odense er nr. 2 af 3" in page
        assert "To personer læser hver afgørelse" in page
        assert "10,5 %" in page

    def test_a_manager_sees_and_changes_nothing(self, client):
        client.force_login(UserFactory(role="leder"))
        assert client.get(reverse("supervision_trend")).status_code == 200
        assert client.get(reverse("error_target_new")).status_code == 403

    def test_faulty_rows_are_told_and_nothing_is_kept(self, client, tove):
        client.force_login(tove)
        sent = {"year": 2026, "title": "B", "source": "S", "pasted": HEADER + "A;x;0;1;0;\n"}
        response = client.post(reverse("benchmark_new"), sent)
        assert response.status_code == 422
        assert "Række 2: «x» er ikke et antal" in response.content.decode()
        assert not BenchmarkReport.objects.exists()


def test_neither_file_nor_text_is_an_error():
    from tilsyn.forms.trend import FiguresForm

    form = FiguresForm({"year": 2026, "title": "B", "source": "S"})
    assert not form.is_valid()
    assert form.non_field_errors() == ["Vælg en fil, eller indsæt tallene: én af delene."]


@pytest.mark.django_db
def test_a_new_target_begins_with_this_year(client):
    client.force_login(UserFactory(role="tilsynsansvarlig"))
    form = client.get(reverse("error_target_new")).context["form"]
    assert form["year"].value() == timezone.localdate().year
