from django.urls import path

from tilsyn.urls.addresses import SUPERVISION
from tilsyn.views import requests

urlpatterns = [
    path("tilsyn/", requests.SupervisionsView.as_view(), name="supervisions"),
    path(SUPERVISION, requests.SupervisionView.as_view(), name="supervision"),
    path(f"{SUPERVISION}breve/<int:paper>/", requests.PaperView.as_view(), name="supervision_paper"),
]
