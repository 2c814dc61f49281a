"""What a person sees when something is not there or went wrong."""

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.cart.errors import ShopUnavailable
from marketplace.pages.shared.links import to_market
from marketplace.requests.errors import MalformedRequest
from marketplace.requests.problems import mark_as_outage, problem, refusal_problem, wants_problem
from tenants.joints.django import log_no_error
from tenants.kernel.errors import NotAllowed, NotFound, Refusal
from tenants.registry.models import Retailer
from tenants.registry.outages import Busy, Unavailable, log_outage, outage_of
from tenants.staff.gates import shop_page

RETRY_AFTER_SECONDS = 3600


class RequestNotUnderstood(MalformedRequest):
    title = _("The request cannot be understood.")


class CsrfFailed(Refusal):
    code = "csrf-failed"
    status = 403
    title = _("The CSRF token is missing or wrong.")
    meaning = _("A browser's session writes only with the token of its own page.")
    remedy = _("Send the `X-CSRFToken` header, or use a Bearer token instead of the session.")


class ServerError(Refusal):
    code = "server-error"
    status = 500
    title = _("Something went wrong here; it was noted.")
    meaning = _("A fault of ours. Nothing of the request was kept, unless it was answered before.")
    remedy = _("Try again later; quote `trace_id` when you ask for help.")


class UnknownHost(Refusal):
    code = "unknown-host"
    status = 404
    title = _("There is no shop at this address.")
    meaning = _("The host name of the request belongs to no shop and is not the marketplace's.")
    remedy = _("Take a shop's address from `url` of `/api/v1/retailers/`.")


class ShopNotOpenYet(Refusal):
    code = "shop-not-open-yet"
    status = 404
    title = _("This shop is not open yet.")
    meaning = _("The shop is approved, and its owner has not opened it. Its staff alone see it.")
    remedy = _("Come back later; its staff log in.")


class ShopClosed(Refusal):
    code = "shop-closed"
    status = 410
    title = _("This shop has closed for good.")
    meaning = _("The shop is gone. Past orders can still be read at the marketplace.")
    remedy = _("Forget this host.")


# Template: the refusal that a program gets instead of the page.
PROBLEMS: dict[str, type[Refusal]] = {
    "400": RequestNotUnderstood,
    "403": NotAllowed,
    "403_csrf": CsrfFailed,
    "404": NotFound,
    "500": ServerError,
    "unknown_host": UnknownHost,
    "shop_closed": ShopClosed,
    "shop_suspended": ShopUnavailable,
}


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    kind = PROBLEMS[name]
    if wants_problem(request):
        return problem(request, code=kind.code, status=kind.status, title=kind.title)
    return render(request, f"errors/{name}.html", context, status=kind.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404")


def server_error(request: HttpRequest) -> HttpResponse:
    """For whatever error nobody expected; of those of PostgreSQL some are no fault of ours."""
    error = sys.exception()
    outage = outage_of(error)
    if error is None or outage is None:
        return _page(request, "500")
    log_outage(error)
    return out_of_order(request, outage)


def busy(request: HttpRequest) -> HttpResponse:
    """Too many slow requests are served, of this host or of all (tenants/registry/gate.py)."""
    return out_of_order(
        request, Busy(gettext("Wait a moment, then send the same again."), retry_after=2)
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """Whose data the database would answer with is not known (tenants/registry/poolers.py)."""
    return out_of_order(
        request, Unavailable(gettext("Wait, then send the same again."), retry_after=10)
    )


def out_of_order(request: HttpRequest, outage: Refusal) -> HttpResponse:
    """503 with Retry-After: a problem, or a page that is made without any database."""
    if wants_problem(request):
        return refusal_problem(request, outage)
    name = {"name": settings.OSCAR_SHOP_NAME, "url": to_market(request)}
    again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    page = render_to_string(f"errors/{outage.code}.html", {"market": name, "again": again})
    response = HttpResponse(page, status=outage.status)
    response["Retry-After"] = str(outage.extra["retry_after"])
    response["Cache-Control"] = "no-store"
    return mark_as_outage(response)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Rendered without a schema: no session, no user, no menu."""
    return _page(request, "unknown_host")


def shop_closed(request: HttpRequest, retailer: Retailer) -> HttpResponse:
    """503 with Retry-After while suspended, 410 for good when closed."""
    if retailer.status == Retailer.Status.CLOSED:
        return _page(request, "shop_closed", retailer=retailer, shop_page=shop_page(retailer))
    response = _page(request, "shop_suspended", retailer=retailer)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    # A suspension is none, and the access log has the line.
    log_no_error(response)
    return response
