from django.urls import path

from tilsyn.urls.addresses import SUPERVISION
from tilsyn.views import survey

PAGE = f"{SUPERVISION}svar/"

urlpatterns = [
    path(PAGE, survey.SurveyAnswersView.as_view(), name="survey_answers"),
    path(f"{PAGE}nyt/", survey.SurveyNewView.as_view(), name="survey_new"),
    path(f"{PAGE}<int:answer>/", survey.SurveyAnswerView.as_view(), name="survey_answer"),
    path(f"{PAGE}<int:answer>/fil/", survey.SurveyAnswerFileView.as_view(), name="survey_answer_file"),
]
