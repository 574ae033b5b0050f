from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from sanktion.views.login import SignInView, SignOutView

urlpatterns = [
    path("log-ind/", SignInView.as_view(), name="login"),
    path("log-ud/", login_not_required(SignOutView.as_view()), name="logout"),
    path("", include("sanktion.urls")),
    path("", include("parthoering.urls")),
    path("", include("koerelister.urls")),
    path("", include("tilsyn.urls")),
]
