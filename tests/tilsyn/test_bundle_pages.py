"""«Samling»: what the page says of each case, who may make and read the bundles, and that each look is logged."""

from uuid import uuid4

import pypdfium2
import pytest
from django.urls import reverse

from sanktion.models import AccessKind, AccessLog, MaterialKind, SupervisionRelevance
from tilsyn.actions.bundles import request_bundles
from tilsyn.models import Bundle, BundleStatus

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.bundles import bundle_of, paper
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove(client):
    tove = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    client.force_login(tove)
    return tove


@pytest.fixture
def selected(tove):
    return selected_of(tove)


def url(name: str, selected, *more) -> str:
    return reverse(name, args=[selected.supervision.number, *more])


def shown(client, selected, **more) -> str:
    return client.get(url("bundles", selected), **more).content.decode()


def make_all(client, selected, key=None):
    return client.post(url("bundles_make", selected), {"key": key or uuid4()}, follow=True).content.decode()


def hidden_in(supervision):
    other = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=other.teams.get()), by=other))
    return selected_of(other, supervision=supervision, case=case)


def test_the_empty_page_says_what_comes(client, tove):
    page = client.get(reverse("bundles", args=[supervision_of(tove).number])).content.decode()
    assert "Ingen sager at samle" in page
    assert "Dan alle" not in page


def test_all_that_can_be_made_is_made_and_the_rest_is_named(client, selected):
    hindered = selected_of(selected.named_by, supervision=selected.supervision)
    paper(hindered, concerns=SupervisionRelevance.PARTLY)
    page = make_all(client, selected)
    assert Bundle.objects.get().selected == selected
    assert "Noget står i vejen i sag 2" in page
    assert "kun delvis" in page
    assert "0 af 1 samlinger er dannet" in page


def test_a_double_click_makes_one(client, selected):
    key = uuid4()
    make_all(client, selected, key)
    make_all(client, selected, key)
    assert Bundle.objects.count() == 1


def test_the_bar_tells_how_many_are_made_and_ends_with_the_page(client, selected):
    bundle_of(selected)
    paper(selected)
    other = selected_of(selected.named_by, supervision=selected.supervision)
    request_bundles(selected.supervision, [other, selected], by=selected.named_by, key=uuid4())
    bar = client.get(url("bundles_progress", selected), headers={"HX-Request": "true"}).content.decode()
    assert "0 af 2 samlinger er dannet" in bar
    for bundle in Bundle.objects.waiting():
        bundle.fail("Prøve")
    response = client.get(url("bundles_progress", selected), headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == url("bundles", selected)


def test_the_list_tells_files_pages_and_what_is_new(client, selected):
    bundle = bundle_of(selected)
    page = shown(client, selected)
    assert "1 af 1 sager er samlet" in page
    assert bundle.sha256 in page
    paper(selected, title="Glemt bilag")
    assert "1 papir er kommet til: dan tillæg" in shown(client, selected)


def test_the_cases_own_page_names_what_has_come_and_makes_the_supplement(client, selected):
    bundle_of(selected)
    paper(selected, title="Glemt bilag", kind=MaterialKind.PAYMENTS)
    place = url("selected_bundle", selected, selected.case.number)
    page = client.get(place).content.decode()
    assert "Glemt bilag" in page
    assert "Dan tillæg" in page
    make = url("selected_bundle_make", selected, selected.case.number)
    client.post(make, {"key": uuid4()})
    assert Bundle.objects.filter(selected=selected).count() == 2


def test_a_failed_bundle_says_why_and_can_be_tried_again(client, selected):
    paper(selected, data=b"ikke en PDF")
    bundle = bundle_of(selected)
    page = client.get(url("selected_bundle", selected, selected.case.number)).content.decode()
    assert "er beskadiget" in page
    assert "Prøv igen" in page
    client.post(url("selected_bundle_make", selected, selected.case.number), {"key": uuid4()})
    bundle.refresh_from_db()
    assert bundle.status == BundleStatus.WAITING


def test_the_file_is_shown_logged_and_kept_by_nobody(client, selected):
    """V056; the name of the file tells the case and nothing of the citizen."""
    bundle = bundle_of(selected)
    before = AccessLog.objects.filter(kind=AccessKind.PRINT).count()
    response = client.get(url("bundle_file", selected, selected.case.number, 1))
    assert response.content == bundle.data
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == f'inline; filename="{bundle.file_name}"'
    assert AccessLog.objects.filter(kind=AccessKind.PRINT).count() == before + 1


@pytest.mark.parametrize(
    "name",
    ["bundles_whole", *(pytest.param(name, marks=pytest.mark.thorough) for name in ("bundles_index", "bundles_print"))],
)
def test_a_file_of_the_whole_request_is_logged_for_each_citizen(client, selected, name):
    bundle_of(selected)
    bundle_of(selected_of(selected.named_by, supervision=selected.supervision))
    response = client.get(url(name, selected))
    with pypdfium2.PdfDocument(response.content) as pdf:
        assert "Aktfortegnelse" in pdf[0].get_textpage().get_text_bounded()
    assert response.headers["Cache-Control"] == "no-store"
    assert AccessLog.objects.filter(kind=AccessKind.PRINT, page=name).count() == 2


def test_the_manifest_is_handed_over_as_a_file(client, selected):
    bundle = bundle_of(selected)
    response = client.get(url("bundles_manifest", selected))
    assert response.json()["filer"][0]["sha256"] == bundle.sha256
    assert response.headers["Content-Disposition"] == 'attachment; filename="manifest.json"'


def test_a_case_outside_the_users_scope_is_told_of_and_stops_the_whole(client, selected):
    hidden_in(selected.supervision)
    page = shown(client, selected)
    assert "1 af tilsynets sager har du ikke adgang til" in page
    assert "Dan alle" not in page
    assert "ikke adgang til 1 af sagerne" in make_all(client, selected)
    assert not Bundle.objects.exists()
    bundle_of(selected)
    page = client.get(url("bundles_whole", selected), follow=True).content.decode()
    assert "Den samlede fil kræver dem alle" in page


def test_one_who_may_only_look_makes_nothing(client, selected):
    client.force_login(UserFactory(role="sagsbehandler", teams=selected.named_by.teams.all()))
    assert "Dan alle" not in shown(client, selected)
    assert client.post(url("bundles_make", selected), {"key": uuid4()}).status_code == 403


def test_the_list_costs_the_same_for_the_bundles_of_many_cases(client, selected, django_assert_max_num_queries):
    """Two queries a case are the papers'."""
    for _ in range(3):
        bundle_of(selected_of(selected.named_by, supervision=selected.supervision))
    with django_assert_max_num_queries(45):
        shown(client, selected)
