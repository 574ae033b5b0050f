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
        "direktoratet": {"read_in_room"},
    }

    def ready(self):
        from tilsyn import contributions, holds, material_duty, panels, room_checks

        panels.register_all()
        contributions.register_all()
        holds.register_all()
        material_duty.register_material_duty()
        room_checks.register_room_checks()
