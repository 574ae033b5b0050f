from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from sanktion.base.identity import Refused


class RoleBackend(ModelBackend):
    """Reads the user, rights, teams and granted exceptions in one query a request."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not settings.SANKTION_LOCAL_ACCOUNTS:
            return None
        # Until the password turns out to be right, and something else may stand in the way.
        self.refused: Refused | None = Refused.PASSWORD
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if request is not None:
            request.login_refused = self.refused
        return user

    def user_can_authenticate(self, user):
        """Asked only of one whose password was right."""
        closed = None if super().user_can_authenticate(user) else Refused.CLOSED
        self.refused = closed or (Refused.LAPSED if user.has_lapsed_password else None)
        return self.refused is None

    def get_user(self, user_id):
        # Where passwords are switched off, the sessions they opened end too.
        return scoped_user(user_id) if settings.SANKTION_LOCAL_ACCOUNTS else None

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return user_obj.rights

    def has_perm(self, user_obj, perm, obj=None):
        # A superuser has no rights to cases by being one: see architecture, «Object permissions, once».
        return user_obj.is_active and perm in self.get_all_permissions(user_obj, obj)


def scoped_user(user_id):
    """The active user with teams and exceptions, or None."""
    user = get_user_model().objects.scoped(int(user_id))
    return user if user and user.is_active else None
