from django.urls import path

from tilsyn.urls.addresses import SUPERVISION
from tilsyn.views import calendar, directorate, requests, steps

urlpatterns = [
    path("tilsyn/", requests.SupervisionsView.as_view(), name="supervisions"),
    path("tilsyn/ny/", requests.RequestNewView.as_view(), name="supervision_new"),
    path("tilsyn/kalender/", calendar.CalendarView.as_view(), name="supervision_calendar"),
    path(SUPERVISION, requests.SupervisionView.as_view(), name="supervision"),
    path(f"{SUPERVISION}ret/", requests.RequestEditView.as_view(), name="supervision_edit"),
    path(f"{SUPERVISION}breve/ny/", requests.LetterNewView.as_view(), name="supervision_letter_new"),
    path(f"{SUPERVISION}breve/<int:paper>/", requests.PaperView.as_view(), name="supervision_paper"),
    path(f"{SUPERVISION}besoeg-holdt/", steps.VisitHeldView.as_view(), name="supervision_visit_held"),
    path(f"{SUPERVISION}afslut/", steps.EndView.as_view(), name="supervision_end"),
    path(f"{SUPERVISION}luk/", steps.CloseView.as_view(), name="supervision_close"),
    path(f"{SUPERVISION}bortfald/", steps.LapseView.as_view(), name="supervision_lapse"),
    path(f"{SUPERVISION}forsinkelse/", steps.DelayView.as_view(), name="supervision_delay"),
    path(
        f"{SUPERVISION}direktoratet-forsinket/",
        steps.DirectorateDelayView.as_view(),
        name="supervision_directorate_delay",
    ),
    path("tilsynsmyndighed/", directorate.DirectoratesView.as_view(), name="directorates"),
    path("tilsynsmyndighed/ny/", directorate.DirectorateNewView.as_view(), name="directorate_new"),
    path("tilsynsmyndighed/<int:pk>/ret/", directorate.DirectorateEditView.as_view(), name="directorate_edit"),
]
