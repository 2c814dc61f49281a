"""What a page says of itself in its head: to search engines, and to who shares a link to it.

Nothing here asks the database: a view hands over what its page shows anyway.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator

from tenants.kernel.money import Money, format_amount
from tenants.kernel.rich_text import plain_text
from tenants.registry.models import Retailer

Shape = dict[str, Any]
DESCRIPTION = 155  # characters that search engines show
LONGEST_FACT = 5000  # what they take of a product's
ICON = "/favicon.512.png"
VOCABULARY = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Head:
    """`url`, `image` and `icon` are whole addresses; `facts` are written out as JSON-LD."""

    title: str
    url: str
    icon: str
    description: str = ""
    image: str = ""
    kind: str = "website"
    facts: list[Shape] = field(default_factory=list)


def head_of(
    request: HttpRequest,
    *,
    title: str,
    path: str,
    description: str = "",
    image: str = "",
    kind: str = "website",
    facts: list[Shape] | None = None,
) -> Head:
    """`path` is the page's one address on this host; `image` may be a path too."""
    absolute = request.build_absolute_uri
    return Head(
        title=title,
        url=absolute(path),
        icon=absolute(ICON),
        description=shorten(description),
        image=absolute(image) if image else "",
        kind=kind,
        facts=facts or [],
    )


def shorten(text: str, longest: int = DESCRIPTION) -> str:
    """On one line without markup, cut between two words.

    A text of one long word, or in a script without spaces, is cut within.
    """
    plain = plain_text(text)
    if len(plain) <= longest:
        return plain
    words = plain[: longest + 1].rpartition(" ")[0]
    if len(words) < longest // 2:
        return str(Truncator(plain).chars(longest))
    return f"{words.rstrip(' .,;:!?-–—')}…"


def words_of(shop: Retailer) -> str:
    """What a shop says of itself, else what it is and where."""
    return shop.tagline or ", ".join(filter(None, [shop.name, shop.trade, shop.city]))


def product_head(request: HttpRequest, product: Shape, *, path: str, rating: Shape) -> Head:
    """`product` as shapes.listings makes it; `rating` {"average", "count"} of its listing."""
    facts = product_facts(request, product, path=path, rating=rating)
    return head_of(
        request,
        title=product["title"],
        path=path,
        description=product["description"],
        image=next((image["src"] for image in product["images"]), ""),
        kind="product",
        facts=[facts, crumb_facts(request, product["crumbs"])],
    )


def product_facts(request: HttpRequest, product: Shape, *, path: str, rating: Shape) -> Shape:
    """What is not known is left out."""
    url = request.build_absolute_uri(path)
    facts: Shape = {
        "@context": VOCABULARY,
        "@type": "Product",
        "name": product["title"],
        "url": url,
        "description": shorten(product["description"], LONGEST_FACT),
        "image": [request.build_absolute_uri(image["src"]) for image in product["images"]],
        "sku": _sku(product),
        "brand": product["brand"] and {"@type": "Brand", "name": product["brand"]},
        "offers": _offers(product, url),
        "aggregateRating": _rating(rating),
    }
    return {name: value for name, value in facts.items() if value}


def _sku(product: Shape) -> str:
    """Of what has no variants: these have one each, and the product none."""
    variants = product["variants"]
    return "" if product["has_variants"] or not variants else str(variants[0]["sku"])


def _offers(product: Shape, url: str) -> Shape | None:
    """One price, or the lowest and highest of several variants; None for what has none."""
    price: Money | None = product["price"]
    if price is None:
        return None
    stock = "InStock" if product["stock"]["available"] else "OutOfStock"
    common = {
        "url": url,
        "priceCurrency": price.currency,
        "availability": f"{VOCABULARY}/{stock}",
        "seller": {"@type": "Organization", "name": product["shop"]["name"]},
    }
    highest: Money = product["price_max"] or price
    if highest == price:
        return {"@type": "Offer", "price": _amount(price)} | common
    priced = [variant for variant in product["variants"] if variant["price"] is not None]
    bounds = {"lowPrice": _amount(price), "highPrice": _amount(highest), "offerCount": len(priced)}
    return {"@type": "AggregateOffer"} | bounds | common


def _amount(money: Money) -> str:
    return format_amount(money.amount, money.currency)


def _rating(rating: Shape) -> Shape | None:
    if not rating["count"] or rating["average"] is None:
        return None
    return {
        "@type": "AggregateRating",
        "ratingValue": f"{rating['average']:f}",
        "reviewCount": rating["count"],
    }


def crumb_facts(request: HttpRequest, crumbs: list[Shape]) -> Shape:
    """Of breadcrumbs {"title", "url"}; the last is the page itself."""
    entries = []
    for position, crumb in enumerate(crumbs, start=1):
        entry = {"@type": "ListItem", "position": position, "name": crumb["title"]}
        if crumb.get("url"):
            entry["item"] = request.build_absolute_uri(crumb["url"])
        entries.append(entry)
    return {"@context": VOCABULARY, "@type": "BreadcrumbList", "itemListElement": entries}
