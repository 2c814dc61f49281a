"""What a person sees when something is not there or went wrong."""

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from marketplace.requests.problems import mark_as_outage, problem, refusal_problem, wants_problem
from tenants.kernel.errors import Refusal
from tenants.registry.hosts import market_url
from tenants.registry.models import Retailer
from tenants.registry.outages import Busy, Unavailable, outage_of
from tenants.staff.gates import shop_page

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
    """For whatever error nobody expected; of those of PostgreSQL some are no fault of ours."""
    outage = outage_of(sys.exception())
    return _page(request, "500", 500) if outage is None else out_of_order(request, outage)


def busy(request: HttpRequest) -> HttpResponse:
    """Too many slow requests are served, of this host or of all (tenants/registry/gate.py)."""
    return out_of_order(request, Busy("Wait a moment, then send the same again.", retry_after=2))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Whose data the database would answer with is not known (tenants/registry/poolers.py)."""
    return out_of_order(request, Unavailable("Wait, then send the same again.", retry_after=10))


def out_of_order(request: HttpRequest, outage: Refusal) -> HttpResponse:
    """503 with Retry-After: a problem, or a page that is made without any database."""
    if wants_problem(request):
        return refusal_problem(request, outage)
    name = {"name": settings.OSCAR_SHOP_NAME, "url": market_url()}
    again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    page = render_to_string(f"errors/{outage.code}.html", {"market": name, "again": again})
    response = HttpResponse(page, status=outage.status)
    response["Retry-After"] = str(outage.extra["retry_after"])
    response["Cache-Control"] = "no-store"
    return mark_as_outage(response)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Rendered without a schema: no session, no user, no menu."""
    return _page(request, "unknown_host", 404)


def shop_closed(request: HttpRequest, retailer: Retailer) -> HttpResponse:
    """503 with Retry-After while suspended, 410 for good when closed."""
    if retailer.status == Retailer.Status.CLOSED:
        return _page(request, "shop_closed", 410, retailer=retailer, shop_page=shop_page(retailer))
    response = _page(request, "shop_suspended", 503, retailer=retailer)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    # Django logs each 5xx as an error; a suspension is none, and the access log has the line.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
