from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler


def locked_until(request, username: str) -> datetime | None:
    """When ``username`` can be tried again from this address; None when it can be now."""
    AxesProxyHandler.update_request(request)
    return AxesProxyHandler.get_implementation().until(request, {"username": username})
