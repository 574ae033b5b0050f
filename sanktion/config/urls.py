from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from sanktion.base.health import AliveView, ReadyView
from sanktion.base.policy_reports import PolicyReportView
from sanktion.views.identity import ConfirmIdentityView
from sanktion.views.login import SignInCodeView, SignInView, SignOutView
from sanktion.views.oidc import OidcCallbackView, OidcRequestView

urlpatterns = [
    path("sundhed/", AliveView.as_view(), name="alive"),
    path("klar/", ReadyView.as_view(), name="ready"),
    path("csp-rapport/", PolicyReportView.as_view(), name="policy_report"),
    path("log-ind/", login_not_required(SignInView.as_view()), name="login"),
    path("log-ind/kode/", login_not_required(SignInCodeView.as_view()), name="login_code"),
    path("log-ind/kommunen/", login_not_required(OidcRequestView.as_view()), name="oidc_authentication_init"),
    path("log-ind/kommunen/svar/", login_not_required(OidcCallbackView.as_view()), name="oidc_authentication_callback"),
    path("bekraeft/", ConfirmIdentityView.as_view(), name="confirm_identity"),
    path("log-ud/", login_not_required(SignOutView.as_view()), name="logout"),
    path("", include("sanktion.urls")),
    path("", include("parthoering.urls")),
    path("", include("koerelister.urls")),
    path("", include("tilsyn.urls")),
]
handler500 = "sanktion.views.failure.server_error"
