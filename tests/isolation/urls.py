"""Every address that a URL configuration serves, as its resolver knows it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# What a regular expression of Wagtail's or Django's stands for, as an example of it.
EXAMPLES = {
    r"(?P<slug>[^/]+)-(?P<short_id>[0-9a-z]{12})/?$": "<slug>-<short_id>",
    r"(?P<product_slug>[^/]*)_(?P<pk>\d+)/?$": "<product_slug>_<pk>/",
    r"(\d+)/(.*)$": "<document>/<document_file>",
    r"((?:[\w\-]+/)*)$": "<page>",
    r"((?:[\w\-]+/)*[\w\-]+)$": "<page_open>",
    r"(?P<pk>\d+)": "<pk>",
    r"(?P<revision_id_a>live|earliest|\d+)": "live",
    r"(?P<revision_id_b>live|latest|\d+)": "latest",
    r"\.\.\.": "...",
    r"(?P<url>.*)$": "nowhere",
    r"(?P<app_label>tenants|accounts|cart|discovery|purchases|payments)": "tenants",
    r"(?P<app_label>catalogue|partner)": "catalogue",
    "^login/$": "login/",
    "^(?:users|groups|sites|password_reset|failwhale|test404)/": "users/",
    "^bulk/(?:accounts|auth)/": "bulk/accounts/user/delete/",
    "^": "",
    "$": "",
}


@dataclass(frozen=True, slots=True)
class Address:
    route: str
    name: str
    view: Callable[..., Any]

    @property
    def key(self) -> str:
        """The same with and without a closing slash."""
        return self.route.rstrip("/") or "/"

    @property
    def example(self) -> str:
        """The route with what is a regular expression in it written out."""
        text = self.route
        for pattern, example in EXAMPLES.items():
            text = text.replace(pattern, example)
        return text

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.example)


@cache
def addresses(urlconf: str) -> tuple[Address, ...]:
    """In their order; of two with the same route only the first is ever reached."""
    routes: dict[str, Address] = {}
    for address in _walk(get_resolver(urlconf).url_patterns, "", ()):
        routes.setdefault(address.route, address)
    return tuple(routes.values())


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, spaces: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield Address(route, ":".join((*spaces, pattern.name or "")), pattern.callback)


def fill(path: str, values: dict[str, object]) -> str:
    """`/orders/<uuid:uuid>` with a value for each parameter, by its name."""
    return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), path)
