"""Names that are kept for older clients: they answer like their successors, and say so.

`Deprecation` (RFC 9745) tells since when, `Link` (rel="successor-version") what to use instead.
The table of older addresses is api/aliases.py; a method of an address that stays, and is
superseded, is marked where it is written.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import older_bodies
from api.routes import route

SINCE = datetime(2026, 11, 21, tzinfo=UTC)
BASE = "/api/v1/"

View = Callable[..., HttpResponseBase]
Handler = Callable[..., Response]


def headers_for(successor: str, **parts: Any) -> dict[str, str]:
    """`successor` is an address below /api/v1/, such as "orders/{id}/cancel/"."""
    return {
        "Deprecation": f"@{int(SINCE.timestamp())}",
        "Link": f'<{BASE}{successor.format(**parts)}>; rel="successor-version"',
    }


def alias(
    pattern: str,
    view: View,
    *,
    name: str,
    successor: str,
    methods: Mapping[str, str] | None = None,
) -> URLPattern:
    """An older address of a view: `alias("auth/token/", LoginView.as_view(), ...)`.

    `methods` says which of the view's methods an older one stands for ({"POST": "DELETE"} of
    `cart/clear/`); methods that it does not name are passed on. Where the successor's method is
    superseded itself, the newest is named.
    """
    targets = methods or {}

    @wraps(view)
    def older(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.method = targets.get(str(request.method), request.method)
        with older_bodies():
            response = view(request, *args, **kwargs)
        for header, value in headers_for(successor, **kwargs).items():
            response.headers.setdefault(header, value)
        return response

    older.successor = f"{BASE}{successor}"  # type: ignore[attr-defined]
    del older.cls  # type: ignore[attr-defined]  # by it the OpenAPI document would find it
    return route(pattern, older, name=name)


def superseded_by(successor: str) -> Callable[[Handler], Handler]:
    """A method of an address that stays: `@superseded_by("orders/{id}/cancel/")` on `delete`."""

    def mark(handler: Handler) -> Handler:
        @wraps(handler)
        def older(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            self.headers.update(headers_for(successor, **kwargs))
            with older_bodies():
                return handler(self, request, *args, **kwargs)

        older.is_superseded = True  # type: ignore[attr-defined]
        return older

    return mark
