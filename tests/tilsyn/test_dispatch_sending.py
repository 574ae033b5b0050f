"""V054, V085: what leaves by secure mail, each part once, and what happens when it goes wrong."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from sanktion.base.mail_transport import NotSent, Spool, Uncertain
from tilsyn.actions import sending
from tilsyn.actions.dispatch import DispatchNotAllowed, create_dispatch
from tilsyn.actions.dispatch_course import begin_sending, decide_part, discard, send_again
from tilsyn.models import DispatchPart, DispatchStatus, OrientationLetter, PartStatus

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.dispatch import mail_set_up, opened_mail, ready_bundle, ticked
from ..factories.letters import short_letters
from ..factories.tilsyn import eligible, selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def selected(tove):
    return selected_of(tove)


@pytest.fixture
def folder(tmp_path, settings, selected):
    return mail_set_up(settings, tmp_path, selected.supervision.directorate)


def limit(selected, size):
    directorate = selected.supervision.directorate
    directorate.message_limit = size
    directorate.save()


@short_letters()
def mail_of(selected, by, *bundles):
    facts = {"kind": "material", "channel": "secure_mail", "bundles": bundles or [ready_bundle(selected)]}
    return ticked(create_dispatch(selected.supervision, **facts, by=by), by)


def in_two(selected, by):
    """Two cases, each too large to go with the other."""
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by))
    other = selected_of(by, supervision=selected.supervision, case=case)
    limit(selected, 600_000)
    return mail_of(selected, by, *[ready_bundle(one, data=b"%PDF" + bytes(150_000)) for one in (selected, other)])


@short_letters()
def sent(dispatch, by):
    begin_sending(dispatch, by=by)
    sending.run_dispatch(dispatch.pk)
    dispatch.refresh_from_db()
    return dispatch


def states(dispatch):
    return list(dispatch.parts.values_list("status", flat=True))


def test_the_directorate_can_read_what_was_sent(tove, selected, folder):
    bundle = ready_bundle(selected)
    dispatch = sent(mail_of(selected, tove, bundle), tove)
    (path,) = (folder / "mail").iterdir()
    outside, inside = opened_mail(folder, path)
    files = {part.get_filename(): part for part in inside.iter_attachments()}
    assert dispatch.status == DispatchStatus.SENT
    assert files[bundle.file_name].get_content() == bundle.data
    manifest = json.loads(files["manifest.json"].get_content())
    assert {file["navn"]: file["sha256"] for file in manifest["filer"]}[bundle.file_name] == bundle.sha256
    assert outside["Subject"] == f"Tilsyn {selected.supervision.number}, del 1 af 1"
    assert {"00-aktfortegnelse.pdf", "manifest.json", bundle.file_name} < set(files)


def test_the_envelope_names_no_case_and_no_citizen(tove, selected, folder):
    sent(mail_of(selected, tove), tove)
    (path,) = (folder / "mail").iterdir()
    outside, _inside = opened_mail(folder, path)
    told = " ".join([path.name, *map(str, outside.values())])
    citizen = selected.case.citizen
    for secret in (selected.case.number, citizen.cpr, citizen.last_name, selected.case.number.split("-")[1]):
        assert secret not in told


def test_what_is_known_of_a_part_is_kept_and_the_mail_is_not(tove, selected, folder):
    """V085: signed and encrypted, for whom, and which bytes."""
    part = sent(mail_of(selected, tove), tove).parts.get()
    assert (part.signed, part.encrypted, part.recipient) == (True, True, "tilsyn@direktorat.invalid")
    assert len(part.sha256) == len(part.fingerprint) == 64
    assert part.serial
    assert list((folder / "seal").iterdir()) == []


def test_large_material_goes_in_parts_each_under_the_limit(tove, selected, folder):
    dispatch = sent(in_two(selected, tove), tove)
    mails = sorted(path.stat().st_size for path in (folder / "mail").iterdir())
    assert (states(dispatch), len(mails)) == (["sent", "sent"], 2)
    assert mails[-1] <= 600_000
    assert OrientationLetter.objects.count() == 2


def test_a_file_larger_than_the_limit_is_refused_with_a_way_out(tove, selected, folder):
    limit(selected, 300_000)
    with pytest.raises(DispatchNotAllowed, match="højere grænse"):
        mail_of(selected, tove, ready_bundle(selected, data=b"%PDF" + bytes(250_000)))


def test_nothing_leaves_before_the_steps_are_done(tove, selected, folder):
    """V084."""
    facts = {"kind": "material", "channel": "secure_mail", "bundles": [ready_bundle(selected)]}
    dispatch = create_dispatch(selected.supervision, **facts, by=tove)
    with pytest.raises(DispatchNotAllowed, match="før afsendelsen"):
        begin_sending(dispatch, by=tove)


def test_a_case_that_left_meanwhile_stops_it(tove, selected, folder):
    dispatch = mail_of(selected, tove)
    selected.withdraw("directorate", by=tove)
    with pytest.raises(DispatchNotAllowed, match="udgået"):
        begin_sending(dispatch, by=tove)


def break_transport(monkeypatch, *answers):
    """The transport fails with each of the answers in turn; the real folder takes the rest."""
    left, real = list(answers), Spool.send

    def send(self, message, outside, *, on_handover):
        if not left:
            return real(self, message, outside, on_handover=on_handover)
        answer = left.pop(0)
        if isinstance(answer, Uncertain):
            on_handover()
        raise answer

    monkeypatch.setattr(Spool, "send", send)


def test_what_was_not_sent_is_tried_again_and_the_rest_is_not_sent_twice(tove, selected, folder, monkeypatch):
    dispatch = in_two(selected, tove)
    real = Spool.send
    second = dispatch.parts.get(number=2).message_id

    def send(self, message, outside, *, on_handover):
        if outside.message_id == second:
            raise NotSent("Mailserveren svarer ikke. Intet er sendt.")
        real(self, message, outside, on_handover=on_handover)

    monkeypatch.setattr(Spool, "send", send)
    dispatch = sent(dispatch, tove)
    assert (dispatch.status, dispatch.failure[:6], states(dispatch)) == ("failed", "Del 2:", ["sent", "failed"])
    monkeypatch.setattr(Spool, "send", real)
    send_again(dispatch, by=tove)
    sending.run_dispatch(dispatch.pk)
    assert states(dispatch) == ["sent", "sent"]
    assert [part.attempts for part in dispatch.parts.all()] == [1, 2]
    assert len(list((folder / "mail").iterdir())) == 2


def uncertain(selected, by, monkeypatch):
    break_transport(monkeypatch, Uncertain("Mailserveren svarede ikke."))
    return sent(mail_of(selected, by), by)


def test_an_uncertain_part_is_never_sent_again_by_itself(tove, selected, folder, monkeypatch):
    dispatch = uncertain(selected, tove, monkeypatch)
    assert (dispatch.status, states(dispatch)) == ("failed", ["uncertain"])
    sending.run_dispatch(dispatch.pk)
    sending.resume()
    with pytest.raises(DispatchNotAllowed, match="Afgør først"):
        send_again(dispatch, by=tove)
    with pytest.raises(DispatchNotAllowed, match="kan ikke kasseres"):
        discard(dispatch, by=tove)
    assert not (folder / "mail").exists()


def test_a_person_says_that_it_arrived(tove, selected, folder, monkeypatch):
    dispatch = uncertain(selected, tove, monkeypatch)
    decide_part(dispatch.parts.get(), arrived=True, known_from="Ringet til direktoratet", by=tove)
    dispatch.refresh_from_db()
    part = dispatch.parts.get()
    assert (dispatch.status, part.status, part.decided_by) == ("sent", "sent", tove)


def test_a_person_says_that_it_did_not_arrive(tove, selected, folder, monkeypatch):
    dispatch = uncertain(selected, tove, monkeypatch)
    decide_part(dispatch.parts.get(), arrived=False, known_from="Ringet til direktoratet", by=tove)
    send_again(dispatch, by=tove)
    sending.run_dispatch(dispatch.pk)
    assert (states(dispatch), len(list((folder / "mail").iterdir()))) == (["sent"], 1)


def test_a_worker_that_died_at_the_last_word_leaves_a_question(tove, selected, folder, monkeypatch):
    dispatch = mail_of(selected, tove)

    class Killed(BaseException):
        pass

    def die(self, message, outside, *, on_handover):
        on_handover()
        raise Killed

    monkeypatch.setattr(Spool, "send", die)
    with pytest.raises(Killed):
        sent(dispatch, tove)
    assert states(dispatch) == ["sending"]
    sending.run_dispatch(dispatch.pk)
    assert states(dispatch) == ["sending"]
    DispatchPart.objects.update(status_changed_at=timezone.now() - timedelta(minutes=20))
    sending.resume()
    sending.run_dispatch(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.status, states(dispatch)) == ("failed", ["uncertain"])


def test_a_worker_that_died_before_is_followed_by_another(tove, selected, folder):
    dispatch = mail_of(selected, tove)
    begin_sending(dispatch, by=tove)
    part = dispatch.parts.get()
    assert DispatchPart.objects.claim(part)
    sending.run_dispatch(dispatch.pk)
    assert states(dispatch) == ["waiting"]
    DispatchPart.objects.update(claimed_at=timezone.now() - timedelta(minutes=5))
    sending.run_dispatch(dispatch.pk)
    assert states(dispatch) == ["sent"]


def test_the_worker_who_comes_second_sends_nothing(tove, selected, folder, monkeypatch):
    dispatch, real = mail_of(selected, tove), Spool.send
    seal = {"signed": True, "encrypted": True, "sha256": "a" * 64, "fingerprint": "b" * 64, "size": 1}

    def late(self, message, outside, *, on_handover):
        facts = {"status": PartStatus.SENT, "sent_at": timezone.now(), "recipient": "a@b.invalid"}
        DispatchPart.objects.update(**facts, **seal)
        real(self, message, outside, on_handover=on_handover)

    monkeypatch.setattr(Spool, "send", late)
    sent(dispatch, tove)
    assert list((folder / "mail").iterdir()) == []


def test_a_bundle_changed_after_it_was_made_ready_stops_the_part(tove, selected, folder, monkeypatch):
    dispatch = mail_of(selected, tove)
    begin_sending(dispatch, by=tove)
    monkeypatch.setattr(
        "tilsyn.models.Bundle.data", property(lambda self: (_ for _ in ()).throw(ValueError("Ændret.")))
    )
    sending.run_dispatch(dispatch.pk)
    assert states(dispatch) == ["failed"]
    assert dispatch.parts.get().failure == "Ændret. Intet er sendt."
