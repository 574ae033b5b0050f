from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from sanktion.views.login import SignInView

urlpatterns = [
    path("log-ind/", SignInView.as_view(), name="login"),
    path("log-ud/", login_not_required(LogoutView.as_view()), name="logout"),
    path("", include("sanktion.urls")),
    path("", include("parthoering.urls")),
    path("", include("koerelister.urls")),
]
