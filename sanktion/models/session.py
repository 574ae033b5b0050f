"""Who is signed in where. The engine of ``SESSION_ENGINE``: Django's own table, with the person beside the key."""

import hashlib

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import InterfaceError, OperationalError, models
from django.utils import timezone

from sanktion.models.staff import User


class StaffSessionQuerySet(models.QuerySet):
    def live(self):
        return self.filter(expire_date__gt=timezone.now())

    def but(self, session_key: str | None):
        return self.exclude(session_key=session_key or "")


class StaffSession(AbstractBaseSession):
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    objects = BaseSessionManager.from_queryset(StaffSessionQuerySet)()

    class Meta:
        verbose_name, verbose_name_plural = "session", "sessioner"

    def __str__(self):
        # The key is the login itself, and what is said here ends in logs.
        return "Session"

    @classmethod
    def get_session_store_class(cls):
        return SessionStore

    @property
    def label(self) -> str:
        """16 hexadecimal digits that stand for the key in an address and lead nobody back to it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return StaffSession

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        user = data.get(SESSION_KEY)
        session.user_id = int(user) if user else None
        return session

    def save(self, must_create=False):
        """Raises OperationalError or InterfaceError when the database is away: Django takes any error for a session
        that is gone, and the page would say that the address was wrong."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                # With its cause, by which ``views/failure.py`` knows it.
                raise error.__context__ from error.__context__.__cause__
            raise
