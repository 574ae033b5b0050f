from django.urls import path

from parthoering import views

CASE = "sager/<str:number>/"

urlpatterns = [
    path(f"{CASE}partshoering/ny/", views.HearingNewView.as_view(), name="hearing_new"),
    path(f"{CASE}partshoering/brev/", views.HearingPreviewView.as_view(), name="hearing_preview"),
    path(f"{CASE}partshoering/svar/", views.HearingAnswerView.as_view(), name="hearing_answer"),
    path(f"{CASE}partshoering/send-igen/", views.HearingResendView.as_view(), name="hearing_resend"),
    path(f"{CASE}afgoerelse/send/", views.DecisionSendView.as_view(), name="decision_send"),
    path(f"{CASE}kontakt/ny/", views.ContactNewView.as_view(), name="contact_new"),
    path(f"{CASE}kontakt/afslut/", views.HearingConcludeView.as_view(), name="hearing_conclude"),
    path(f"{CASE}kontakt/dokumentation/", views.ContactDocumentationView.as_view(), name="contact_documentation"),
]
