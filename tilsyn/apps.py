from django.apps import AppConfig

HANDLE = {"view_supervision", "handle_supervision", "send_supervision", "view_results", "handle_mock"}


class TilsynConfig(AppConfig):
    name = "tilsyn"
    verbose_name = "Tilsyn"

    role_permissions = {
        "sagsbehandler": {"view_supervision", "approve_redaction", "handle_mock", "view_checklistversion"},
        "leder": {"view_supervision", "view_results"},
        "medunderskriver": {"view_supervision", "approve_redaction"},
        "tilsynsansvarlig": {*HANDLE, "view_directorate", "view_checklistversion"},
        "administrator": {"view_directorate", "add_directorate", "view_checklistversion", "add_checklistversion"},
    }

    def ready(self):
        from sanktion.models.texts import register_letter
        from tilsyn import contributions, holds, panels
        from tilsyn.actions.delays import DELAY_LETTER
        from tilsyn.request_checks import register_request_checks
        from tilsyn.views.request_rows import register_request_duties
        import tilsyn.tasks  # noqa: F401 - the beat wakes tasks by name
        from sanktion.models.texts import register_letter
        from tilsyn import contributions, holds, panels, withdrawals
        from tilsyn.withdrawal_letter import WITHDRAWAL_LETTER
        import tilsyn.tasks  # noqa: F401 - the beat wakes tasks by name
        from tilsyn import contributions, holds, panels
        from tilsyn.selection.checks import register_checks
        "tilsynsansvarlig": {*HANDLE, "view_directorate"},
        "administrator": {"view_directorate", "add_directorate"},
        "direktoratet": {"read_in_room"},
    }

    def ready(self):
        from tilsyn import contributions, holds, material_duty, panels, room_checks
        import tilsyn.tasks  # noqa: F401 - actions wake tasks by name
        from sanktion.models.texts import register_letter
        from tilsyn import contributions, dispatch_letters, holds, panels
        from tilsyn import aftermath, contributions, holds, panels

        panels.register_all()
        register_letter(DELAY_LETTER)
        register_request_checks()
        register_request_duties()
        contributions.register_all()
        holds.register_all()

    def load_demo(self, *, bare: bool, tell) -> None:
        if not bare:
            from tilsyn import demo

            demo.load(tell)
        withdrawals.register_all()
        register_letter(WITHDRAWAL_LETTER)
        register_checks()
        material_duty.register_material_duty()
        room_checks.register_room_checks()
        for letter in dispatch_letters.LETTERS:
            register_letter(letter)
        aftermath.register_all()
