from django.apps import AppConfig

from koerelister.personal_data import PERSONAL_DATA

SETUP = {"add_crew", "change_crew", "add_area", "change_area"}
STATISTICS = {"view_statistics", "correct_statistics", "close_statistics", "decide_outcome_count"}


class KoerelisterConfig(AppConfig):
    name = "koerelister"
    verbose_name = "Kørelister"
    personal_data = PERSONAL_DATA
    rows_are_destroyed = True
    # The one name all its pages have in logs and figures: CONTACT_PAGE, as in the access log (B047, B048).
    traced_as = "contact"

    role_permissions = {
        "sagsbehandler": {
            "plan_routes",
            "register_visits",
            "destroy_lists",
            "view_statistics",
            "view_destructionrecord",
        },
        "udkørende": {"drive_routes", "register_visits"},
        "leder": {*STATISTICS, "view_destructionrecord", "add_lossassessment", "approve_protected_visit", *SETUP},
        "tilsynsansvarlig": {"view_destructionrecord"},
        "administrator": {*STATISTICS, "view_destructionrecord", *SETUP},
    }

    def ready(self):
        import koerelister.tasks  # noqa: F401 - actions wake tasks by name
        from koerelister import contributions, panels, subjects
        from koerelister.actions.outcomes import count_outcome
        from koerelister.checks import register_checks
        from koerelister.demo_tour import register_visit_steps
        from koerelister.gauges import register_gauges
        from sanktion.decided import register_decided

        panels.register_all()
        contributions.register_all()
        subjects.register_all()
        register_checks()
        register_gauges()
        register_visit_steps()
        register_decided(count_outcome)

    def load_demo(self, *, bare: bool, tell) -> None:
        from koerelister import demo

        demo.load(bare=bare, tell=tell)
