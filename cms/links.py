"""Which of a site's pages stand in its header and its foot, kept where no page has to look them up.

A shop's are on its row in public: the checkout, on whichever host, names the terms of each shop.
The marketplace's are asked for and remembered for a minute.
"""

from typing import Any

from django.core.cache import cache
from django.db import Error
from django.db.models import Q
from wagtail.models import Site

from cms.pages.content import ContentPage
from cms.sitemaps import restricted_pages
from tenants.registry.context import current_retailer, current_schema, in_market
from tenants.registry.directory import announce_change
from tenants.registry.models import Retailer

Link = dict[str, Any]

MOST = 50
KEY, SECONDS = "site-links", 60


def keep_links() -> None:
    """After pages of the current schema were published, moved, renamed, shut or deleted.

    The template and the spares have no row; the links of a shop are written when it opens.
    """
    if in_market():
        cache.delete(KEY)
        return
    links = read_links()
    Retailer.objects.filter(schema_name=current_schema()).update(site_links=links)
    announce_change()
    if (shop := current_retailer()) is not None:
        shop.site_links = links


def links_of_market() -> list[Link]:
    """Of the current schema, which is the market's; [] while the database does not answer."""
    links: list[Link] | None = cache.get(KEY)
    if links is None:
        try:
            links = read_links()
        except Error:  # an error page says what is wrong
            return []
        cache.set(KEY, links, SECONDS)
    return links


def read_links() -> list[Link]:
    """In the order of the tree: {title, path, purpose, in_header, in_footer}."""
    roots = Site.objects.filter(is_default_site=True)
    root = roots.values_list("root_page__url_path", flat=True).first() or "/"
    linked = Q(show_in_menus=True) | Q(in_footer=True) | ~Q(purpose="")
    pages = ContentPage.objects.live().filter(linked).exclude(restricted_pages()).order_by("path")
    columns = ("title", "url_path", "purpose", "show_in_menus", "in_footer")
    return [
        {
            "title": title,
            "path": f"/{url_path.removeprefix(root)}",
            "purpose": purpose,
            "in_header": in_header,
            "in_footer": in_footer,
        }
        for title, url_path, purpose, in_header, in_footer in pages.values_list(*columns)[:MOST]
    ]
