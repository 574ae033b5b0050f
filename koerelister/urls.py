from django.urls import path

from koerelister.views import drafts, lists, months, outcomes, plans, published, setup, statistics, stops

LIST = "koerelister/<int:pk>/"
STOP = f"{LIST}stop/<int:position>/"

urlpatterns = [
    path("koerelister/", lists.RoutesView.as_view(), name="routes"),
    path("koerelister/planlaeg/", plans.PlanNewView.as_view(), name="plan_new"),
    path("koerelister/planer/<int:pk>/", plans.PlanView.as_view(), name="plan_detail"),
    path("koerelister/planer/<int:pk>/fremdrift/", plans.PlanProgressView.as_view(), name="plan_progress"),
    path("koerelister/planer/<int:pk>/igen/", plans.PlanRetryView.as_view(), name="plan_retry"),
    path("koerelister/planer/<int:pk>/udgiv/", drafts.PlanPublishView.as_view(), name="plan_publish"),
    path("koerelister/planer/<int:pk>/kasser/", drafts.PlanDiscardView.as_view(), name="plan_discard"),
    path("koerelister/planer/<int:pk>/flyt/", drafts.PlanBoardView.as_view(), name="plan_board"),
    path("koerelister/planer/<int:pk>/omlaeg/<int:area>/", drafts.PlanReplanView.as_view(), name="plan_replan"),
    path("koerelister/hold/", setup.CrewsView.as_view(), name="crews"),
    path("koerelister/hold/nyt/", setup.CrewNewView.as_view(), name="crew_new"),
    path("koerelister/hold/<int:pk>/", setup.CrewEditView.as_view(), name="crew_edit"),
    path("koerelister/moedesteder/", setup.MeetingPlacesView.as_view(), name="meeting_places"),
    path("koerelister/moedesteder/nyt/", setup.MeetingPlaceNewView.as_view(), name="meeting_place_new"),
    path("koerelister/moedesteder/<int:pk>/", setup.MeetingPlaceEditView.as_view(), name="meeting_place_edit"),
    path("koerelister/omraader/", setup.AreasView.as_view(), name="areas"),
    path("koerelister/omraader/nyt/", setup.AreaNewView.as_view(), name="area_new"),
    path("koerelister/omraader/<int:pk>/", setup.AreaEditView.as_view(), name="area_edit"),
    path(LIST, lists.RouteListView.as_view(), name="route_list"),
    path(f"{LIST}udgiv/", drafts.RoutePublishView.as_view(), name="route_publish"),
    path(f"{LIST}tilfoej/", drafts.RouteAddView.as_view(), name="route_add"),
    path(f"{LIST}udskriv/", lists.PrintView.as_view(), name="route_print"),
    path(f"{LIST}registrer/", stops.RegisterView.as_view(), name="route_register"),
    path(f"{LIST}destruer/", lists.DestroyView.as_view(), name="route_destroy"),
    path(STOP, stops.StopVisitView.as_view(), name="stop_visit"),
    path(f"{STOP}registrer/", stops.StopRegisterView.as_view(), name="stop_register"),
    path(f"{STOP}stryg/", stops.StopStrikeView.as_view(), name="stop_strike"),
    path(f"{STOP}flyt/", stops.StopMoveView.as_view(), name="stop_move"),
    path("statistik/", statistics.StatisticsView.as_view(), name="statistics"),
    path("statistik/udlevering/", published.PublishedView.as_view(), name="statistics_published"),
    path("statistik/udlevering/hent/", published.StatisticsFileView.as_view(), name="statistics_file"),
    path("statistik/maaneder/", months.MonthsView.as_view(), name="statistics_months"),
    path("statistik/maaneder/<int:year>-<int:month>/luk/", months.MonthCloseView.as_view(), name="statistics_close"),
    path("statistik/ret/", months.CorrectionView.as_view(), name="statistics_correct"),
    path("statistik/udfald/", outcomes.OutcomesView.as_view(), name="outcomes"),
    path("statistik/udfald/forslag/", outcomes.OutcomeProposeView.as_view(), name="outcomes_propose"),
    path("statistik/udfald/godkend/", outcomes.OutcomeApproveView.as_view(), name="outcomes_approve"),
    path("statistik/udfald/stop/", outcomes.OutcomeWithdrawView.as_view(), name="outcomes_withdraw"),
]
