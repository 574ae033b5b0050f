from django.apps import AppConfig

HANDLE = {"view_supervision", "handle_supervision", "send_supervision", "view_results", "handle_mock"}


class TilsynConfig(AppConfig):
    name = "tilsyn"
    verbose_name = "Tilsyn"

    role_permissions = {
        "sagsbehandler": {"view_supervision", "approve_redaction", "handle_mock"},
        "leder": {"view_supervision", "view_results"},
        "medunderskriver": {"view_supervision", "approve_redaction"},
        "tilsynsansvarlig": {*HANDLE, "view_directorate"},
        "administrator": {"view_directorate", "add_directorate"},
    }

    def ready(self):
        from tilsyn import aftermath, contributions, holds, panels

        panels.register_all()
        contributions.register_all()
        holds.register_all()
        aftermath.register_all()
