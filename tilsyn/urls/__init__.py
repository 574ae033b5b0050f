"""One file an area of the app; each is a list of its own addresses."""

from tilsyn.urls import requests, trend

urlpatterns = [*requests.urlpatterns, *trend.urlpatterns]
from tilsyn.urls import eligibility, mock, requests, survey

urlpatterns = [*requests.urlpatterns, *eligibility.urlpatterns, *survey.urlpatterns, *mock.urlpatterns]
from tilsyn.urls import requests, selection

urlpatterns = [*requests.urlpatterns, *selection.urlpatterns]
from tilsyn.urls import board, requests, rooms

urlpatterns = [*requests.urlpatterns, *board.urlpatterns, *rooms.urlpatterns]
from tilsyn.urls import redaction, requests

urlpatterns = [*requests.urlpatterns, *redaction.urlpatterns]
from tilsyn.urls import bundles, requests

urlpatterns = [*requests.urlpatterns, *bundles.urlpatterns]
from tilsyn.urls import dispatch, requests

urlpatterns = [*requests.urlpatterns, *dispatch.urlpatterns]
from tilsyn.urls import after, requests

urlpatterns = [*requests.urlpatterns, *after.urlpatterns]
