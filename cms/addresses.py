"""Addresses that are a route's on this host, so that no page of the site can have them.

Wagtail is routed last of all: a page called `cart` would be published, listed and never seen. What
is taken is read off the URL conf of the host, so that a route of a later release counts at once;
`manage.py check_pages` names the pages that it then hides.
"""

import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import gettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from marketplace.runtime.door import ALIVE, READY
from tenants.registry.context import in_market

# Below the root of Wagtail's tree stands a site's home page, and below that its first level.
HOME_DEPTH = 2
LITERAL = re.compile(r"\^?([\w-]+)(?:/|$|\\)")
# Answered before any URL conf is asked.
BEFORE_ROUTES = (settings.STATIC_URL, *ALIVE, *READY)


def is_reserved(slug: str, *, below: Page | None) -> bool:
    """Whether a page of this slug, right below the home page, would stand behind a route."""
    if below is None or below.depth != HOME_DEPTH:
        return False
    return _begins_a_route(slug)


def explain_reserved(slug: str) -> str:
    return gettext(
        "The address /%(slug)s/ is one that the site itself uses. Choose another one."
    ) % {"slug": slug}


def require_free(slug: str, *, below: Page | None) -> None:
    """Raises ValidationError at the slug."""
    if is_reserved(slug, below=below):
        raise ValidationError({"slug": explain_reserved(slug)})


def require_reachable(path: str) -> None:
    """Raises ValidationError for a redirect that nobody would meet: what is there answers first.

    A route that takes an argument may have nothing at this address, and then the redirect serves:
    `/retailers/<an old name>`, `/catalogue/<what another shop system called it>`.
    """
    address = path.partition("?")[0]
    if _is_answered(address) or _is_answered(f"{address}/"):
        raise ValidationError(
            {
                "old_path": gettext(
                    "The site itself uses this address: nobody would follow a redirect from it."
                )
            }
        )


def hidden_addresses() -> Iterable[str]:
    """Of the current site: pages behind a route, and redirects that nobody meets."""
    for slug in (
        Page.objects.filter(depth=HOME_DEPTH + 1).order_by("path").values_list("slug", flat=True)
    ):
        if _begins_a_route(slug):
            yield f"/{slug}/"
    for path in Redirect.objects.order_by("id").values_list("old_path", flat=True):
        try:
            require_reachable(path)
        except ValidationError:
            yield path


def _begins_a_route(slug: str) -> bool:
    return slug.casefold() in _first_segments(_urlconf())


def _urlconf() -> str:
    return settings.MARKET_URLCONF if in_market() else settings.RETAILER_URLCONF


def _is_answered(address: str) -> bool:
    if address.startswith("/api/"):
        return True  # cms.redirects leaves what the API answers as it is
    try:
        match = resolve(address, _urlconf())
    except Resolver404:
        return False
    return match.func not in _views_of_site() and not match.kwargs and not match.args


@cache
def _views_of_site() -> frozenset[object]:
    """What answers for pages: the views behind `marketplace.urls.common.site`."""
    return frozenset(_views(_site()))


def _views(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[object]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern.callback


@cache
def _first_segments(urlconf: str) -> frozenset[str]:
    """`products`, `cart`, `api` and so on: the first part of each route that begins with one."""
    routes = [str(path).removeprefix("/") for path in BEFORE_ROUTES]
    routes += _routes(get_resolver(urlconf).url_patterns)
    matches = (LITERAL.match(route) for route in routes)
    return frozenset(match[1].casefold() for match in matches if match)


def _routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if pattern in _site():
            continue
        if isinstance(pattern, URLResolver) and not route:
            yield from _routes(pattern.url_patterns)
        else:
            yield route


def _site() -> list[URLPattern | URLResolver]:
    """Imported late: the routes lead to views of apps that are not ready when pages are."""
    from marketplace.urls.common import site

    return site
