"""One file an area of the app; each is a list of its own addresses."""

from tilsyn.urls import (
    after,
    board,
    bundles,
    dispatch,
    eligibility,
    mock,
    redaction,
    requests,
    rooms,
    selection,
    survey,
    trend,
)

urlpatterns = [
    *requests.urlpatterns,
    *selection.urlpatterns,
    *eligibility.urlpatterns,
    *board.urlpatterns,
    *redaction.urlpatterns,
    *bundles.urlpatterns,
    *dispatch.urlpatterns,
    *rooms.urlpatterns,
    *after.urlpatterns,
    *survey.urlpatterns,
    *mock.urlpatterns,
    *trend.urlpatterns,
]
