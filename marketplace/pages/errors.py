"""What a person sees when something is not there or went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.requests.problems import problem, wants_problem
from tenants.models import Retailer

RETRY_AFTER_SECONDS = 3600

# Template: (code, title) of the problem document that a program gets instead of the page.
PROBLEMS = {
    "400": ("malformed-request", "The request cannot be understood."),
    "403": ("not-allowed", "You may not do this."),
    "403_csrf": ("csrf-failed", "The CSRF token is missing or wrong."),
    "404": ("not-found", "There is no such thing here."),
    "500": ("server-error", "Something went wrong here; it was noted."),
    "unknown_host": ("unknown-host", "There is no shop at this address."),
    "shop_closed": ("shop-closed", "This shop has closed for good."),
    "shop_suspended": ("shop-suspended", "This shop is closed at the moment."),
}


def _page(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponse:
    if wants_problem(request):
        code, title = PROBLEMS[name]
        return problem(request, code=code, status=status, title=title)
    return render(request, f"errors/{name}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500", 500)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Rendered without a schema: no session, no user, no menu."""
    return _page(request, "unknown_host", 404)


def shop_closed(request: HttpRequest, retailer: Retailer) -> HttpResponse:
    """503 with Retry-After while suspended, 410 for good when closed."""
    if retailer.status == Retailer.Status.CLOSED:
        return _page(request, "shop_closed", 410, retailer=retailer)
    response = _page(request, "shop_suspended", 503, retailer=retailer)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    # Django logs each 5xx as an error; a suspension is none, and the access log has the line.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
