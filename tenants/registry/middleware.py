"""Finds whose host a request came to, and gives it that schema and URL configuration.

Here begins what a request may ask of the database, and so here its limits begin too: of time
(tenants/registry/limits.py) and of how many are served at once (tenants/registry/gate.py).
"""

from collections.abc import Callable, Iterator
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string

from tenants.registry import context, limits
from tenants.registry.context import MarketSchema
from tenants.registry.directory import directory
from tenants.registry.gate import Full, Gate
from tenants.registry.models import Retailer
from tenants.registry.poolers import watch

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def _is_for_staff(request: HttpRequest, retailer: Retailer) -> bool:
    """In a suspended shop the desk stays open, and the way to it (tenants.staff.gates)."""
    is_suspended = retailer.status == Retailer.Status.SUSPENDED
    return is_suspended and f"{request.path_info}/".startswith(settings.STAFF_PATHS)


def host_of(request: HttpRequest) -> str:
    """Raises DisallowedHost where the host is malformed or not among ALLOWED_HOSTS."""
    return split_domain_port(request.get_host())[0].lower().rstrip(".")


def shop_of(host: str) -> Retailer | None:
    """The shop that answers on this host, if only to say that it is closed."""
    retailer = directory.look_up(host)
    if retailer is None or retailer.status == Retailer.Status.APPLIED:
        return None
    return retailer


def is_served(request: HttpRequest) -> bool:
    """Whether the market or a shop has this host; nobody is asked while the pooler is wrong.

    Raises DisallowedHost.
    """
    host = host_of(request)
    if not watch.allows():
        return False
    with context.fresh(), limits.within(limits.REQUEST):
        return host == settings.MARKET_HOST or shop_of(host) is not None


def _keep_streaming(response: HttpResponseBase, tenant: Retailer | MarketSchema) -> None:
    """What an answer asks for as it is read, it asks in the schema of its request: Wagtail's
    reports are written row by row."""
    if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
        parts = cast("Iterator[bytes]", response.streaming_content)
        response.streaming_content = _read_within(iter(parts), tenant)


def _read_within(parts: Iterator[bytes], tenant: Retailer | MarketSchema) -> Iterator[bytes]:
    while True:
        with context.fresh(), limits.within(limits.REQUEST):
            context.enter(tenant)
            part = next(parts, None)
        if part is None:
            return
        yield part


class TenantMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.unknown_host = import_string("marketplace.pages.shared.errors.unknown_host")
        self.shop_closed = import_string("marketplace.pages.shared.errors.shop_closed")
        self.busy = import_string("marketplace.pages.shared.errors.busy")
        self.unavailable = import_string("marketplace.pages.shared.errors.unavailable")
        self.gate = Gate(settings.WEB_THREADS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not watch.allows():
            return self.unavailable(request)
        with context.fresh(), limits.within(limits.REQUEST):
            try:
                with self.gate.admit():
                    return self._serve(request)
            except Full:
                return self.busy(request)

    def _serve(self, request: HttpRequest) -> HttpResponse:
        host = host_of(request)
        request.retailer = None  # type: ignore[attr-defined]
        if host == settings.MARKET_HOST:
            context.enter(context.MARKET)
            request.urlconf = settings.MARKET_URLCONF
            return self._answer(request, context.MARKET, settings.MARKET_SCHEMA)
        retailer = shop_of(host)
        if retailer is None:
            return self.unknown_host(request)
        return self._serve_shop(request, retailer)

    def _serve_shop(self, request: HttpRequest, retailer: Retailer) -> HttpResponse:
        request.retailer = retailer  # type: ignore[attr-defined]
        request.tenant = retailer  # type: ignore[attr-defined]
        request.urlconf = settings.RETAILER_URLCONF
        if not (retailer.is_staffed or _is_for_staff(request, retailer)):
            return self.shop_closed(request, retailer)
        context.enter(retailer)
        with timezone.override(retailer.zone):
            return self._answer(request, retailer, str(retailer.schema_name))

    def _answer(
        self, request: HttpRequest, tenant: Retailer | MarketSchema, schema: str
    ) -> HttpResponse:
        with self.gate.admit_to(schema, writes=request.method not in SAFE_METHODS):
            response = self.get_response(request)
        _keep_streaming(response, tenant)
        return response
