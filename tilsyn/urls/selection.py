from django.urls import path

from tilsyn.urls.addresses import SUPERVISION
from tilsyn.views import selection, selection_destruction, selection_period

BASE = f"{SUPERVISION}udvaelgelse/"
LIST = f"{BASE}<int:list>/"

urlpatterns = [
    path(BASE, selection.SelectionView.as_view(), name="selection"),
    path(f"{BASE}ny/", selection.ListNewView.as_view(), name="selection_new"),
    path(f"{BASE}periode/", selection_period.PeriodView.as_view(), name="selection_period"),
    path(f"{BASE}periode/fil/", selection_period.PeriodFileView.as_view(), name="selection_period_file"),
    path(
        f"{BASE}destruktioner/<int:sequence>/",
        selection_destruction.DestructionView.as_view(),
        name="selection_destruction",
    ),
    path(
        f"{BASE}destruktioner/<int:sequence>/kontrol/",
        selection_destruction.DestructionCheckView.as_view(),
        name="selection_destruction_check",
    ),
    path(LIST, selection.ListView.as_view(), name="selection_list"),
    path(f"{LIST}sager/", selection.ListNameView.as_view(), name="selection_name"),
    path(f"{LIST}igen/", selection.ListLookAgainView.as_view(), name="selection_look_again"),
    path(f"{LIST}slet/", selection.ListDiscardView.as_view(), name="selection_discard"),
    path(f"{LIST}svar/", selection.AnswerFileView.as_view(), name="selection_answer"),
    path(f"{LIST}sendt/", selection.AnswerSentView.as_view(), name="selection_sent"),
    path(f"{LIST}raekker/<int:row>/", selection.CorrectionView.as_view(), name="selection_correction"),
]
