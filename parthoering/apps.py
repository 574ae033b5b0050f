from django.apps import AppConfig

from parthoering.personal_data import PERSONAL_DATA


class ParthoeringConfig(AppConfig):
    name = "parthoering"
    verbose_name = "Partshøring"
    personal_data = PERSONAL_DATA

    # The rights to cases are the core's: who handles a case hears its citizen.
    role_permissions = {"leder": {"view_rejectedreceipt"}, "administrator": {"view_rejectedreceipt"}}

    def ready(self):
        import parthoering.tasks  # noqa: F401 - actions wake tasks by name
        from parthoering import contributions
        from parthoering.actions import post_filed
        from parthoering.checks import register_checks
        from parthoering.demo_tour import register_hearing_steps
        from parthoering.gauges import register_gauges
        from parthoering.letters import LETTERS
        from parthoering.models import latest_sent
        from parthoering.panels import register_panels
        from sanktion.heard import Hearings, register_hearings
        from sanktion.models.texts import register_letter
        from sanktion.panels import NavItem, register_nav
        from sanktion.post import register_post

        register_nav(NavItem("print_queue", "Printkø", "sanktion.handle_case", "/printkoe/", order=25))
        register_nav(
            NavItem("rejected_receipts", "Kvitteringer", "parthoering.view_rejectedreceipt", "/kvitteringer/", order=80)
        )
        register_panels()
        register_hearing_steps()
        register_checks()
        register_gauges()
        contributions.register_all()
        register_post(post_filed)
        register_hearings(Hearings(latest=latest_sent, new_url="hearing_new", attempt_url="contact_new"))
        for letter in LETTERS:
            register_letter(letter)

    def load_demo(self, *, bare: bool, tell) -> None:
        if not bare:
            from parthoering import demo
            from sanktion.demo import complaints, countersigns, nightly

            demo.load()
            # Here, for there is nothing to complain of before the hearings have led to decisions.
            complaints.load()
            countersigns.load()
            nightly.load()
            tell("Partshøringer, svar, kontaktforsøg, afgørelser og klager er indlæst.")
