"""What the directorate held of the supervisions that are over, what came of it, and what it is measured by."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.conf import settings

from sanktion.models import MaterialKind, User
from tilsyn.actions.assessment import conclude, flag_payment, receive_answer, receive_assessment, send_remarks
from tilsyn.actions.follow_up import finish_follow_up, note_dialogue, plan_follow_up
from tilsyn.actions.result import note_told, record_result
from tilsyn.actions.trend import set_target, take_in
from tilsyn.demo.scene import again, letter, on
from tilsyn.figures.results import amount_found, counted
from tilsyn.models import (
    FollowUpKind,
    Recipient,
    SelectedCase,
    Severity,
    Supervision,
)
from tilsyn.verdicts import Verdict

AMOUNT, PERIOD = 412_350, 30
HEARD, FINAL, RESULT, TOLD = 10, 28, 60, 70
WRONG = "Journalen viser ikke, at borgeren blev vejledt om følgerne, før hjælpen blev sat ned."
UPHELD = "Bemærkningerne giver ikke anledning til en anden vurdering: vejledningen skal fremgå af sagen."
REMARKS = "Borgeren blev vejledt mundtligt ved samtalen. Vi har ikke fundet et notat om det i sagen."
MISSED = "Materialet viser ikke, hvad borgeren har forklaret, og hvad der var udbetalt."
LETTER = "Sag {number}\n\n{text}\n\nDemo: opdigtet brev."
OVERALL = "Afgørelserne følger reglerne, men vejledningen skal skrives ned i hver sag."
REFORMED = "Skabelonen til journalen spørger nu om vejledningen, og alle sagsbehandlere er vist den."
TOLD_OF_RESULT = {Recipient.COUNCIL: "Sag på byrådets møde", Recipient.AUDITOR: "Brev til revisor samme dag"}
TOLD_OF_VISIT = {Recipient.CITIZENS: "Brev til hver borger", Recipient.DIRECTORATE: "Aftalt ved besøget"}
OTHERS = (
    "kommune;forkerte;ikke vurderet;ingen kritik;udgået;praksis\n"
    "Nordby;3;2;24;1;Vejleder skriftligt i hvert brev\nSønderby;5;1;33;1;\nVesterby;1;1;17;1;To læser hver afgørelse\n"
    "Østerby;4;4;21;1;\n{own};3;1;6;1;\n"
)


def assess(supervision: Supervision, *, wrong: int, refund: bool, by: User) -> None:
    """The first ones wrong, one that could not be assessed, and the rest without criticism."""
    received_on = supervision.ended_on + timedelta(days=14)
    for position, selected in enumerate(_taking_part(supervision)):
        facts = _no_criticism(received_on)
        if position < wrong:
            facts = _wrong(received_on, refund=refund)
        elif position == wrong and refund:
            facts = _not_assessable(received_on)
        with on(received_on, by):
            # Nobody reads the letters that say nothing, and each takes its time to make.
            paper = None if facts["agrees"] else letter(LETTER.format(number=selected.case.number, text=facts["text"]))
            assessment = receive_assessment(selected, file=paper, **facts, by=by, key=uuid4())
        if facts["has_refund"]:
            _through_hearing(assessment, facts, by=by)
        else:
            with on(assessment.due + timedelta(days=1), by):
                conclude(assessment, by=by)


def _through_hearing(assessment, facts: dict, *, by: User) -> None:
    received_on = facts["received_on"]
    with on(received_on + timedelta(days=HEARD), by):
        send_remarks(assessment, text=REMARKS, by=by)
    final_on = received_on + timedelta(days=FINAL)
    with on(final_on, by):
        paper = letter(LETTER.format(number=assessment.selected.case.number, text=UPHELD))
        receive_answer(assessment, file=paper, **facts | {"received_on": final_on, "text": UPHELD}, by=by)
        period = {name: facts[name] for name in ("amount", "period_from", "period_to")}
        if benefit := assessment.selected.case.citizen.benefit:
            flag_payment(assessment, **period, benefit=benefit, scheme="Refusion, 50 %", found=WRONG, by=by)


def _verdict(received_on: date, verdict: Verdict, **facts) -> dict:
    nothing = {"severity": "", "missing": [], "has_refund": False, "agrees": False, "text": ""}
    nothing |= dict.fromkeys(("amount", "period_from", "period_to"))
    return nothing | {"received_on": received_on, "verdict": verdict} | facts


def _wrong(received_on: date, *, refund: bool) -> dict:
    period = {"period_from": received_on - timedelta(days=120), "period_to": received_on - timedelta(days=90)}
    money = {"has_refund": True, "amount": AMOUNT, **period} if refund else {}
    return _verdict(received_on, Verdict.WRONG, severity=Severity.SERIOUS, text=WRONG, **money)


def _not_assessable(received_on: date) -> dict:
    missing = [MaterialKind.EXPLANATION, MaterialKind.PAYMENTS]
    return _verdict(received_on, Verdict.NOT_ASSESSABLE, missing=missing, text=MISSED)


def _no_criticism(received_on: date) -> dict:
    return _verdict(received_on, Verdict.NO_CRITICISM, agrees=True, text="Afgørelsen følger reglerne.")


def conclude_with_result(supervision: Supervision, *, by: User) -> None:
    received_on = supervision.ended_on + timedelta(days=RESULT)
    counts = {verdict.value: count for verdict, count in counted(supervision).items()}
    with on(received_on, by):
        facts = {"received_on": received_on, "follows_rules": True, "text": OVERALL}
        facts |= counts | {"wrong_paid": amount_found(supervision)}
        paper = letter(f"Samlet resultat af tilsyn {supervision.number}\n\n{OVERALL}\n\nDemo: opdigtet brev.")
        record_result(supervision, file=paper, by=by, key=uuid4(), **facts)
    told_on = supervision.ended_on + timedelta(days=TOLD)
    # Whom a dispatch has told needs no note.
    by_hand = TOLD_OF_RESULT if supervision.dispatches.exists() else TOLD_OF_RESULT | TOLD_OF_VISIT
    with on(told_on, by):
        for recipient, how in by_hand.items():
            note_told(supervision, recipient=recipient, told_on=told_on, how=how, by=by, key=uuid4())


def follow_up(supervision: Supervision, today: date, *, by: User) -> None:
    """One done, and one that the unit still has before it."""
    begun, done_on = today - timedelta(days=60), today - timedelta(days=30)
    own = {"owner": by, "by": by}
    with on(begun, by):
        teaching = {
            "kind": FollowUpKind.TEACHING,
            "reason": "",
            "title": "Ny skabelon: vejledningen skrives i journalen",
        }
        template = plan_follow_up(supervision, **teaching, due=done_on, **own, key=uuid4())
        talk = {"kind": FollowUpKind.DIALOGUE, "reason": "", "title": "Dialog om materiale, der mangler"}
        dialogue = plan_follow_up(supervision, **talk, due=today + timedelta(days=30), **own, key=uuid4())
    with on(done_on, by):
        proof = letter(f"Referat af undervisning\n\n{REFORMED}\n\nDemo: opdigtet brev.")
        finish_follow_up(template, done_on=done_on, outcome=REFORMED, file=proof, by=by)
        areas, methods = "Udbetalingsspecifikationer mangler i sagerne.", "De hentes, når sagen afgøres."
        note_dialogue(dialogue, held_on=done_on, areas=areas, methods=methods, by=by, key=uuid4())


def measure(today: date, *, by: User) -> None:
    """The targets of two years, and a report of invented municipalities."""
    with on(today, by):
        for year, percent in ((today.year - 1, Decimal("12.0")), (today.year, Decimal("10.0"))):
            set_target(year=year, percent=percent, source=f"Direktoratets brev om mål for {year} (demo)", by=by)
        own = settings.SANKTION_SENDER["municipality"].removesuffix(" Kommune")
        data = OTHERS.format(own=own).encode()
        title = f"Tilsyn med rådighed {today.year} (opdigtet)"
        take_in(data, year=today.year, title=title, source="Demo: opdigtede tal", by=by)


def _taking_part(supervision: Supervision) -> list[SelectedCase]:
    found = SelectedCase.objects.taking_part().filter(supervision=again(supervision))
    return list(found.select_related("case__citizen__benefit").order_by("number"))
