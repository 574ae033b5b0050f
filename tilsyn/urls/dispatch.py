from django.urls import path

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import dispatch, dispatch_acts, orientation, procedure

DISPATCHES = f"{SUPERVISION}forsendelse/"
DISPATCH = f"{DISPATCHES}<int:dispatch>/"

urlpatterns = [
    path("tilsyn/fremgangsmaade/", procedure.ProceduresView.as_view(), name="procedures"),
    path("tilsyn/fremgangsmaade/ny/", procedure.ProcedureNewView.as_view(), name="procedure_new"),
    path(DISPATCHES, dispatch.DispatchesView.as_view(), name="dispatches"),
    path(f"{DISPATCHES}ny/", dispatch.DispatchNewView.as_view(), name="dispatch_new"),
    path(DISPATCH, dispatch.DispatchView.as_view(), name="dispatch"),
    path(f"{DISPATCH}fremdrift/", dispatch.DispatchProgressView.as_view(), name="dispatch_progress"),
    path(f"{DISPATCH}send/", dispatch_acts.DispatchSendView.as_view(), name="dispatch_send"),
    path(f"{DISPATCH}igen/", dispatch_acts.DispatchAgainView.as_view(), name="dispatch_again"),
    path(f"{DISPATCH}kasser/", dispatch_acts.DispatchDiscardView.as_view(), name="dispatch_discard"),
    path(f"{DISPATCH}afslut/", dispatch_acts.DispatchCompleteView.as_view(), name="dispatch_complete"),
    path(f"{DISPATCH}trin/<int:step>/", dispatch_acts.DispatchTickView.as_view(), name="dispatch_tick"),
    path(f"{DISPATCH}postet/", dispatch_acts.DispatchPostedView.as_view(), name="dispatch_posted"),
    path(f"{DISPATCH}del/<int:part>/", dispatch_acts.PartDecideView.as_view(), name="dispatch_part"),
    path(f"{DISPATCH}kvittering/", dispatch_acts.ReceiptView.as_view(), name="dispatch_receipt"),
    path(f"{DISPATCH}aktfortegnelse/", dispatch.DispatchIndexView.as_view(), name="dispatch_index"),
    path(f"{DISPATCH}udskrift/", dispatch.DispatchPrintView.as_view(), name="dispatch_print"),
    path(f"{DISPATCH}orientering/", dispatch_acts.OrientationsAgainView.as_view(), name="orientations_again"),
    path(f"{SELECTED}orientering/", orientation.OrientationHandOutView.as_view(), name="orientation_hand_out"),
]
