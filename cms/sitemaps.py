"""`/sitemap.xml` of each host (sitemaps.org): an index, and pieces of at most some thousands.

The marketplace's has its pages and categories, all shops and what they sell; a shop's has its
pages, its categories and its own products. Nothing that is hidden, restricted, suspended or closed.
"""

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction, Site

from marketplace.discovery import sitemaps
from marketplace.discovery.addresses import product_path
from marketplace.pages.shared.browse import category_url
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Category

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PREFIX = re.compile(r"[0-9a-f]{0,4}")
# (address on the host, day of its last change or "")
Entry = tuple[str, str]


@require_safe
def show_index(request: HttpRequest) -> HttpResponse:
    shop = _shop(request)
    products = sitemaps.count_products(shop=shop)
    parts = ["pages", "categories"]
    parts += [f"products-{prefix}" for prefix in sitemaps.prefixes(products)]
    if shop is None:
        parts += [f"shops-{prefix}" for prefix in sitemaps.prefixes(sitemaps.count_shops())]
    entries = [(reverse("sitemap-part", args=[part.rstrip("-")]), "") for part in parts]
    return _answer(request, "sitemapindex", "sitemap", entries)


@require_safe
def show_part(request: HttpRequest, part: str) -> HttpResponse:
    """`products-0f`: those whose UUID begins with these digits; without digits all of them."""
    shop = _shop(request)
    kind, _, prefix = part.partition("-")
    entries: list[Entry]
    if part in WHOLE:
        entries = WHOLE[part](shop)
    elif kind in PIECES and not (shop and kind == "shops") and PREFIX.fullmatch(prefix):
        entries = PIECES[kind](shop, prefix)
    else:
        raise Http404
    return _answer(request, "urlset", "url", entries)


def _shop(request: HttpRequest) -> Retailer | None:
    return request.retailer  # type: ignore[attr-defined]


def _pages(shop: Retailer | None) -> list[Entry]:
    """Published ones of the site, as far as they are shown to everybody; three statements."""
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    pages = Page.objects.live().descendant_of(root, inclusive=True).exclude(restricted_pages())
    rows = pages.order_by("path").values_list("url_path", "last_published_at")[: sitemaps.MOST]
    listed = [(f"/{url.removeprefix(root.url_path)}", _day(at)) for url, at in rows]
    lists = ["/catalogue/"] if shop else ["/products", "/retailers"]
    return listed + [(path, "") for path in lists]


def restricted_pages() -> Q:
    shut = PageViewRestriction.objects.values_list("page__path", flat=True)
    condition = Q(pk__in=[])
    for path in shut:
        condition |= Q(path__startswith=path)
    return condition


def _day(at: Any) -> str:
    return f"{at:%Y-%m-%d}" if at else ""


def _categories(shop: Retailer | None) -> list[Entry]:
    if shop is None:
        return [(f"/products?category={slug}", "") for slug in sitemaps.category_slugs()]
    rows = Category.objects.filter(is_public=True, ancestors_are_public=True).order_by("path")
    return [(category_url(row), "") for row in rows.only("pk", "slug")[: sitemaps.MOST]]


def _products(shop: Retailer | None, prefix: str) -> list[Entry]:
    rows = sitemaps.product_slugs(prefix, shop=shop)
    return [(product_path(slug, short_id), "") for slug, short_id in rows]


def _shops(shop: Retailer | None, prefix: str) -> list[Entry]:
    return [(f"/retailers/{slug}", "") for slug in sitemaps.shop_slugs(prefix)]


WHOLE = {"pages": _pages, "categories": _categories}
PIECES = {"products": _products, "shops": _shops}


def _answer(request: HttpRequest, root: str, name: str, entries: Iterable[Entry]) -> HttpResponse:
    base = request.build_absolute_uri("/").rstrip("/")
    lines = [
        f"<{name}><loc>{escape(base + iri_to_uri(path))}</loc>"
        f"{f'<lastmod>{day}</lastmod>' if day else ''}</{name}>\n"
        for path, day in entries
    ]
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n'
    response = HttpResponse(f"{text}{''.join(lines)}</{root}>\n", content_type="application/xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response
