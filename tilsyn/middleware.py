from django.shortcuts import render

from tilsyn.selection import ledger


class LedgerMiddleware:
    """V033: a restored copy of the database may hold CPR numbers that are destroyed. Until they are deleted again the
    site answers nothing but this page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if ledger.is_open():
            return self.get_response(request)
        answer = render(None, "tilsyn/closed.html", status=503)
        answer.headers["Retry-After"] = "60"
        return answer
