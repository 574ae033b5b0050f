"""The peer of the page measurements: Django with one empty view, no middleware, no apps, no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[])  # noqa: S106

urlpatterns = [path("", lambda request: HttpResponse(""))]
application = get_wsgi_application()
