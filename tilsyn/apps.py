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
        import tilsyn.tasks  # noqa: F401 - actions wake tasks by name
        from sanktion.models.texts import register_letter
        from tilsyn import contributions, dispatch_letters, holds, panels

        panels.register_all()
        contributions.register_all()
        holds.register_all()
        for letter in dispatch_letters.LETTERS:
            register_letter(letter)
