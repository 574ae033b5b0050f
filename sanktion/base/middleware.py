from django.db import transaction

from sanktion.base.acting import acting

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SecurityHeadersMiddleware:
    """A strict policy from the first page; pages behind a login are kept by no browser or proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class ActingUserMiddleware:
    """One transaction a request, with the acting user and teams set in it. A view that raises keeps nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with acting(request.user):
            response = self.get_response(request)
            if getattr(request, "view_raised", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request, exception):
        # The rollback waits until the error page is rendered: its template may still read the user.
        request.view_raised = True
