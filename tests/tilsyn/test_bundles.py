"""A case's bundle: what is in it, how it is numbered, and that it is made once."""

import json
from datetime import timedelta
from uuid import uuid4

import pypdfium2
import pytest
import time_machine
from django.utils import timezone

from sanktion.actions.material import waive_material
from sanktion.models import JournalEntry, MaterialKind, NoteKind, SupervisionRelevance
from tilsyn.actions import bundles as acts
from tilsyn.actions.bundle_request import finished, index_pdf, manifest, whole_pdf
from tilsyn.actions.bundle_states import State, states_of
from tilsyn.actions.bundles import BundleNotAllowed, make, request_bundles
from tilsyn.actions.holdback import choose_scope, open_holdback, send_to_approval
from tilsyn.models import Bundle, BundleStatus, WithdrawnBecause
from tilsyn.tasks import resume_bundles

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.bundles import a_pdf, bundle_of, paper
from ..factories.letters import short_letters
from ..factories.redaction import approved
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@pytest.fixture(autouse=True)
def _short():
    """What a test itself asks for is drawn as what its factories make, so that the two are the same paper."""
    with short_letters():
        yield


def write(selected, heading="Talt med borgeren", concerns=SupervisionRelevance.YES, **facts):
    kind = NoteKind.NOTE
    JournalEntry.objects.write(
        selected.case, kind=kind, heading=heading, concerns=concerns, by=selected.named_by, **facts
    )


def ask(selected, *, key=None, by=None):
    by = by or selected.named_by
    return request_bundles(selected.supervision, [selected], by=by, key=key or uuid4())


def numbers(bundle) -> list[tuple[str, str]]:
    return [(entry.full_number, entry.title) for entry in bundle.entries.all()]


def page(bundle, number: int) -> str:
    """By the stamps."""
    with pypdfium2.PdfDocument(bundle.data) as pdf:
        return pdf[number - bundle.first_page].get_textpage().get_text_bounded()


def state(selected):
    return states_of([selected], user=selected.named_by)[0]


def test_a_bundle_holds_every_paper_in_the_order_of_the_kinds(selected):
    """V056, V062, V063, V072, V073: with the look-back and the journal sheet, which nobody has to add."""
    paper(selected, kind=MaterialKind.DECISION, title="Afgørelse")
    paper(selected, title="Underretning", data=a_pdf(pages=2))
    paper(selected, title="Mail fra virksomheden")
    bundle = bundle_of(selected)
    assert (bundle.status, bundle.failure) == (BundleStatus.READY, "")
    assert numbers(bundle) == [
        ("1.1", "Underretning"),
        ("1.2", "Mail fra virksomheden"),
        ("5.1", "Tidligere sanktioner, 12 måneder"),
        ("6.1", "Afgørelse"),
        ("11.1", "Journalark"),
    ]
    entry = bundle.entries.get(section=MaterialKind.DECISION)
    assert "sag 1 · bilag 6.1 · side" in page(bundle, entry.first_page)
    assert sum(entry.pages for entry in bundle.entries.all()) == bundle.pages - 1


@pytest.mark.usefixtures("whole_letters")
def test_the_contents_say_why_a_kind_has_no_paper(selected):
    """V057: not relevant with the reason, told in the journal, or none."""
    waive_material(selected.case, [MaterialKind.TIME_SHEETS], reason="Borgeren har ingen timer", by=selected.named_by)
    write(selected, material=MaterialKind.EXPLANATION)
    shown = page(bundle_of(selected), 1)
    assert "Ikke relevant: Borgeren har ingen timer" in shown
    assert "Se journalarket, afsnit 11" in shown
    assert shown.count("Ingen") >= 3


@pytest.mark.usefixtures("whole_letters")
def test_what_is_held_back_whole_is_not_told_as_if_there_were_none(selected, tove):
    """V056, V074: by its reason alone."""
    document = paper(selected, kind=MaterialKind.TIME_SHEETS, title="Timesedler for Per")
    holdback = open_holdback(selected, document, by=tove)
    choose_scope(holdback, "whole", reason="persons", note="Kollegaen Per", by=tove)
    send_to_approval(holdback, by=tove)
    approved(holdback, by=UserFactory(role="sagsbehandler", teams=list(tove.teams.all())))
    said = " ".join(page(bundle_of(selected), 1).split())
    assert "Timesedler Holdt tilbage: oplysninger om andre personer" in said
    assert "Per" not in said


@pytest.mark.usefixtures("whole_letters")
def test_the_contents_name_the_case_and_the_event_but_nobody(selected):
    citizen = selected.case.citizen
    shown = page(bundle_of(selected), 1)
    assert selected.case.number in shown
    assert "Matchkategori 2" in shown
    assert citizen.last_name not in shown
    assert citizen.cpr[:6] not in shown


@pytest.mark.usefixtures("whole_letters")
def test_pages_above_a_thousand_are_found_and_told_as_the_stamps_tell_them(selected):
    paper(selected, data=a_pdf(pages=1002))
    paper(selected, title="Det sidste")
    bundle = bundle_of(selected)
    place = bundle.entries.get(title="Det sidste").first_page
    assert place == 1004
    assert "1004" in page(bundle, 1)
    assert "side 1004 af" in page(bundle, place)
    with pypdfium2.PdfDocument(whole_pdf(selected.supervision, [bundle])) as pdf:
        assert len(pdf) == bundle.pages + 1


def test_what_comes_later_is_numbered_on_and_nothing_is_numbered_anew(selected):
    """V056: a supplement holds only what is new; sections and pages go on."""
    paper(selected, title="Underretning", data=a_pdf(pages=3))
    first = bundle_of(selected)
    paper(selected, title="Glemt bilag")
    paper(selected, kind=MaterialKind.PAYMENTS, title="Udbetaling")
    second = bundle_of(selected)
    assert numbers(second) == [("1.2", "Glemt bilag"), ("9.1", "Udbetaling")]
    assert second.first_page == first.pages + 1
    total = first.pages + second.pages
    assert f"sag 1 · bilag 1.2 · side {first.pages + 2} af {total}" in page(second, first.pages + 2)
    assert second.file_name.endswith("-tillaeg-1.pdf")
    first.refresh_from_db()
    assert numbers(first)[0] == ("1.1", "Underretning")


def test_a_journal_that_was_written_in_comes_again_under_a_new_number(selected):
    bundle_of(selected)
    write(selected)
    assert numbers(bundle_of(selected)) == [("11.2", "Journalark")]


def test_nothing_new_gives_no_supplement(selected):
    bundle_of(selected)
    assert ask(selected) == []
    assert Bundle.objects.count() == 1


@pytest.mark.usefixtures("whole_letters")
def test_the_same_papers_give_the_same_bytes(selected, monkeypatch):
    """Made twice from the same order, a day apart, as when a worker died in between."""
    paper(selected)
    [bundle] = ask(selected)
    made = []
    store = acts.BundleContent.objects.keep

    def lose(bundle, data):
        made.append(data)
        raise acts.OperationalError

    monkeypatch.setattr(acts.BundleContent.objects, "keep", lose)
    with short_letters():
        make(bundle.pk)
    monkeypatch.setattr(acts.BundleContent.objects, "keep", store)
    with short_letters(), time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.status == BundleStatus.READY
    assert bundle.data == made[0]


def test_a_double_click_is_one_bundle(selected):
    key = uuid4()
    assert ask(selected, key=key) == ask(selected, key=key)
    assert ask(selected) == [Bundle.objects.get()], "another page asks while the first one waits"


def test_making_it_twice_changes_nothing(selected):
    bundle = bundle_of(selected)
    make(bundle.pk)
    assert Bundle.objects.get().sha256 == bundle.sha256


def test_a_hindrance_refuses_the_bundle(selected):
    """V074: what may only partly leave keeps the case back until it is decided."""
    paper(selected, concerns=SupervisionRelevance.PARTLY)
    with pytest.raises(BundleNotAllowed, match="kun delvis"):
        ask(selected)
    assert state(selected).state == State.HINDERED


def test_a_hindrance_that_comes_while_it_waits_fails_it(selected):
    [bundle] = ask(selected)
    paper(selected, concerns=SupervisionRelevance.PARTLY)
    make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.status == BundleStatus.FAILED
    assert "kun delvis" in bundle.failure


def test_a_withdrawn_case_is_refused(selected):
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=selected.named_by)
    with pytest.raises(BundleNotAllowed, match="udgået"):
        ask(selected)


def test_a_case_outside_the_users_scope_refuses_them_all(selected):
    tove = selected.named_by
    other = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    theirs = eligible(CaseFactory(event__citizen=CitizenFactory(team=other.teams.get()), by=other))
    hidden = selected_of(other, supervision=selected.supervision, case=theirs)
    with pytest.raises(BundleNotAllowed, match="adgang"):
        request_bundles(selected.supervision, [selected, hidden], by=tove, key=uuid4())
    assert not Bundle.objects.exists()
    bundle_of(selected)
    with pytest.raises(BundleNotAllowed, match="1 af tilsynets sager"):
        finished(selected.supervision, user=tove)


def test_a_damaged_paper_is_named_and_the_bundle_can_be_tried_again(selected):
    document = paper(selected, data=b"ikke en PDF")
    bundle = bundle_of(selected)
    assert bundle.status == BundleStatus.FAILED
    assert document.full_number in bundle.failure
    assert state(selected).state == State.FAILED
    [again] = ask(selected)
    assert (again, again.status) == (bundle, BundleStatus.WAITING)


def test_one_who_lost_the_right_makes_nothing(selected):
    [bundle] = ask(selected)
    selected.named_by.groups.clear()
    make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.status == BundleStatus.FAILED


def test_what_a_dead_worker_left_is_taken_up_by_the_sweeper(selected):
    with time_machine.travel(timezone.now() - timedelta(minutes=5)):
        [bundle] = ask(selected)
    assert acts.stalled_ids() == [bundle.pk]
    resume_bundles.apply()
    assert acts.stalled_ids() in ([], [bundle.pk])


def test_a_list_tells_what_is_new_without_opening_it(selected):
    assert state(selected).state == State.POSSIBLE
    bundle_of(selected)
    assert state(selected).state == State.READY
    paper(selected, title="Glemt bilag")
    write(selected)
    write(selected, heading="Internt", concerns=SupervisionRelevance.NO)
    found = state(selected)
    assert (found.state, found.late) == (State.LATE, ["Glemt bilag", "Journalark (nye notater)"])


def test_the_manifest_tells_the_files_and_nobody(selected):
    paper(selected, title="Brev fra Ida Nielsen")
    bundle = bundle_of(selected)
    told = manifest([bundle])
    [file] = json.loads(told)["filer"]
    assert (file["fil"], file["sha256"], file["sider"]) == (bundle.file_name, bundle.sha256, bundle.pages)
    assert [one["bilag"] for one in file["bilag"]] == ["1.1", "5.1", "11.1"]
    assert "pikepdf" in file["dannet_med"]
    citizen = selected.case.citizen
    assert not any(word.encode() in told for word in (citizen.cpr, citizen.last_name, "Ida"))


@pytest.mark.usefixtures("whole_letters")
def test_the_whole_request_is_one_file_with_its_index(selected):
    tove = selected.named_by
    other = selected_of(tove, supervision=selected.supervision)
    waiting = selected_of(tove, supervision=selected.supervision)
    for one in (selected, other):
        bundle_of(one)
    bundles = finished(selected.supervision, user=tove)
    with short_letters(), pypdfium2.PdfDocument(whole_pdf(selected.supervision, bundles)) as pdf:
        first = pdf[0].get_textpage().get_text_bounded()
        assert f"Sag 2: {other.case.number}" in first
        assert f"Sag 3: {waiting.case.number} (ikke dannet endnu)" in first
        begins = 2 + bundles[0].pages
        assert str(begins) in first
        assert "sag 2 · indhold · side 1 af" in pdf[begins - 1].get_textpage().get_text_bounded()
    with short_letters(), pypdfium2.PdfDocument(index_pdf(selected.supervision, bundles)) as pdf:
        assert f"{bundles[0].pages} sider" in pdf[0].get_textpage().get_text_bounded()


def test_a_request_with_nothing_made_has_no_file(tove):
    with pytest.raises(BundleNotAllowed, match="Ingen"):
        finished(supervision_of(tove), user=tove)
