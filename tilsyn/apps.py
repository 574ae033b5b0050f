from django.apps import AppConfig

from tilsyn.personal_data import PERSONAL_DATA

HANDLE = {"view_supervision", "handle_supervision", "send_supervision", "view_results", "handle_mock"}


class TilsynConfig(AppConfig):
    name = "tilsyn"
    verbose_name = "Tilsyn"
    personal_data = PERSONAL_DATA

    role_permissions = {
        "sagsbehandler": {"view_supervision", "approve_redaction", "handle_mock", "view_checklistversion"},
        "leder": {"view_supervision", "view_results"},
        "medunderskriver": {"view_supervision", "approve_redaction"},
        "tilsynsansvarlig": {*HANDLE, "view_directorate", "view_checklistversion"},
        "administrator": {"view_directorate", "add_directorate", "view_checklistversion", "add_checklistversion"},
        "direktoratet": {"read_in_room"},
    }

    def ready(self):
        import tilsyn.tasks  # noqa: F401 - actions wake tasks by name
        from tilsyn import contributions, gauges, holds, look_ups, panels, subjects

        panels.register_all()
        contributions.register_all()
        holds.register_all()
        look_ups.register_all()
        gauges.register_all()
        subjects.register_all()

    def load_demo(self, *, bare: bool, tell) -> None:
        if not bare:
            from tilsyn import demo

            demo.load(tell)
