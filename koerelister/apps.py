from django.apps import AppConfig

SETUP = {"add_crew", "change_crew", "add_area", "change_area"}


class KoerelisterConfig(AppConfig):
    name = "koerelister"
    verbose_name = "Kørelister"

    role_permissions = {
        "sagsbehandler": {"plan_routes", "register_visits", "destroy_lists", "view_statistics"},
        "udkørende": {"drive_routes", "register_visits"},
        "leder": {"view_statistics", "approve_protected_visit", *SETUP},
        "administrator": {"view_statistics", *SETUP},
    }

    def ready(self):
        import koerelister.tasks  # noqa: F401 - actions wake tasks by name
        from koerelister import contributions, panels
        from koerelister.checks import register_checks

        panels.register_all()
        contributions.register_all()
        register_checks()

    def load_demo(self, *, bare: bool, tell) -> None:
        from koerelister import demo

        demo.load(bare=bare, tell=tell)
