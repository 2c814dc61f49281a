"""What a customer saved."""

from typing import Annotated, TypedDict

from api.links import market_url
from api.outputs import Moment, Url, Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    ImageOutput,
    MoneyOutput,
    PageOutput,
    RetailerRefOutput,
    optional_money,
    show_image,
    show_retailer_ref,
    timestamp,
)
from marketplace.discovery.addresses import product_path
from marketplace.wishlists import queries


class WishOutput(TypedDict):
    product: Annotated[Uuid, field("For `products/{id}/`", samples.PRODUCT)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    url: Annotated[
        Url | None,
        field(
            "The product's page; null: it is not for sale",
            f"{samples.MARKET}/products/stoneware-mug-1yfptkgh2512",
        ),
    ]
    image: Annotated[ImageOutput | None, field("null: none")]
    is_for_sale: Annotated[bool, field("Whether its shop still shows it", True)]
    is_available: Annotated[bool, field("In stock", True)]
    price: Annotated[MoneyOutput | None, field("Now")]
    was: Annotated[MoneyOutput | None, field("Without the sale that stands now; null: none", None)]
    saved_price: Annotated[MoneyOutput | None, field("When it was saved", euros("14.00"))]
    has_dropped: Annotated[bool, field("Cheaper than when it was saved", True)]
    saved_at: Annotated[Moment, field("When it was saved", samples.PLACED_AT)]


class WishPageOutput(PageOutput):
    results: Annotated[list[WishOutput], field("Newest first")]


class SharedWishlistOutput(WishPageOutput):
    owner: Annotated[str, field("A first name, or empty", "Ada")]


class SavedOutput(TypedDict):
    product: Annotated[Uuid, field("The product's id", samples.PRODUCT)]
    is_saved: Annotated[bool, field("Whether it is on the list now", True)]


class ShareOutput(TypedDict):
    token: Annotated[
        str,
        field(
            "For `customers/wishlist/shared/{token}/`", "1f0e9d8c7b6a59483726150493827160~mXq0uY7x"
        ),
    ]
    url: Annotated[
        Url,
        field(
            "The page that shows it",
            f"{samples.MARKET}/wishlists/1f0e9d8c7b6a59483726150493827160~mXq0uY7x",
        ),
    ]


def show_wish(wish: queries.Wish) -> WishOutput:
    item, listing = wish.item, wish.listing
    shop = item.retailer
    pictures = listing.images if listing else []
    path = product_path(listing.slug, listing.short_id) if listing else ""
    return {
        "product": str(item.product),
        "title": listing.title if listing else item.title,
        "retailer": show_retailer_ref(shop),
        "url": market_url(path) if path else None,
        "image": show_image(next(iter(pictures), None), shop.schema_name, item.title),
        "is_for_sale": listing is not None,
        "is_available": bool(listing and listing.is_available),
        "price": optional_money(wish.price),
        "was": optional_money(wish.was),
        "saved_price": optional_money(item.saved_price),
        "has_dropped": wish.has_dropped,
        "saved_at": timestamp(item.saved_at),
    }
