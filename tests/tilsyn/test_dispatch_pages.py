"""V054, V055, V081, V084: «Forsendelse» as the one who answers for the supervision uses it."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sanktion.models import AccessLog
from tilsyn.actions.orientation import run_orientation
from tilsyn.models import Bundle, Dispatch, DispatchStatus, OrientationLetter

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.dispatch import dispatch_of, mail_set_up, posted, ready_bundle, small_pdf, ticked
from ..factories.tilsyn import eligible, selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove(client):
    user = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    client.force_login(user)
    return user


@pytest.fixture
def selected(tove):
    return selected_of(tove)


def url(name, selected, *more):
    return reverse(name, args=[selected.supervision.number, *more])


def filled(selected, **changes):
    bundles = [str(bundle.pk) for bundle in Bundle.objects.all()]
    facts = {"kind": "material", "channel": "post", "post_reason": "Mailen er nede.", "bundles": bundles}
    return facts | {"key": "5b1f2c4e-8f5e-4c77-9f7e-2b7f5f7d5a11"} | changes


def test_everything_ready_is_chosen_beforehand_and_post_is_proposed_only_without_mail(client, tove, selected):
    ready_bundle(selected)
    form = client.get(url("dispatch_new", selected)).context["form"]
    assert (len(form.initial["bundles"]), form.initial["channel"]) == (1, "post")


def test_secure_mail_is_proposed_where_it_works(client, tove, selected, settings, tmp_path):
    mail_set_up(settings, tmp_path, selected.supervision.directorate)
    ready_bundle(selected)
    page = client.get(url("dispatch_new", selected))
    assert (page.context["form"].initial["channel"], page.context["no_mail"]) == ("secure_mail", "")


def test_post_without_a_reason_comes_back_with_the_field_marked(client, tove, selected):
    ready_bundle(selected)
    page = client.post(url("dispatch_new", selected), filled(selected, post_reason=" "))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["post_reason"])


def test_from_choice_to_end(client, tove, selected, django_capture_on_commit_callbacks):
    ready_bundle(selected)
    client.post(url("dispatch_new", selected), filled(selected))
    dispatch = Dispatch.objects.get()
    ticked(dispatch, tove)
    with django_capture_on_commit_callbacks(execute=True):
        posting = {"sent_on": timezone.localdate().strftime("%d-%m-%Y"), "tracking": "RR123456785DK"}
        client.post(url("dispatch_posted", selected, 1), posting)
    for step in Dispatch.objects.get().unticked():
        client.post(url("dispatch_tick", selected, 1, step.pk))
    page = client.post(url("dispatch_complete", selected, 1), follow=True)
    assert Dispatch.objects.get().status == DispatchStatus.COMPLETED
    assert "Forsendelsen er afsluttet." in page.content.decode()


def test_sending_by_secure_mail_is_a_press_of_a_button(
    client, tove, selected, settings, tmp_path, django_capture_on_commit_callbacks
):
    folder = mail_set_up(settings, tmp_path, selected.supervision.directorate)
    dispatch = ticked(dispatch_of(selected, by=tove, channel="secure_mail"), tove)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("dispatch_send", selected, dispatch.number))
    dispatch.refresh_from_db()
    assert (dispatch.status, len(list((folder / "mail").iterdir()))) == (DispatchStatus.SENT, 1)
    assert OrientationLetter.objects.get().is_told


@pytest.mark.thorough
def test_ending_too_early_says_what_is_missing(client, tove, selected):
    posted(dispatch_of(selected, by=tove), tove)
    page = client.post(url("dispatch_complete", selected, 1), follow=True)
    assert "Der mangler trin" in page.content.decode()


def test_the_print_set_is_whole_in_its_order_and_kept_nowhere(client, tove, selected):
    """V055."""
    dispatch_of(selected, by=tove)
    answer = client.get(url("dispatch_print", selected, 1))
    with pikepdf.open(io.BytesIO(answer.content)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["Følgebrev, forsendelse 1", "Aktfortegnelse", f"Sag {selected.case.number}"]
    assert answer["Cache-Control"] == "no-store"
    assert AccessLog.objects.filter(citizen_id=selected.case.citizen_id, page="dispatch_print").exists()


@pytest.mark.thorough
def test_the_page_shows_the_users_own_cases_and_counts_the_others(client, tove, selected):
    other = TeamFactory()
    boss = UserFactory(role="tilsynsansvarlig", teams=[tove.teams.get(), other])
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=other), by=boss))
    hidden = selected_of(boss, supervision=selected.supervision, case=case)
    dispatch_of(selected, hidden, by=boss)
    page = client.get(url("dispatch", selected, 1))
    text = page.content.decode()
    assert page.context["unseen"] == 1
    assert selected.case.number in text
    assert hidden.case.number not in text
    assert client.get(url("dispatch_print", selected, 1)).status_code == 404
    client.post(url("dispatch_discard", selected, 1))
    assert Dispatch.objects.get().status == DispatchStatus.READY


def test_a_letter_that_cannot_be_sent_is_handed_out_from_the_page(client, tove):
    citizen = CitizenFactory(team=tove.teams.get(), address=None, digital_post=False)
    selected = selected_of(tove, case=eligible(CaseFactory(event__citizen=citizen, by=tove)))
    run_orientation(posted(dispatch_of(selected, by=tove), tove).pk)
    hand_out = url("orientation_hand_out", selected, selected.case.number)
    assert hand_out in client.get(url("dispatch", selected, 1)).content.decode()
    day = timezone.localdate().strftime("%d-%m-%Y")
    client.post(hand_out, {"on": day, "note": "Givet ved skranken"})
    assert OrientationLetter.objects.get().status == "handed"


def test_a_receipt_is_put_on(client, tove, selected):
    posted(dispatch_of(selected, by=tove), tove)
    day = timezone.localdate().strftime("%d-%m-%Y")
    file = SimpleUploadedFile("kvittering.pdf", small_pdf(), "application/pdf")
    client.post(url("dispatch_receipt", selected, 1), {"file": file, "received_on": day})
    assert Dispatch.objects.get().receipts.count() == 1


def test_a_missing_receipt_is_seen_on_the_overview(client, tove, selected, settings):
    settings.SANKTION_RECEIPT_DAYS = 0
    posted(dispatch_of(selected, by=tove), tove)
    assert "Kvittering mangler" in client.get(url("supervision", selected)).content.decode()


@pytest.mark.thorough
def test_a_caseworker_sees_and_does_not_send(client, tove, selected):
    dispatch_of(selected, by=tove)
    client.force_login(UserFactory(role="sagsbehandler", teams=[tove.teams.get()]))
    assert client.get(url("dispatch", selected, 1)).status_code == 200
    assert client.post(url("dispatch_discard", selected, 1)).status_code == 403


def test_the_page_takes_as_many_queries_whatever_is_in_it(client, tove, selected, django_assert_max_num_queries):
    cases = [eligible(CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove)) for _ in range(3)]
    named = [selected_of(tove, supervision=selected.supervision, case=case) for case in cases]
    run_orientation(posted(dispatch_of(selected, *named, by=tove), tove).pk)
    with django_assert_max_num_queries(45):
        page = client.get(url("dispatch", selected, 1))
    assert page.content.decode().count("Orientering") > 0
