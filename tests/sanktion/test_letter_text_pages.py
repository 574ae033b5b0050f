"""The administrator's pages for the wording of letters."""

from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.texts import save_version
from sanktion.models import LetterText, Role
from sanktion.models.texts import LETTERS
from sanktion.views.texts import differences
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

KIND = "complaint_guidance"


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def admin_client(client, admin):
    client.force_login(admin)
    return client


def tomorrow(more=0):
    return timezone.localdate() + timedelta(days=1 + more)


def filled(**changes):
    return {"body": "Du kan klage inden 4 uger.", "valid_from": f"{tomorrow():%d-%m-%Y}", "reason": "Kortere"} | changes


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_every_text_of_every_letter_is_listed(admin_client):
    page = admin_client.get(reverse("letter_texts")).content.decode()
    for letter in LETTERS.values():
        for block in letter.blocks:
            assert reverse("letter_text", args=[block.kind]) in page
    assert "Der mangler tekster" not in page


def test_a_new_version_is_saved_and_shown_with_what_changed(admin_client):
    url = reverse("letter_text_new", args=[KIND])
    assert admin_client.post(url, filled(body="Du kan altid klage.")).url == reverse("letter_text", args=[KIND])
    page = admin_client.get(reverse("letter_text", args=[KIND])).content.decode()
    assert "På vej" in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "Kortere" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": ""}, "Udfyld feltet."),
        ({"body": "Kære {navn}"}, "Ukendt felt: {navn}. Teksten kan bruge: ingen."),
        ({"reason": ""}, "Udfyld feltet."),
        ({"valid_from": "i morgen"}, "Skriv datoen som dd-mm-åååå"),
        ({"valid_from": "01-01-2020"}, "En ny udgave gælder tidligst fra i morgen"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_on_the_page(admin_client, changes, sentence):
    before = LetterText.objects.count()
    answer = admin_client.post(reverse("letter_text_new", args=[KIND]), filled(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert LetterText.objects.count() == before


def test_two_versions_never_begin_on_the_same_day(admin_client):
    url = reverse("letter_text_new", args=[KIND])
    admin_client.post(url, filled())
    answer = admin_client.post(url, filled(body="En anden."))
    assert answer.status_code == 422
    assert LetterText.objects.filter(kind=KIND, valid_from=tomorrow()).count() == 1


def test_the_preview_is_the_letter_with_the_words_on_the_page(admin_client):
    before = LetterText.objects.count()
    answer = admin_client.post(reverse("letter_text_new", args=[KIND]), filled(vis="1"))
    assert answer["Content-Type"] == "application/pdf"
    assert "Du kan klage inden 4 uger." in text_of(answer.content)
    assert "Kladde" in text_of(answer.content)
    assert LetterText.objects.count() == before


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_every_letter_has_a_preview_about_invented_people(admin_client, code):
    answer = admin_client.get(reverse("letter_preview", args=[code]))
    assert answer.status_code == 200
    text = text_of(answer.content)
    assert "Eksempel" in text
    assert "{" not in text


def test_a_coming_version_is_changed_and_removed(admin_client, admin):
    text = save_version(LetterText(kind=KIND, body="Kort.", valid_from=tomorrow(), reason="Kort"), by=admin)
    edit = reverse("letter_text_edit", args=[KIND, text.pk])
    admin_client.post(edit, filled(valid_from=f"{tomorrow(3):%d-%m-%Y}"))
    text.refresh_from_db()
    assert (text.body, text.valid_from) == ("Du kan klage inden 4 uger.", tomorrow(3))
    cancel = reverse("letter_text_cancel", args=[KIND, text.pk])
    assert "Fjern udgaven" in admin_client.get(cancel).content.decode()
    admin_client.post(cancel)
    assert not LetterText.objects.filter(pk=text.pk).exists()


def test_a_version_in_use_has_no_page_to_change_it_and_is_not_removed(admin_client):
    held = LetterText.objects.get(kind=KIND)
    assert admin_client.get(reverse("letter_text_edit", args=[KIND, held.pk])).status_code == 404
    page = admin_client.post(reverse("letter_text_cancel", args=[KIND, held.pk]), follow=True).content.decode()
    assert "Teksten er taget i brug og kan ikke fjernes" in page
    assert LetterText.objects.filter(pk=held.pk).exists()


def test_unknown_texts_are_404(admin_client):
    for url in (reverse("letter_text", args=["findes-ikke"]), reverse("letter_preview", args=["findes-ikke"])):
        assert admin_client.get(url).status_code == 404


def test_caseworkers_do_not_keep_texts(client, caseworker):
    client.force_login(caseworker)
    assert client.get(reverse("letter_texts")).status_code == 403
    assert client.post(reverse("letter_text_new", args=[KIND]), filled()).status_code == 403


def test_differences_are_told_in_the_order_of_reading():
    assert differences("a b c", "a x c d") == [
        ("same", "a "),
        ("gone", "b"),
        ("new", "x"),
        ("same", " c"),
        ("new", " d"),
    ]
