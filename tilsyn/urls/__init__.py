"""One file an area of the app; each is a list of its own addresses."""

from tilsyn.urls import redaction, requests

urlpatterns = [*requests.urlpatterns, *redaction.urlpatterns]
