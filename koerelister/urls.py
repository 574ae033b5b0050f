from django.urls import path

from koerelister.views import areas, lists, plans, separate, setup, statistics, stops

LIST = "koerelister/<int:pk>/"
STOP = f"{LIST}stop/<int:position>/"
AREA = "koerelister/omraader/<int:pk>/"
SEPARATE = "koerelister/saerskilt/"

urlpatterns = [
    path("koerelister/", lists.RoutesView.as_view(), name="routes"),
    path("koerelister/planlaeg/", plans.PlanNewView.as_view(), name="plan_new"),
    path("koerelister/planer/<int:pk>/", plans.PlanView.as_view(), name="plan_detail"),
    path("koerelister/planer/<int:pk>/fremdrift/", plans.PlanProgressView.as_view(), name="plan_progress"),
    path("koerelister/planer/<int:pk>/igen/", plans.PlanRetryView.as_view(), name="plan_retry"),
    path("koerelister/hold/", setup.CrewsView.as_view(), name="crews"),
    path("koerelister/hold/nyt/", setup.CrewNewView.as_view(), name="crew_new"),
    path("koerelister/hold/<int:pk>/", setup.CrewEditView.as_view(), name="crew_edit"),
    path("koerelister/omraader/", areas.AreasView.as_view(), name="areas"),
    path("koerelister/omraader/nyt/", areas.AreaNewView.as_view(), name="area_new"),
    path("koerelister/omraader/uden/", areas.OutsideView.as_view(), name="areas_outside"),
    path(AREA, areas.AreaEditView.as_view(), name="area_edit"),
    path(f"{AREA}graense/", areas.BorderView.as_view(), name="area_border"),
    path(f"{AREA}graense/fjern/", areas.BorderRemoveView.as_view(), name="area_border_remove"),
    path(f"{AREA}gader/", areas.StreetNewView.as_view(), name="area_street_new"),
    path(f"{AREA}gader/<int:rule>/fjern/", areas.StreetRemoveView.as_view(), name="area_street_remove"),
    path(f"{AREA}adresser/", areas.OverridesView.as_view(), name="area_override_new"),
    path(f"{AREA}adresser/<int:rule>/fjern/", areas.OverrideRemoveView.as_view(), name="area_override_remove"),
    path(SEPARATE, separate.SeparatesView.as_view(), name="separates"),
    path(f"{SEPARATE}ny/", separate.SeparateAskView.as_view(), name="separate_ask"),
    path(f"{SEPARATE}<int:pk>/", separate.SeparateAnswerView.as_view(), name="separate_answer"),
    path(f"{SEPARATE}<int:pk>/vis/", separate.SeparateWhoView.as_view(), name="separate_who"),
    path(f"{SEPARATE}<int:pk>/fjern/", separate.SeparateWithdrawView.as_view(), name="separate_withdraw"),
    path(f"{SEPARATE}<int:pk>/liste/", separate.SeparateListView.as_view(), name="separate_list_new"),
    path(LIST, lists.RouteListView.as_view(), name="route_list"),
    path(f"{LIST}udskriv/", lists.PrintView.as_view(), name="route_print"),
    path(f"{LIST}registrer/", stops.RegisterView.as_view(), name="route_register"),
    path(f"{LIST}destruer/", lists.DestroyView.as_view(), name="route_destroy"),
    path(STOP, stops.StopVisitView.as_view(), name="stop_visit"),
    path(f"{STOP}vis/", separate.StopWhoView.as_view(), name="stop_who"),
    path(f"{STOP}registrer/", stops.StopRegisterView.as_view(), name="stop_register"),
    path(f"{STOP}stryg/", stops.StopStrikeView.as_view(), name="stop_strike"),
    path(f"{STOP}flyt/", stops.StopMoveView.as_view(), name="stop_move"),
    path("statistik/", statistics.StatisticsView.as_view(), name="statistics"),
]
