from django.urls import path

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import assessment, follow_up, result

CASE = f"{SELECTED}vurdering/"
RESULT = f"{SUPERVISION}resultat/"
FOLLOW_UPS = f"{SUPERVISION}opfoelgning/"
FOLLOW_UP = f"{FOLLOW_UPS}<int:pk>/"

urlpatterns = [
    path(f"{SUPERVISION}vurderinger/", assessment.AssessmentsView.as_view(), name="supervision_assessments"),
    path(CASE, assessment.AssessmentView.as_view(), name="supervision_assessment"),
    path(f"{CASE}ny/", assessment.AssessmentNewView.as_view(), name="supervision_assessment_new"),
    path(f"{CASE}svar/", assessment.AssessmentAnswerView.as_view(), name="supervision_assessment_answer"),
    path(f"{CASE}bemaerkninger/", assessment.RemarksView.as_view(), name="supervision_remarks"),
    path(f"{CASE}ingen-bemaerkninger/", assessment.NoRemarksView.as_view(), name="supervision_no_remarks"),
    path(f"{CASE}staar/", assessment.ConcludeView.as_view(), name="supervision_assessment_conclude"),
    path(f"{CASE}fejludbetaling/", assessment.AssessmentPaymentView.as_view(), name="supervision_payment"),
    path(f"{CASE}fejludbetaling/knyt/", assessment.AssessmentLinkView.as_view(), name="supervision_payment_link"),
    path(RESULT, result.ResultView.as_view(), name="supervision_result"),
    path(f"{RESULT}registrer/", result.ResultEditView.as_view(), name="supervision_result_edit"),
    path(f"{RESULT}orienteret/", result.ToldNewView.as_view(), name="supervision_told_new"),
    path(f"{RESULT}revisor.pdf", result.AuditorFileView.as_view(), name="supervision_auditor_pdf"),
    path(f"{RESULT}revisor.csv", result.AuditorFileView.as_view(file_format="csv"), name="supervision_auditor_csv"),
    path(FOLLOW_UPS, follow_up.FollowUpsView.as_view(), name="supervision_follow_ups"),
    path(f"{FOLLOW_UPS}ny/", follow_up.FollowUpNewView.as_view(), name="supervision_follow_up_new"),
    path(FOLLOW_UP, follow_up.FollowUpView.as_view(), name="supervision_follow_up"),
    path(f"{FOLLOW_UP}udfoert/", follow_up.FollowUpDoneView.as_view(), name="supervision_follow_up_done"),
    path(f"{FOLLOW_UP}dialog/", follow_up.DialogueNewView.as_view(), name="supervision_dialogue_new"),
]
