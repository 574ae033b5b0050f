"""One file an area of the app; each is a list of its own addresses."""

from tilsyn.urls import board, requests, rooms

urlpatterns = [*requests.urlpatterns, *board.urlpatterns, *rooms.urlpatterns]
