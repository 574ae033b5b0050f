from django.urls import path

from tilsyn.views import checklist, mock

MOCK = "tilsyn/egen-kontrol/"
REVIEW = f"{MOCK}<int:pk>/sager/<int:review>/"

urlpatterns = [
    path(MOCK, mock.MockDrawsView.as_view(), name="mock_draws"),
    path(f"{MOCK}ny/", mock.MockDrawNewView.as_view(), name="mock_draw_new"),
    path(f"{MOCK}resultat/", mock.MockResultsView.as_view(), name="mock_results"),
    path(f"{MOCK}<int:pk>/", mock.MockDrawView.as_view(), name="mock_draw"),
    path(REVIEW, mock.MockReviewView.as_view(), name="mock_review"),
    path(f"{REVIEW}bilag/<int:paper>/", mock.MockPaperView.as_view(), name="mock_paper"),
    path(f"{REVIEW}kollega/", mock.MockReviewerView.as_view(), name="mock_reviewer"),
    path("tilsyn/tjekliste/", checklist.ChecklistView.as_view(), name="checklist"),
    path("tilsyn/tjekliste/ny/", checklist.ChecklistNewView.as_view(), name="checklist_new"),
]
