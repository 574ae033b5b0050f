from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from sanktion.base.health import AliveView, ReadyView
from sanktion.base.policy_reports import PolicyReportView
from sanktion.views.login import SignInView, SignOutView

urlpatterns = [
    path("sundhed/", AliveView.as_view(), name="alive"),
    path("klar/", ReadyView.as_view(), name="ready"),
    path("csp-rapport/", PolicyReportView.as_view(), name="policy_report"),
    path("log-ind/", SignInView.as_view(), name="login"),
    path("log-ud/", login_not_required(SignOutView.as_view()), name="logout"),
    path("", include("sanktion.urls")),
    path("", include("parthoering.urls")),
    path("", include("koerelister.urls")),
    path("", include("tilsyn.urls")),
]
handler500 = "sanktion.views.failure.server_error"
