"""B024-B036: what was noted at the door goes into the case and the counter, together or not at all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from koerelister.actions import visits
from koerelister.actions.visits import AlreadyLogged, log_visit, strike
from koerelister.models import RouteListStatus, Stop, StopStatus, StrikeReason, VisitCount, VisitOrder
from koerelister.visit import NameRead
from sanktion.models import AdverseInformation, Case, ContactAttempt, ContactChannel, JournalEntry, NoteKind
from sanktion.models.gates import ADVERSE_FACT
from tests.factories import AddressFactory
from tests.factories.koerelister import visit

pytestmark = pytest.mark.django_db


def test_the_note_holds_what_stood_on_the_list_and_what_was_noted_in_paper_order(stop, caseworker):
    moment = timezone.now() - timedelta(hours=2)
    noted = visit(
        happened_at=moment,
        door_phone=NameRead.NONE,
        mailbox=NameRead.OTHER,
        other_name="Friis",
        other_opened=True,
        told="Er ude at rejse til søndag",
        remarks="Hund i gården",
    )
    entry = log_visit(stop, visit=noted, by=caseworker)
    assert entry.kind == NoteKind.VISIT
    assert entry.heading == "Hjemmebesøg – ingen kontakt"
    assert entry.happened_at == moment
    assert entry.author == str(caseworker)
    assert entry.facts == [
        ("Adresse på listen", str(stop.address)),
        ("Område", "Odense C"),
        ("Liste dato", entry.facts[2][1]),
        ("Navn på dørtelefon", "Intet navn"),
        ("Navn på postkasse", "Andet navn"),
        ("Navn på hoveddør", "Ikke aflæst"),
        ("Andet navn, som der stod", "Friis"),
        ("Kontakt med borger", "Nej"),
        ("Anden person åbnede", "Ja"),
        ("Oplysninger fra anden person", "Er ude at rejse til søndag"),
        ("Bemærkninger", "Hund i gården"),
    ]


def test_it_is_an_attempt_at_contact(stop, caseworker):
    log_visit(stop, visit=visit(contact=True), by=caseworker)
    attempt = ContactAttempt.objects.get(case=stop.case)
    assert attempt.channel == ContactChannel.VISIT
    assert attempt.reached is True


@pytest.mark.parametrize("ticked", [False, True])
def test_what_is_told_at_the_door_may_ask_for_a_new_hearing(client, stop, caseworker, ticked):
    """The row says only that there is such information, as one from a telephone would (B048)."""
    client.force_login(caseworker)
    now = timezone.localtime()
    answers = {"date": f"{now:%d-%m-%Y}", "time": f"{now:%H.%M}", "door_phone": "citizen", "mailbox": "not_read"}
    answers |= {"front_door": "not_read", "contact": "no", "other_opened": "yes", "told": "Er rejst i sommer."}
    answers |= {"adverse": "on"} if ticked else {}
    data = {f"stop{stop.position}-{name}": value for name, value in answers.items()}
    assert client.post(reverse("stop_visit", args=[stop.route_list_id, stop.position]), data).status_code == 302
    assert AdverseInformation.objects.filter(case=stop.case).count() == int(ticked)
    assert (ADVERSE_FACT in stop.case.journal.first().facts) is ticked


def test_the_address_is_the_one_that_stood_on_the_list(stop, caseworker):
    stood = str(stop.address)
    stop.case.citizen.address = AddressFactory(street="Nygade")
    stop.case.citizen.save()
    assert log_visit(stop, visit=visit(), by=caseworker).facts[0] == ("Adresse på listen", stood)


def test_nothing_of_the_case_itself_changes(stop, caseworker):
    columns = [field.attname for field in Case._meta.concrete_fields]
    before = Case.objects.filter(pk=stop.case_id).values(*columns).get()
    history = stop.case.history.count()
    log_visit(stop, visit=visit(contact=True), by=caseworker)
    assert Case.objects.filter(pk=stop.case_id).values(*columns).get() == before
    assert stop.case.history.count() == history


@pytest.mark.parametrize("contact", [True, False])
def test_it_is_counted_once_in_its_month_area_and_contact(stop, caseworker, area, contact):
    moment = timezone.now()
    log_visit(stop, visit=visit(contact=contact, happened_at=moment), by=caseworker)
    count = VisitCount.objects.get()
    assert (count.month, count.area, count.contact, count.count) == (
        timezone.localdate(moment).replace(day=1),
        area,
        contact,
        1,
    )


def test_the_counter_grows_by_one_a_visit(route_list, caseworker):
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(contact=stop.position == 1), by=caseworker)
    assert dict(VisitCount.objects.values_list("contact", "count")) == {True: 1, False: 2}


def test_a_second_time_changes_nothing_and_says_so(stop, caseworker):
    log_visit(stop, visit=visit(remarks="først"), by=caseworker)
    with pytest.raises(AlreadyLogged, match=r"Stop 1 er allerede registreret\. Intet er ændret\."):
        log_visit(stop, visit=visit(remarks="siden", contact=True), by=caseworker)
    with pytest.raises(AlreadyLogged):
        strike(stop, StrikeReason.UNSAFE, by=caseworker)
    entries = [entry for entry in JournalEntry.objects.filter(case=stop.case) if entry.kind == NoteKind.VISIT]
    assert [entry.facts[-1] for entry in entries] == [("Bemærkninger", "først")]
    assert VisitCount.objects.get().count == 1


@pytest.mark.parametrize("broken", ["add_one", "note", "settle"])
def test_note_and_count_are_one_transaction(stop, caseworker, monkeypatch, broken):
    def fail(*args, **kwargs):
        raise ZeroDivisionError

    target = {"add_one": (visits.VisitCount.objects, "add_one"), "note": (visits.traces, "written")}
    owner, name = target.get(broken, (visits, "_settle"))
    monkeypatch.setattr(owner, name, fail)
    before = JournalEntry.objects.filter(case=stop.case).count()
    with pytest.raises(ZeroDivisionError):
        log_visit(stop, visit=visit(), by=caseworker)
    assert JournalEntry.objects.filter(case=stop.case).count() == before
    assert not ContactAttempt.objects.filter(case=stop.case).exists()
    assert not VisitCount.objects.exists()
    assert Stop.objects.get(pk=stop.pk).status == StopStatus.OPEN


def test_the_list_is_settled_with_its_last_stop(route_list, caseworker):
    first, second, third = route_list.stops.all()
    log_visit(first, visit=visit(), by=caseworker)
    strike(second, StrikeReason.UNSAFE, by=caseworker)
    route_list.refresh_from_db()
    assert route_list.status == RouteListStatus.OPEN
    log_visit(third, visit=visit(), by=caseworker)
    route_list.refresh_from_db()
    assert route_list.status == RouteListStatus.SETTLED


def test_a_struck_stop_is_told_in_the_case_and_not_counted(stop, caseworker):
    strike(stop, StrikeReason.UNSAFE, remarks="Løs hund", by=caseworker)
    entry = JournalEntry.objects.filter(case=stop.case).first()
    assert entry.heading == "Hjemmebesøg ikke gennemført"
    assert entry.text == "Løs hund"
    assert entry.facts[-1] == ("Grund", "Det var ikke sikkert at besøge stedet")
    assert not VisitCount.objects.exists()
    assert not ContactAttempt.objects.filter(case=stop.case).exists()


def test_one_there_was_no_time_for_is_ordered_again(stop, caseworker, area):
    strike(stop, StrikeReason.NOT_REACHED, by=caseworker)
    assert VisitOrder.objects.get(case=stop.case).area == area


@pytest.mark.parametrize("reason", [reason for reason in StrikeReason if reason != StrikeReason.NOT_REACHED])
def test_other_reasons_order_nothing(stop, caseworker, reason):
    strike(stop, reason, by=caseworker)
    assert not VisitOrder.objects.exists()


def test_an_answered_case_is_not_ordered_again(stop, caseworker):
    stop.case.receive_answer(by=caseworker)
    strike(stop, StrikeReason.NOT_REACHED, by=caseworker)
    assert not VisitOrder.objects.exists()


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("", None),
        ("answered", StrikeReason.ANSWERED),
        ("concluded", StrikeReason.CONCLUDED),
        ("protected", StrikeReason.SHIELDED),
        ("moved", StrikeReason.MOVED),
    ],
)
def test_a_stop_tells_why_it_is_not_to_be_visited_any_more(stop, caseworker, change, reason):
    case, citizen = stop.case, stop.case.citizen
    if change == "answered":
        case.receive_answer(by=caseworker)
    elif change == "concluded":
        case.make_ready(by=caseworker, reason="Kontakt er søgt")
    elif change:
        citizen.protected_until = timezone.localdate() if change == "protected" else None
        citizen.address = AddressFactory() if change == "moved" else citizen.address
        citizen.save()
    assert Stop.objects.get(pk=stop.pk).moot_reason == reason
