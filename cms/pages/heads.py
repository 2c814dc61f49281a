"""What a page of the site says of itself to search engines, and to who shares a link to it."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from marketplace.pages.shared.heads import Head, head_of, words_of
from tenants.registry.models import Retailer


def site_head(request: HttpRequest, page: Page, body: Any) -> Head:
    """Described in the editor's own words, else in those that the page begins with."""
    shop: Retailer | None = getattr(request, "retailer", None)
    return head_of(
        request,
        title=page.seo_title or page.title,
        path=f"{request.path.rstrip('/')}/",
        description=page.search_description
        or first_words(body)
        or (words_of(shop) if shop else ""),
    )


def first_words(body: Any) -> str:
    """Of the blocks as they are stored: no picture is looked up for it."""
    for block in body.raw_data:
        value = block["value"]
        words = value.get("lead") if block["type"] == "hero" else value
        if words and block["type"] in ("hero", "text"):
            return str(words)
    return ""
