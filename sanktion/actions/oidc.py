"""The talk with the municipality's login provider: mozilla-django-oidc speaks, and here is what it leaves unchecked.

It verifies signature, algorithm and nonce. OpenID Connect Core 1.0 § 3.1.3.7 wants issuer, audience and time too, and
§ 5.3.2 that the two answers are about the same person.
"""

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from sanktion.actions.sign_in import receive
from sanktion.base.backends import RoleBackend, scoped_user

LEEWAY = 60  # seconds between two clocks
REQUIRED = ["sub", "iss", "aud", "exp", "iat"]


class ProviderUnreachable(Exception):
    """It did not answer, or not as a provider does."""


class TokenRefused(Exception):
    """What it answered is not to be trusted."""


class OidcBackend(OIDCAuthenticationBackend):
    def authenticate(self, request, nonce=None, code_verifier=None, **kwargs):
        """The user, also with ``user.auth_time``: seconds since 1970 when they last said who they are, or None.

        Asked by the callback alone, with the nonce of the state that came back. Raises ProviderUnreachable,
        TokenRefused or SignInRefused.
        """
        if not nonce:
            return None
        try:
            return super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        except requests.RequestException as problem:
            # Without the text: an answer of the provider's may quote the token.
            raise ProviderUnreachable(type(problem).__name__) from None
        except (SuspiciousOperation, jwt.PyJWTError, LookupError, ValueError, TypeError, AttributeError) as problem:
            raise TokenRefused(type(problem).__name__) from None

    def get_payload_data(self, token, key):
        payload = jwt.decode(
            token,
            key,
            algorithms=[settings.OIDC_RP_SIGN_ALGO],
            audience=settings.OIDC_RP_CLIENT_ID,
            issuer=settings.SANKTION_OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": REQUIRED},
        )
        # Given out to several, it must say that it was given to us.
        several = isinstance(payload["aud"], list) and len(payload["aud"]) > 1
        if several and payload.get("azp") != settings.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("azp")
        return payload

    def get_or_create_user(self, access_token, id_token, payload):
        told = {"sub": payload["sub"]}
        if self.OIDC_OP_USER_ENDPOINT:
            told = self.get_userinfo(access_token, id_token, payload)
        if told.get("sub") != payload["sub"]:
            raise TokenRefused("sub")
        user = receive({**told, **payload})
        moment = payload.get("auth_time")
        user.auth_time = moment if isinstance(moment, int) else None
        return user

    def get_user(self, user_id):
        # Where it is switched off, nobody asks the provider any more whether the login still stands.
        return scoped_user(user_id) if settings.SANKTION_OIDC else None

    def get_all_permissions(self, user_obj, obj=None):
        return RoleBackend().get_all_permissions(user_obj, obj)

    def has_perm(self, user_obj, perm, obj=None):
        return RoleBackend().has_perm(user_obj, perm, obj)
