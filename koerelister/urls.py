from django.urls import path

from koerelister.views import field, lists, plans, setup, statistics, stops

LIST = "koerelister/<int:pk>/"
STOP = f"{LIST}stop/<int:position>/"

urlpatterns = [
    path("koerelister/", lists.RoutesView.as_view(), name="routes"),
    path("koerelister/planlaeg/", plans.PlanNewView.as_view(), name="plan_new"),
    path("koerelister/planer/<int:pk>/", plans.PlanView.as_view(), name="plan_detail"),
    path("koerelister/planer/<int:pk>/fremdrift/", plans.PlanProgressView.as_view(), name="plan_progress"),
    path("koerelister/planer/<int:pk>/igen/", plans.PlanRetryView.as_view(), name="plan_retry"),
    path("koerelister/hold/", setup.CrewsView.as_view(), name="crews"),
    path("koerelister/hold/nyt/", setup.CrewNewView.as_view(), name="crew_new"),
    path("koerelister/hold/<int:pk>/", setup.CrewEditView.as_view(), name="crew_edit"),
    path("koerelister/omraader/", setup.AreasView.as_view(), name="areas"),
    path("koerelister/omraader/nyt/", setup.AreaNewView.as_view(), name="area_new"),
    path("koerelister/omraader/<int:pk>/", setup.AreaEditView.as_view(), name="area_edit"),
    path("koerelister/felt/", field.FieldView.as_view(), name="field"),
    path("koerelister/felt/worker.js", field.WorkerView.as_view(), name="field_worker"),
    path("koerelister/felt/lister/", field.CarriedView.as_view(), name="field_lists"),
    path("koerelister/felt/slettet/", field.WipedView.as_view(), name="field_wiped"),
    path(f"{LIST}felt/hent/", field.HandOutView.as_view(), name="field_hand_out"),
    path(f"{LIST}felt/tilstand/", field.StateView.as_view(), name="field_state"),
    path(f"{LIST}felt/stop/<int:position>/", field.EntryView.as_view(), name="field_entry"),
    path(f"{LIST}felt/stop/<int:position>/bemaerkning/", field.RemarkView.as_view(), name="field_remark"),
    path(LIST, lists.RouteListView.as_view(), name="route_list"),
    path(f"{LIST}udskriv/", lists.PrintView.as_view(), name="route_print"),
    path(f"{LIST}registrer/", stops.RegisterView.as_view(), name="route_register"),
    path(f"{LIST}destruer/", lists.DestroyView.as_view(), name="route_destroy"),
    path(STOP, stops.StopVisitView.as_view(), name="stop_visit"),
    path(f"{STOP}registrer/", stops.StopRegisterView.as_view(), name="stop_register"),
    path(f"{STOP}stryg/", stops.StopStrikeView.as_view(), name="stop_strike"),
    path(f"{STOP}flyt/", stops.StopMoveView.as_view(), name="stop_move"),
    path("statistik/", statistics.StatisticsView.as_view(), name="statistics"),
]
