from django.urls import path

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import board, selected

urlpatterns = [
    path(f"{SUPERVISION}sager/", board.BoardView.as_view(), name="supervision_cases"),
    path(f"{SUPERVISION}sager.xlsx", board.BoardFileView.as_view(), name="supervision_cases_file"),
    path(f"{SUPERVISION}sager/ansvarlig/", board.OwnersView.as_view(), name="supervision_cases_owners"),
    path(f"{SUPERVISION}sager/bed-om/", board.AskView.as_view(), name="supervision_cases_ask"),
    path(SELECTED, selected.SelectedCaseView.as_view(), name="selected_case"),
    path(f"{SELECTED}materiale/<int:kind>/", selected.MaterialView.as_view(), name="selected_material"),
]
