from django.apps import AppConfig
from django.db.models.signals import post_migrate

from sanktion.personal_data import PERSONAL_DATA

INQUIRIES = {"view_inquiry", "answer_inquiry"}
REVIEW = {"view_retentionrule", "review_retention", "view_disposal"}
APPROVE = {"view_disposal", "approve_disposal"}


class SanktionConfig(AppConfig):
    name = "sanktion"
    verbose_name = "Sanktion"
    personal_data = PERSONAL_DATA

    role_permissions = {
        "sagsbehandler": {
            "view_case",
            "handle_case",
            "view_citizen",
            "keep_standing",
            "register_event",
            "decide_case",
            "import_data",
            "view_register",
            "view_wrongpayment",
            "handle_wrongpayment",
            "make_subject_access",
            "view_guideline",
        },
        "udkørende": {"view_guideline"},
        "leder": {
            "view_readiness",
            "view_wrongpayment",
            "countersign_decision",
            "view_nightlycheck",
            "view_accesslog",
            *INQUIRIES,
            "add_answerblock",
            "add_signatory",
            "view_guideline",
            "change_guideline",
            *APPROVE,
        },
        "medunderskriver": {"view_case", "view_citizen", "countersign_decision", "view_guideline", *APPROVE},
        "tilsynsansvarlig": {
            "view_case",
            "view_citizen",
            "view_readiness",
            "view_register",
            "deliver_register",
            "view_wrongpayment",
            "handle_wrongpayment",
            "tell_auditor",
            "make_subject_access",
            *INQUIRIES,
            *REVIEW,
            "view_guideline",
        },
        "administrator": {
            "view_guideline",
            "import_data",
            "view_user",
            "add_user",
            "change_user",
            "view_team",
            "add_team",
            "change_team",
            "switch_gates",
            "view_sanctionrate",
            "add_sanctionrate",
            "change_sanctionrate",
            "view_closingday",
            "add_closingday",
            "delete_closingday",
            "view_lettertext",
            "change_lettertext",
            "view_nightlycheck",
            "view_retentionrule",
            "add_retentionrule",
        },
    }

    def ready(self):
        from sanktion.forms.required import say_what_to_do

        say_what_to_do()
        import sanktion.tasks  # noqa: F401 - actions wake tasks by name
        from sanktion.actions.access_control import register_control_checks
        from sanktion.actions.access_seals import register_access_checks
        from sanktion.actions.gauges import register_core_gauges
        from sanktion.actions.keys import register_core_look_ups
        from sanktion.actions.letters import DECISION_LETTER
        from sanktion.actions.nightly import register_core_checks
        from sanktion.actions.retention import register_core_holds
        from sanktion.demo.tour_steps import register_core_steps
        from sanktion.models.texts import register_letter
        from sanktion.views.duty_rows import register_core_duties
        from sanktion.views.subjects import register_core_subjects

        register_letter(DECISION_LETTER)
        register_core_duties()
        register_core_subjects()
        _add_to_menu()
        register_core_checks()
        register_core_gauges()
        register_access_checks()
        register_control_checks()
        register_core_holds()
        register_core_look_ups()
        _watch_logins()
        register_core_steps()
        post_migrate.connect(_after_migrate, dispatch_uid="sanktion.after_migrate")

    def load_demo(self, *, bare: bool, tell) -> None:
        if not bare:
            from sanktion.demo import gates, inquiries

            inquiries.load()
            gates.propose_less()
            tell("Henvendelser og retningslinjer er indlæst.")


def _watch_logins():
    """What Django and axes tell of logins is noted, however somebody came in."""
    from axes.signals import user_locked_out
    from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

    from sanktion.actions import security

    user_logged_in.connect(security.on_logged_in, dispatch_uid="sanktion.logged_in")
    user_logged_out.connect(security.on_logged_out, dispatch_uid="sanktion.logged_out")
    user_login_failed.connect(security.on_login_failed, dispatch_uid="sanktion.login_failed")
    user_locked_out.connect(security.on_locked_out, dispatch_uid="sanktion.locked_out")


def _add_to_menu():
    from sanktion.panels import NavItem, register_nav

    register_nav(NavItem("queue", "Arbejdskø", "sanktion.view_case", ("/koe/", "/sager/"), order=10))
    register_nav(NavItem("events", "Hændelser", "sanktion.view_citizen", ("/haendelser/", "/borgere/"), order=20))
    register_nav(
        NavItem("countersigns", "Medunderskrift", "sanktion.countersign_decision", "/medunderskrift/", order=42)
    )
    register_nav(NavItem("readiness", "Tilsynsklar", "sanktion.view_readiness", "/tilsynsklar/", order=45))
    register_nav(NavItem("nightly", "Natlig kontrol", "sanktion.view_nightlycheck", "/natlig-kontrol/", order=47))
    register_nav(NavItem("access_control", "Logkontrol", "sanktion.view_accesslog", "/logkontrol/", order=48))
    register_nav(NavItem("register", "Sanktionsregister", "sanktion.view_register", "/sanktionsregister/", order=50))
    register_nav(
        NavItem("wrong_payments", "Fejludbetalinger", "sanktion.view_wrongpayment", "/fejludbetalinger/", order=55)
    )
    register_nav(NavItem("inquiries", "Henvendelser", "sanktion.view_inquiry", "/henvendelser/", order=57))
    register_nav(NavItem("imports", "Indlæsning", "sanktion.import_data", "/indlaesning/", order=60))
    _add_administration()


def _add_administration():
    from sanktion.panels import ADMINISTRATION, NavItem, register_nav

    register_nav(NavItem(ADMINISTRATION, "Administration", "sanktion.change_team", "/administration/", order=65))
    for item in (
        NavItem("retention", "Opbevaring", "sanktion.view_retentionrule", "/opbevaring/", 59, ADMINISTRATION),
        NavItem("staff", "Medarbejdere", "sanktion.view_user", "/medarbejdere/", 70, ADMINISTRATION),
        NavItem("gates", "Spærringer", "sanktion.switch_gates", "/spaerringer/", 75, ADMINISTRATION),
        NavItem("rates", "Satser", "sanktion.view_sanctionrate", "/satser/", 80, ADMINISTRATION),
        NavItem("closing_days", "Lukkedage", "sanktion.view_closingday", "/lukkedage/", 82, ADMINISTRATION),
        NavItem("letter_texts", "Brevtekster", "sanktion.view_lettertext", "/brevtekster/", 74, ADMINISTRATION),
    ):
        register_nav(item)


def _after_migrate(app_config, **kwargs):
    from sanktion.base.permissions import sync_roles
    from sanktion.base.privileges import grant_to_app_role
    from sanktion.base.reencryption import guard_reencryption
    from sanktion.base.row_security import guard

    sync_roles(app_config)
    grant_to_app_role(app_config)
    guard_reencryption(app_config)
    # Last: it lets every function that is there see.
    guard(app_config)
    if app_config.label == SanktionConfig.name:
        _make_access_months()


def _make_access_months() -> None:
    from django.db import connection

    from sanktion.actions.access_seals import make_months

    with connection.cursor() as cursor:
        # While migrating backwards the table may be there without its functions.
        cursor.execute("SELECT to_regprocedure('sanktion_make_access_months()') IS NOT NULL")
        if cursor.fetchone()[0]:
            make_months()
