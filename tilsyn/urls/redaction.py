from django.urls import path, register_converter

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import held_back, redaction, redaction_acts


class HeldPaper:
    """A paper by its number in the case; the journal sheet has none."""

    regex = r"journal|dokument-[0-9]{1,6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(HeldPaper, "held")

HELD = f"{SUPERVISION}tilbageholdt/"
PAPER = f"{SELECTED}tilbagehold/<held:held>/"

urlpatterns = [
    path(HELD, held_back.HeldBackView.as_view(), name="held_back"),
    path(f"{HELD}log/", held_back.LogView.as_view(), name="held_back_log"),
    path(f"{HELD}log.pdf", held_back.LogPdfView.as_view(), name="held_back_log_pdf"),
    path(f"{HELD}log.csv", held_back.LogCsvView.as_view(), name="held_back_log_csv"),
    path(PAPER, redaction.HoldBackView.as_view(), name="holdback"),
    path(f"{PAPER}side/<int:page>.png", redaction.PageView.as_view(), name="holdback_page"),
    path(f"{PAPER}efter/<int:page>.png", redaction.PageAfterView.as_view(), name="holdback_after"),
    path(f"{PAPER}efter.pdf", redaction.AfterView.as_view(), name="holdback_pdf"),
    path(f"{PAPER}godkend/", redaction.DecideView.as_view(), name="holdback_decide"),
    path(f"{PAPER}begynd/", redaction_acts.OpenView.as_view(), name="holdback_open"),
    path(f"{PAPER}marker/", redaction_acts.MarkView.as_view(), name="holdback_mark"),
    path(f"{PAPER}marker/<int:mark>/", redaction_acts.ChangeMarkView.as_view(), name="holdback_change"),
    path(f"{PAPER}omfang/", redaction_acts.ScopeView.as_view(), name="holdback_scope"),
    path(f"{PAPER}send/", redaction_acts.SendView.as_view(), name="holdback_send"),
    path(f"{PAPER}fortryd/", redaction_acts.UndoView.as_view(), name="holdback_undo"),
]
