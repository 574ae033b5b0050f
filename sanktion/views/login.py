from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView

from sanktion.demo.logins import LOGINS, PASSWORD


class SignInView(LoginView):
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        logins = [{**login, "password": PASSWORD} for login in LOGINS] if settings.SANKTION_DEMO else []
        context = super().get_context_data(demo_logins=logins, **kwargs)
        # Django's own idea of a site would hide ours, which every page shows.
        del context["site"]
        return context


class SignOutView(LogoutView):
    """What a phone holds of a route list goes with its user, also when no script of ours has run there."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if settings.SANKTION_OFFLINE and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
