import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanktion.config.settings.production")

application = get_wsgi_application()

if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".production"):
    from sanktion.config.checks import refuse_test_logins

    refuse_test_logins()
