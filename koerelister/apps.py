from django.apps import AppConfig


class KoerelisterConfig(AppConfig):
    name = "koerelister"
    verbose_name = "Kørelister"

    role_permissions: dict[str, set[str]] = {}
