"""Twelve months of demo cases, each step taken by the real actions on the day it would have been taken."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.utils import timezone

from parthoering import demo_post
from parthoering.actions import add_attempt, conclude, expire, extend, record_answer, send_hearing
from parthoering.models import AnswerChannel
from sanktion.actions.assessment import assess
from sanktion.actions.contact import record_attempt
from sanktion.actions.decision import decide
from sanktion.actions.event import fill_in_event, open_case, register_event
from sanktion.actions.gates import missing_for
from sanktion.actions.material import waive_material
from sanktion.actions.safety import set_two_persons
from sanktion.base.acting import system
from sanktion.base.danish import long_date
from sanktion.base.deadlines import next_working_day
from sanktion.demo.acts import playing
from sanktion.demo.details import example_details
from sanktion.demo.gates import guide, place_in_group
from sanktion.demo.processes import share_out
from sanktion.models import (
    Case,
    CaseStatus,
    Citizen,
    ContactChannel,
    ContactResult,
    EventKind,
    LegalBasis,
    MaterialKind,
    NegativeEvent,
    NothingMore,
    Outcome,
    PaymentEffect,
    ReasonableGround,
    User,
)

SEED = 2026
MONTHS, EVENTS_A_MONTH = 12, 9
RECENT_DAYS = 45  # imported events older than this are taken up as cases one and all
NOT_RELEVANT = [MaterialKind.TIME_SHEETS, MaterialKind.PAYMENTS]
WHY_NOT_RELEVANT = "Borgeren var ikke i et lønnet tilbud."
STATEMENTS = [
    "Jeg var syg den dag og ringede til jobcentret om morgenen, men kom ikke igennem.",
    "Jeg havde fået en ny tid hos lægen og troede, at mødet var flyttet.",
    "Jeg har ikke set indkaldelsen, fordi jeg var flyttet og ikke havde fået min post.",
    "Mit barn blev sygt, og jeg havde ingen til at passe det.",
    "Jeg glemte mødet. Det er jeg ked af.",
]
HAPPENINGS = {
    EventKind.REFUSED_REFERRED_JOB: "Afslog henvist job som lagermedarbejder",
    EventKind.MISSED_STATE_INTERVIEW: "Udeblev fra jobsamtale hos staten",
    EventKind.MISSED_JOB_INTERVIEW: "Udeblev fra samtale i det individuelle kontaktforløb",
    EventKind.MISSED_FOLLOW_UP: "Udeblev fra opfølgningssamtale",
    EventKind.NO_APPLICATION: "Søgte ikke de anviste, åbne jobordrer",
    EventKind.REFUSED_OFFER: "Afviste tilbud om løntilskud",
    EventKind.MISSED_OFFER: "Udeblev fra virksomhedspraktik",
}


def load() -> None:
    """Needs the demo's staff and citizens. Takes up to a minute: every letter is a real PDF."""
    dice = Random(SEED)  # noqa: S311 - dice for made-up data
    register_older_events(dice)
    mark_two_persons()
    citizens = of_each_citizen(events_to_take_up(dice))
    share_out(tell_of, list(citizens)[:: max(1, settings.SANKTION_DEMO_EVERY)])
    demo_post.receipts_come()
    demo_post.many_are_heard_at_once()
    demo_post.someone_is_represented()
    leave_some_without_owner()


def leave_some_without_owner() -> None:
    """What the queue shows in red: as when a colleague has left."""
    with system("demo"):
        for case in Case.objects.open().order_by("next_due", "pk")[3:40:12]:
            case.assign(None, by=None)


def register_older_events(dice: Random) -> None:
    """The imported notices cover the last weeks; the months before them get theirs here."""
    today = timezone.localdate()
    citizens = list(Citizen.objects.select_related("team").order_by("pk"))
    clerk = User.objects.get(username="kirsten")
    for month in range(3, MONTHS):
        for _ in range(EVENTS_A_MONTH):
            day = today - timedelta(days=month * 30 + dice.randrange(30))
            kind, text = dice.choice(list(HAPPENINGS.items()))
            with at(next_working_day(day + timedelta(days=1)), dice), playing(clerk):
                register_event(
                    dice.choice(citizens),
                    kind=kind,
                    occurred_on=day,
                    origin="kommune",
                    description=text,
                    details=example_details(kind, day),
                    by=clerk,
                )


def mark_two_persons() -> None:
    """A few of the citizens, for half a year."""
    today, clerk = timezone.localdate(), User.objects.get(username="kirsten")
    with playing(clerk):
        for citizen in Citizen.objects.order_by("pk")[7:400:60]:
            set_two_persons(citizen, since=today - timedelta(days=30), until=today + timedelta(days=150), by=clerk)


def events_to_take_up(dice: Random) -> Iterator[NegativeEvent]:
    """In the order they happened, so that case numbers rise. Of the newest some still wait for a case."""
    today = timezone.localdate()
    for event in NegativeEvent.objects.without_case().select_related("citizen__team").order_by("occurred_on", "pk"):
        age = (today - event.occurred_on).days
        if event.reference and age > RECENT_DAYS:
            wanted = 0.25
        else:
            wanted = 1.0 if age > 12 else 0.7
        if age >= 2 and dice.random() < wanted:
            yield event


@contextmanager
def at(day: date, dice: Random, after: datetime | None = None) -> Iterator[datetime]:
    """The clock of Python stands at some minute of that day, later than ``after``; the database's own goes on."""
    import time_machine  # the demo alone needs it

    moment = timezone.make_aware(datetime.combine(day, time(8 + dice.randrange(7), dice.randrange(60))))
    if after and moment <= after:
        moment = after + timedelta(minutes=1 + dice.randrange(40))
    with time_machine.travel(moment, tick=False):
        yield moment


def of_each_citizen(events: Iterable[NegativeEvent]) -> Iterable[list[NegativeEvent]]:
    """Whoever has been heard before is heard as such: a citizen's cases are told one after another."""
    found: dict[int, list[NegativeEvent]] = {}
    for event in events:
        found.setdefault(event.citizen_id, []).append(event)
    return found.values()


def tell_of(events: list[NegativeEvent]) -> None:
    """Each with dice of its own: its story does not hang on which process tells which."""
    for event in events:
        Story(event, Random(f"{SEED}-{event.pk}")).tell()  # noqa: S311 - dice for made-up data


class Story:
    """One case from the event to where it has got today."""

    def __init__(self, event: NegativeEvent, dice: Random):
        self.event, self.dice = event, dice
        team = event.citizen.team
        self.clerk = dice.choice(list(User.objects.filter(teams=team, groups__name="sagsbehandler").order_by("pk")))
        self.drivers = list(User.objects.filter(teams=team, groups__name="udkørende").order_by("pk"))
        self.today = timezone.localdate()
        self.day = event.occurred_on
        self.case: Case | None = None
        self.moment: datetime | None = None

    def tell(self) -> None:
        if self.step(1, 4, self.open) and self.step(0, 2, self.hear) and not demo_post.waits(self.case):
            self.hear_back()

    def step(self, least: int, most: int, act: Callable[[datetime], None], by: User | None = None) -> bool:
        """Take one step some days later; False when that day has not come yet."""
        day = next_working_day(self.day + timedelta(days=self.dice.randint(least, most)))
        if day >= self.today:
            return False
        self.day = day
        with at(day, self.dice, self.moment) as self.moment, playing(by or self.clerk):
            if self.case:
                self.case = Case.objects.get(pk=self.case.pk)
            moment = self.moment
            act(moment)
        if self.today - day >= demo_post.LEFT_IN_QUEUE:
            self.post(moment)
        return True

    def post(self, moment) -> None:
        import time_machine

        with time_machine.travel(moment, tick=False), playing(self.clerk):
            demo_post.post(self.case, by=self.clerk)

    def open(self, moment) -> None:
        # A few still lack their details, so that the demo shows what that looks like.
        if self.event.details_pending and self.event.pk % 7:
            details = example_details(self.event.kind, self.event.occurred_on)
            fill_in_event(self.event, details=details, by=self.clerk)
        self.case = open_case(self.event, by=self.clerk)
        place_in_group(self.case)
        guide(self.case, by=self.clerk)

    def hear(self, moment) -> None:
        self.hearing = send_hearing(self.case, channel=None, by=self.clerk)

    def give_more_time(self, moment) -> None:
        to = next_working_day(self.hearing.deadline + timedelta(days=9))
        self.hearing = extend(
            self.hearing,
            to=to,
            reason="du har bedt om tid til at hente en lægeerklæring",
            with_letter=True,
            by=self.clerk,
        ).hearing

    def hear_back(self) -> None:
        # A few have asked for more time; which ones is no throw of the dice, so that the other cases stay the same.
        if self.event.pk % 12 == 5:
            self.step(3, 3, self.give_more_time)
        if self.dice.random() < 0.55:
            self.step(2, 9, self.answer) and self.step(1, 5, self.weigh) and self.step(
                0, 4, self.conclude_with_decision
            )
        elif self.let_expire() and self.seek():
            self.step(5, 9, self.give_up) and self.step(0, 2, self.weigh) and self.step(
                1, 4, self.conclude_with_decision
            )

    def answer(self, moment) -> None:
        record_answer(
            self.hearing,
            text=self.dice.choice(STATEMENTS),
            channel=self.dice.choice(list(AnswerChannel)),
            answered_on=moment.date(),
            by=self.clerk,
        )

    def let_expire(self) -> bool:
        self.day = self.hearing.effective_deadline + timedelta(days=1)
        if self.day > self.today:
            return False
        with at(self.day, self.dice) as self.moment, system("demo"):
            self.hearing.refresh_from_db()
            expire(self.hearing)
        return True

    def seek(self) -> bool:
        return self.step(1, 3, self.call) and self.step(2, 6, self.visit, by=self.drivers[0])

    def call(self, moment) -> None:
        add_attempt(
            self.case,
            channel=ContactChannel.PHONE,
            happened_at=moment,
            result=ContactResult.NOT_REACHED,
            times=2,
            text="Ingen besked lagt.",
            by=self.clerk,
            key=None,
        )

    def visit(self, moment) -> None:
        reached = self.dice.random() < 0.35
        name = self.event.citizen.last_name
        told = "Borgeren har været bortrejst siden sommer." if self.event.pk % 10 == 3 else ""
        facts = [
            ("Adresse på listen", str(self.event.citizen.address)),
            ("Dato", long_date(moment.date())),
            ("Navn på dørtelefon", "Borgerens navn"),
            ("Navn på postkasse", self.dice.choice(["Borgerens navn", f"Andet navn: {name} / Friis", "Intet navn"])),
            ("Navn på hoveddør", "Ikke aflæst"),
            ("Kontakt med borger", "Ja" if reached else "Nej"),
            ("Anden person åbnede", "Ja" if told else "Nej"),
            *([("Oplysninger fra anden person", told)] if told else []),
        ]
        record_attempt(
            self.case,
            channel=ContactChannel.VISIT,
            happened_at=moment,
            reached=reached,
            heading="Hjemmebesøg – kontakt opnået" if reached else "Hjemmebesøg – ingen kontakt",
            text="Borgeren kontakter selv enheden i morgen."
            if reached
            else "Ringet på to gange. Besked lagt i postkassen.",
            facts=facts,
            adverse=bool(told),
            by=self.drivers[0],
        )

    def give_up(self, moment) -> None:
        self.hearing.refresh_from_db()
        conclude(self.hearing, by=self.clerk)

    def weigh(self, moment) -> None:
        self.hearing.refresh_from_db()
        self.excused = self.dice.random() < 0.6 and self.hearing.status == "answered"
        assess(
            self.case,
            is_available=self.excused,
            text="Borgeren søger arbejde og er klar til at begynde."
            if self.excused
            else "Borgeren har ikke deltaget i det, der var aftalt, og har ikke selv henvendt sig.",
            reasonable_ground=ReasonableGround.YES if self.excused else ReasonableGround.NO,
            stated=self.hearing.answer or "",
            weighing="Borgeren har givet en forklaring, der kan lægges til grund."
            if self.excused
            else "Der er ikke oplyst en grund, der kan sidestilles med sygdom eller andet lovligt forfald.",
            **self._payment(moment),
            by=self.clerk,
        )
        # Most caseworkers look at what the supervision would miss while they are at it.
        if self.event.pk % 4:
            waive_material(self.case, NOT_RELEVANT, reason=WHY_NOT_RELEVANT, by=self.clerk)

    def _payment(self, moment) -> dict:
        """Now and then the help is stopped while no one gets hold of the citizen; mostly nothing changes."""
        if self.hearing.status == "answered" or self.dice.random() < 0.7:
            return {"effect": self.dice.choice([PaymentEffect.NONE, PaymentEffect.CONTINUED])}
        why = "Borgeren har ikke henvendt sig, og det er ikke afklaret, om betingelserne for hjælpen er opfyldt."
        return {"effect": PaymentEffect.STOPPED, "starts_on": moment.date(), "effect_text": why}

    def conclude_with_decision(self, moment) -> None:
        outcome = Outcome.NO_SANCTION if self.excused else self.dice.choice([Outcome.DEDUCTION, Outcome.REDUCTION])
        benefit = self.event.citizen.benefit
        basis = LegalBasis.objects.for_event(self.event, act=benefit.act if benefit else "").first()
        effect_from = None if self.excused else moment.date()
        if missing_for(self.case, outcome, effect_from):
            return
        self.hearing.refresh_from_db()
        decide(
            self.case,
            outcome=outcome,
            nothing_more=NothingMore.REASONABLE_GROUND if self.excused else "",
            legal_basis=basis,
            effect_from=effect_from,
            reasons="Vi har vurderet, at du havde en rimelig grund."
            if self.excused
            else "Du udeblev uden en rimelig grund, og du har ikke oplyst noget, der ændrer vores vurdering.",
            answer_to_statement="Vi har læst din forklaring og taget den med i vurderingen."
            if self.hearing.answer
            else "",
            statement=self.hearing.answer or "",
            by=self.clerk,
        )
        self.case.refresh_from_db()
        if self.case.status == CaseStatus.DECIDED and self.dice.random() < 0.8:
            self.step(20, 35, lambda moment: self.case.close(by=self.clerk))
