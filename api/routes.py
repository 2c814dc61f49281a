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
    """A request asks the routes before its own too: most are told by how they begin."""

    def __init__(self, route: str, *, name: str) -> None:
        super().__init__(route, name=name, is_endpoint=True)
        self.beginning = route.partition("<")[0].rstrip("/")

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        if not path.startswith(self.beginning):
            return None
        match: tuple[str, tuple[Any, ...], dict[str, Any]] | None = super().match(
            path if path.endswith("/") else f"{path}/"
        )
        return match


def route(pattern: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """`pattern` ends in a slash, as in "products/<uuid:id>/"."""
    return URLPattern(EitherSlash(pattern, name=name), view, None, name)
