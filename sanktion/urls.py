from django.urls import path

from sanktion.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("tilgaengelighed/", home.AccessibilityView.as_view(), name="accessibility"),
]
