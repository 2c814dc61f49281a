"""Suggestions as the component suggestions takes them: one group a kind."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from marketplace.discovery.suggestions import Suggestion
from marketplace.pages.shared.pictures import picture_of

Shape = dict[str, Any]
HEADINGS = {
    "product": _("Products"),
    "category": _("Categories"),
    "retailer": _("Shops"),
    "brand": _("Brands"),
}


def groups_of(suggestions: list[Suggestion], *, in_shop: bool) -> list[Shape]:
    """[{kind, heading, options}] in the order of the suggestions; on a shop's own host its name
    is left out."""
    return [
        {
            "kind": kind,
            "heading": HEADINGS[kind],
            "options": [_option(suggestion, in_shop=in_shop) for suggestion in same],
        }
        for kind, same in groupby(suggestions, attrgetter("kind"))
    ]


def _option(suggestion: Suggestion, *, in_shop: bool) -> Shape:
    card, shop = suggestion.card, suggestion.retailer
    option: Shape = {"title": suggestion.label, "note": suggestion.above, "url": ""}
    if shop:
        option["has_picture"] = True
        option["image"] = picture_of(suggestion.image, shop)
        option["url"] = f"/retailers/{shop.slug}"
    else:
        query = urlencode({suggestion.kind: suggestion.value})
        option["url"] = f"/catalogue/?{query}" if in_shop else f"/products?{query}"
    if card and shop:
        prices = {"price": card.money, "price_max": card.money_max, "was": card.money_was}
        option |= prices | {"url": card.path, "note": "" if in_shop else shop.name}
    return option
