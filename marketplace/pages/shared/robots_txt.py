"""`/robots.txt` (RFC 9309): what search engines are asked to leave alone, on every host.

It keeps nobody out: gates do. It spares both sides what is one person's, or a list in one more
order, and names the map of what is for everybody.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# Of one person, of staff, or for programs: each with all that stands below.
SHUT = (
    *("account", "admin", "admin-panel", "api", "auth", "cart", "checkout", "cms", "dashboard"),
    *("db-admin", "dev", "handoff", "invitations", "orders", "profile", "search", "seller"),
    *("wishlists", "_util"),
)
# Of these addresses too, and for everybody: a longer rule counts before a shorter one.
# By the way to another host whoever has nothing to carry is led to the page itself.
OPEN = ("seller/register$", "api/docs/", "handoff/go?")
# A list that is narrowed or put into another order; a category and the next page are open.
FACETS = (
    *("brand", "currency", "in_stock", "on_sale", "ordering", "price_max", "price_min", "q"),
    *("retailer", "search", "variant"),
)


@require_safe
def show_rules(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri("/sitemap.xml")
    lines = ["User-agent: *", *_rules(), "", f"Sitemap: {sitemap}"]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _rules() -> Iterator[str]:
    """`/cart` and what is below, but not a page of the site that is called `/cartography`."""
    for name in SHUT:
        yield from (f"Disallow: /{name}{end}" for end in ("$", "/", "?"))
    for name in FACETS:
        yield from (f"Disallow: /*{mark}{name}=" for mark in "?&")
    for name in OPEN:
        yield f"Allow: /{name}"
