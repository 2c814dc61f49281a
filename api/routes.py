"""Routes that answer with and without the trailing slash, and never by a redirect.

A redirect would drop the body of a POST. The form with the slash is the canonical one: it is
what `reverse` and the OpenAPI document give.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern


class EitherSlash(RoutePattern):
    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        match: tuple[str, tuple[Any, ...], dict[str, Any]] | None = super().match(
            path if path.endswith("/") else f"{path}/"
        )
        return match


def route(pattern: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """`pattern` ends in a slash, as in "products/<uuid:id>/"."""
    return URLPattern(EitherSlash(pattern, name=name, is_endpoint=True), view, None, name)
