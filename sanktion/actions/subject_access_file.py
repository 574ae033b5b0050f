"""What a citizen's own export holds: a letter, the citizen's data, each case with its papers, and the access log.

One paper is in memory at a time, whatever the file's length. No name in it says whose it is.
"""

import csv
import io
from collections.abc import Callable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils import timezone

from sanktion.actions.document import LETTER_STYLES
from sanktion.actions.journal import journal_entries, render_journal_sheet
from sanktion.actions.subject_access_log import HEADER, log_rows
from sanktion.base import pdf
from sanktion.contributions import holdings_of
from sanktion.models import (
    AdverseInformation,
    ArchiveDelivery,
    Assessment,
    Case,
    CaseDocument,
    Complaint,
    ContactAttempt,
    CountersignRequest,
    Decision,
    DecisionDraft,
    DisposalCase,
    DocumentContent,
    EventNotice,
    GroundAssessment,
    MaterialWaiver,
    NegativeEvent,
    PaymentConsequence,
    RegisterDeliveryRow,
    RetentionDelay,
    RetentionHold,
    SubjectAccess,
    User,
    WrittenGuidance,
    WrongPayment,
)

STYLES = (*LETTER_STYLES, "css/pdf/subject_access.css")
COVER = "sanktion/letters/subject_access.html"
MASTER_DATA = "sanktion/letters/subject_access_data.html"
CASE_SHEET = "sanktion/letters/subject_access_case.html"
Tell = Callable[[int, int], None]


def write_file(access: SubjectAccess, target: io.RawIOBase, *, tell: Tell) -> None:
    cases = list(Case.objects.filter(citizen=access.citizen).select_related("event", "owner", "team").order_by("pk"))
    documents = CaseDocument.objects.filter(case__in=cases).count()
    total, done = 3 + 2 * len(cases) + documents, 0
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in _papers(access, cases):
            archive.writestr(name, data)
            done += 1
            tell(min(done, total), total)
        with archive.open("02-opslag.csv", "w") as entry:
            _write_log(access, entry)


def _papers(access: SubjectAccess, cases: list[Case]) -> Iterator[tuple[str, bytes]]:
    yield "00-foelgebrev.pdf", _render(COVER, access, cases=cases)
    yield "01-stamoplysninger.pdf", _render(MASTER_DATA, access, **_master_data(access))
    for case in cases:
        folder = f"sager/{case.number}"
        yield f"{folder}/sagsark.pdf", _render(CASE_SHEET, access, case=case, **_case_data(case))
        yield f"{folder}/journal.pdf", render_journal_sheet(case, journal_entries(case), leave_out=False)
        for document in CaseDocument.objects.filter(case=case).select_related("case").order_by("number"):
            # Not ``document.data``: row and content would hold each other, and with them every file that was opened.
            content = DocumentContent.objects.filter(document=document).values_list("data", flat=True)
            yield f"{folder}/{document.file_name}", document.checked(content.get())
    notices = EventNotice.objects.filter(event__citizen=access.citizen, event__case__isnull=True)
    for notice in notices.iterator(chunk_size=1):
        yield f"underretninger/{notice.pk}.pdf", notice.data


def _render(template: str, access: SubjectAccess, **context) -> bytes:
    shared = {
        "access": access,
        "citizen": access.citizen,
        "sender": settings.SANKTION_SENDER,
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return pdf.render(template, shared | context, stylesheets=STYLES, archival=True)


def _master_data(access: SubjectAccess) -> dict:
    citizen = access.citizen
    return {
        "match_categories": citizen.match_categories.all(),
        "job_seeker_periods": citizen.job_seeker_periods.all(),
        "target_groups": citizen.target_groups.all(),
        "events": NegativeEvent.objects.filter(citizen=citizen).select_related("case").order_by("occurred_on", "pk"),
        "earlier": citizen.history.select_related("address", "benefit", "team").order_by("history_date", "history_id"),
        "holdings": holdings_of(citizen),
    }


def _case_data(case: Case) -> dict:
    attempts = sorted(ContactAttempt.objects.filter(case=case), key=lambda attempt: attempt.happened_at)
    authors = User.objects.in_bulk({attempt.content["author_id"] for attempt in attempts})
    return {
        "attempts": [(attempt, authors.get(attempt.content["author_id"])) for attempt in attempts],
        "assessments": Assessment.objects.filter(case=case).select_related("made_by").order_by("made_at"),
        "grounds": GroundAssessment.objects.filter(case=case).select_related("made_by").order_by("made_at"),
        "consequences": PaymentConsequence.objects.filter(case=case).select_related("made_by").order_by("made_at"),
        "decision": Decision.objects.filter(case=case).select_related("legal_basis", "decided_by").first(),
        "draft": DecisionDraft.objects.filter(case=case).select_related("saved_by").first(),
        "asked": CountersignRequest.objects.filter(case=case)
        .select_related("asked_by", "answer__signed_by")
        .order_by("pk"),
        "waivers": MaterialWaiver.objects.filter(case=case).select_related("by").order_by("pk"),
        "guidances": WrittenGuidance.objects.filter(case=case).select_related("document__case").order_by("given_on"),
        "adverse": AdverseInformation.objects.filter(case=case).order_by("noted_at"),
        "complaints": Complaint.objects.filter(case=case).select_related("ruling").order_by("received_on", "pk"),
        "payments": WrongPayment.objects.filter(case=case).select_related("benefit").order_by("period_from", "pk"),
        "deliveries": RegisterDeliveryRow.objects.filter(decision__case=case).select_related("delivery"),
        **_retention(case),
        "changes": case.history.select_related("history_user").order_by("history_date", "history_id"),
        "documents": CaseDocument.objects.filter(case=case).select_related("case").order_by("number"),
    }


def _retention(case: Case) -> dict:
    return {
        "holds": RetentionHold.objects.filter(case=case).select_related("inquiry").order_by("pk"),
        "delays": RetentionDelay.objects.filter(case=case).order_by("pk"),
        "archived": ArchiveDelivery.objects.filter(case=case).first(),
        "disposal": DisposalCase.objects.filter(case=case).select_related("disposal").first(),
    }


def _write_log(access: SubjectAccess, entry) -> None:
    """Row by row: a citizen known for years has been looked at thousands of times."""
    text = io.TextIOWrapper(entry, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(log_rows(access))
    text.flush()
    text.detach()
