"""Products as the components product_card, price, stock_badge and filters take them."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from marketplace.discovery.cards import ListingCard
from marketplace.pages.shared.pictures import picture_of

Shape = dict[str, Any]

ORDERINGS = {
    "relevance": _("Best match"),
    "newest": _("Newest"),
    "price": _("Price, low to high"),
    "-price": _("Price, high to low"),
    "-rating": _("Best rated"),
    "title": _("Name"),
}


def card_of(request: HttpRequest, card: ListingCard) -> Shape:
    """On a shop's own host its name is left out, on the marketplace's it leads to its page."""
    return {
        "id": card.uuid,
        "title": card.title,
        "url": card.path,
        "image": picture_of(card.image, card.retailer),
        "price": card.money,
        "price_max": card.money_max,
        "was": card.money_was,
        "brand": card.brand,
        "rating": {"average": card.rating, "count": card.rating_count},
        "has_variants": card.has_variants,
        "stock": {"available": card.is_available, "quantity": card.quantity},
        "retailer": {"name": card.retailer_name, "url": f"/retailers/{card.retailer_slug}"},
    }


def cards_of(request: HttpRequest, cards: list[ListingCard]) -> list[Shape]:
    return [card_of(request, card) for card in cards]
