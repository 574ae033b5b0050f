from django.urls import path

from parthoering.views import batch, contact, documentation, extension, hearing, printing, representative, sending

CASE = "sager/<str:number>/"
BATCH = "koe/partshoering/"

urlpatterns = [
    path(BATCH, batch.BatchesView.as_view(), name="hearing_batches"),
    path(f"{BATCH}ny/", batch.BatchNewView.as_view(), name="hearing_batch_new"),
    path(f"{BATCH}send/", batch.BatchStartView.as_view(), name="hearing_batch_start"),
    path(f"{BATCH}<int:pk>/", batch.BatchView.as_view(), name="hearing_batch"),
    path(f"{BATCH}<int:pk>/status/", batch.BatchProgressView.as_view(), name="hearing_batch_progress"),
    path(f"{BATCH}<int:pk>/stop/", batch.BatchStopView.as_view(), name="hearing_batch_stop"),
    path(f"{CASE}partshoering/ny/", hearing.HearingNewView.as_view(), name="hearing_new"),
    path(f"{CASE}partshoering/brev/", hearing.HearingPreviewView.as_view(), name="hearing_preview"),
    path(f"{CASE}partshoering/svar/", hearing.HearingAnswerView.as_view(), name="hearing_answer"),
    path(f"{CASE}partshoering/udsaet/", extension.HearingExtendView.as_view(), name="hearing_extend"),
    path(f"{CASE}partshoering/send-igen/", sending.HearingResendView.as_view(), name="hearing_resend"),
    path(
        f"{CASE}partshoering/kan-ikke-leveres/",
        sending.HearingUndeliverableView.as_view(),
        name="hearing_undeliverable",
    ),
    path(f"{CASE}breve/<int:pk>/retur/", sending.DeliveryReturnedView.as_view(), name="delivery_returned"),
    path(f"{CASE}repraesentanter/", representative.RepresentativesView.as_view(), name="representatives"),
    path(f"{CASE}repraesentanter/ny/", representative.RepresentativeView.as_view(), name="representative_new"),
    path(f"{CASE}repraesentanter/<int:pk>/", representative.RepresentativeView.as_view(), name="representative"),
    path("printkoe/", printing.PrintQueueView.as_view(), name="print_queue"),
    path("printkoe/udskriv/", printing.PrintLettersView.as_view(), name="print_letters"),
    path("printkoe/postet/", printing.PostLettersView.as_view(), name="post_letters"),
    path("kvitteringer/afviste/", printing.RejectedReceiptsView.as_view(), name="rejected_receipts"),
    path(f"{CASE}afgoerelse/send/", sending.DecisionSendView.as_view(), name="decision_send"),
    path(f"{CASE}kontakt/ny/", contact.ContactNewView.as_view(), name="contact_new"),
    path(f"{CASE}kontakt/afslut/", contact.HearingConcludeView.as_view(), name="hearing_conclude"),
    path(f"{CASE}kontakt/dokumentation/", documentation.DocumentationView.as_view(), name="contact_documentation"),
    path(f"{CASE}kontakt/kontrol/", documentation.ChecksumView.as_view(), name="contact_check"),
]
