from django.urls import path

from sanktion.views import case, citizen, decision, document, event, home, imports, queue, search, staff

CASE = "sager/<str:number>/"
CITIZEN = "borgere/<int:pk>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("tilgaengelighed/", home.AccessibilityView.as_view(), name="accessibility"),
    path("koe/", queue.QueueView.as_view(), name="queue"),
    path("soeg/", search.SearchView.as_view(), name="search"),
    path("haendelser/", event.EventsView.as_view(), name="events"),
    path("haendelser/<int:pk>/sag/", event.OpenCaseView.as_view(), name="open_case"),
    path(CITIZEN, citizen.CitizenView.as_view(), name="citizen"),
    path(f"{CITIZEN}cpr/", citizen.CitizenCprView.as_view(), name="citizen_cpr"),
    path(f"{CITIZEN}adresse/", citizen.CitizenAddressView.as_view(), name="citizen_address"),
    path(f"{CITIZEN}haendelse/", citizen.EventNewView.as_view(), name="event_new"),
    path(CASE, case.CaseView.as_view(), name="case"),
    path(f"{CASE}adresse/", case.CaseAddressView.as_view(), name="case_address"),
    path(f"{CASE}haendelser/", case.CaseEventsView.as_view(), name="case_events"),
    path(f"{CASE}aendringslog/", case.CaseHistoryView.as_view(), name="case_history"),
    path(f"{CASE}notat/", case.NoteView.as_view(), name="note_new"),
    path(f"{CASE}sagsbehandler/", case.AssignView.as_view(), name="case_assign"),
    path(f"{CASE}luk/", case.CloseView.as_view(), name="case_close"),
    path(f"{CASE}dokumenter/", document.CaseDocumentsView.as_view(), name="case_documents"),
    path(f"{CASE}dokumenter/<int:document_number>/", document.DocumentView.as_view(), name="document"),
    path(f"{CASE}vurdering/", decision.AssessView.as_view(), name="assess"),
    path(f"{CASE}afgoerelse/", decision.DecideView.as_view(), name="decide"),
    path(f"{CASE}afgoerelse/brev/", decision.DecisionPreviewView.as_view(), name="decision_preview"),
    path("indlaesning/", imports.ImportsView.as_view(), name="imports"),
    path("indlaesning/ny/", imports.ImportNewView.as_view(), name="import_new"),
    path("indlaesning/<int:pk>/", imports.ImportDetailView.as_view(), name="import_detail"),
    path("indlaesning/<int:pk>/start/", imports.ImportStartView.as_view(), name="import_start"),
    path("indlaesning/<int:pk>/status/", imports.ImportProgressView.as_view(), name="import_progress"),
    path("indlaesning/<int:pk>/afviste/", imports.ImportRejectsView.as_view(), name="import_rejects"),
    path("indlaesning/<int:pk>/slet-fejl/", imports.ImportForgetRowsView.as_view(), name="import_forget_rows"),
    path("indlaesning/<int:pk>/slet/", imports.ImportDiscardView.as_view(), name="import_discard"),
    path("medarbejdere/", staff.StaffView.as_view(), name="staff"),
    path("medarbejdere/ny/", staff.StaffNewView.as_view(), name="staff_new"),
    path("medarbejdere/teams/", staff.TeamsView.as_view(), name="teams"),
    path("medarbejdere/teams/nyt/", staff.TeamNewView.as_view(), name="team_new"),
    path("medarbejdere/teams/<int:pk>/", staff.TeamEditView.as_view(), name="team_edit"),
    path("medarbejdere/<int:pk>/", staff.StaffEditView.as_view(), name="staff_edit"),
    path("medarbejdere/<int:pk>/adgangskode/", staff.StaffPasswordView.as_view(), name="staff_password"),
    path("medarbejdere/<int:pk>/luk/", staff.StaffCloseView.as_view(), name="staff_close"),
    path("medarbejdere/<int:pk>/genaabn/", staff.StaffReopenView.as_view(), name="staff_reopen"),
    path("adgangskode/", staff.OwnPasswordView.as_view(), name="password_change"),
]
