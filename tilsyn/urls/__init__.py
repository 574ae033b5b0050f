"""One file an area of the app; each is a list of its own addresses."""

from tilsyn.urls import after, requests

urlpatterns = [*requests.urlpatterns, *after.urlpatterns]
