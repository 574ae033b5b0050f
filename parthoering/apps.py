from django.apps import AppConfig


class ParthoeringConfig(AppConfig):
    name = "parthoering"
    verbose_name = "Partshøring"

    role_permissions: dict[str, set[str]] = {}
