"""Products, their variants, prices and stock."""

from collections.abc import Iterable
from typing import Annotated, NotRequired, TypedDict

from api.links import market_url
from api.outputs import Moment, Url, Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    ImageOutput,
    MoneyOutput,
    PageOutput,
    RetailerRefOutput,
    optional_amount,
    show_image,
    timestamp,
)
from api.v1.retailers.outputs import BOTH_WAYS, DeliveryOptionOutput, show_delivery_options
from api.v1.search.outputs import FacetsOutput
from api.v1.variants.outputs import StockOutput, VariantOutput, show_stock, show_variants
from marketplace.discovery.cards import ListingCard, RetailerCard
from marketplace.discovery.details import ListingDetail
from marketplace.discovery.words import Reading, Word
from tenants.kernel.rich_text import clean_html

STATUSES = ["active", "hidden", "archived"]


class ProductCardOutput(TypedDict):
    id: Annotated[Uuid, field("For `products/{id}/`", samples.PRODUCT)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    slug: Annotated[str, field("Its name in addresses", "stoneware-mug")]
    url: Annotated[
        Url,
        field(
            "Its page at the marketplace", f"{samples.MARKET}/products/stoneware-mug-1yfptkgh2512"
        ),
    ]
    brand: Annotated[str, field("May be empty", "Hearth")]
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    price: Annotated[MoneyOutput | None, field("Of variants the lowest that can be bought")]
    price_max: Annotated[
        MoneyOutput | None,
        field("Of variants the highest; as `price` for a simple product", euros("14.00")),
    ]
    was: Annotated[
        MoneyOutput | None,
        field("What `price` is without the sale that stands now; null: none", euros("15.00")),
    ]
    on_sale: Annotated[bool, field("Of variants whether any is reduced now", True)]
    image: Annotated[ImageOutput | None, field("The first picture; null: none")]
    stock: Annotated[StockOutput, field("Of variants the sum")]
    has_variants: Annotated[
        bool, field("Whether a variant is bought, not the product itself", True)
    ]
    is_featured: Annotated[bool, field("Whether its shop puts it forward", False)]
    rating: Annotated[str | None, field("The reviews' average, 1 to 5, such as 4.25", "4.50")]
    rating_count: Annotated[int, field("Reviews", 12)]


class CategoryRefOutput(TypedDict):
    slug: Annotated[str, field("For `categories/{slug}/`", "home")]
    name: Annotated[str, field("In the marketplace's taxonomy", "Home")]


class ProductOutput(ProductCardOutput):
    description: Annotated[
        str, field("HTML with harmless markup alone", "<p>Holds 0.3 litres.</p>")
    ]
    images: Annotated[list[ImageOutput], field("The primary one first")]
    categories: Annotated[
        list[CategoryRefOutput],
        field("From the widest to its own", [{}, {"slug": "mugs", "name": "Mugs"}]),
    ]
    shop_categories: Annotated[
        list[str], field("The shop's own: `Home > Kitchen`", ["Home > Mugs"])
    ]
    attributes: Annotated[
        dict[str, str], field("What is to know of it, by name", {"Material": "Stoneware"})
    ]
    variants: Annotated[list[VariantOutput], field("Empty for a simple product")]
    sku: Annotated[str, field("A simple product's", "")]
    min_quantity: Annotated[int, field("A simple product's", 1)]
    max_quantity: Annotated[int | None, field("A simple product's", None)]
    delivery_options: Annotated[
        list[DeliveryOptionOutput],
        field(
            "What the shop offers",
            BOTH_WAYS,
        ),
    ]
    status: Annotated[
        str, field("Only staff of the shop see what is not `active`", "active", choices=STATUSES)
    ]
    created_at: Annotated[Moment, field("Since when it is shown", samples.PLACED_AT)]


class ProductPageOutput(PageOutput):
    results: Annotated[list[ProductCardOutput], field("In the order that was asked for")]


class VariantStockOutput(TypedDict):
    id: Annotated[Uuid, field("Goes into the cart", samples.VARIANT)]
    options: Annotated[
        dict[str, str],
        field("What makes this variant: `Colour` and such, by name", {"Colour": "Blue"}),
    ]
    stock: Annotated[StockOutput, field("What can be bought", {"quantity": 4})]
    min_quantity: Annotated[int, field("Fewer cannot be bought at once", 1)]
    max_quantity: Annotated[
        int | None, field("More cannot be bought at once; null: any number", None)
    ]


class AvailabilityOutput(TypedDict):
    stock: Annotated[StockOutput, field("Of variants the sum")]
    items: Annotated[list[VariantStockOutput], field("What can be put into a cart")]
    delivery_options: Annotated[
        list[DeliveryOptionOutput],
        field(
            "What the shop offers",
            BOTH_WAYS,
        ),
    ]


class VariantPriceOutput(TypedDict):
    id: Annotated[Uuid, field("Goes into the cart", samples.VARIANT)]
    options: Annotated[
        dict[str, str],
        field("What makes this variant: `Colour` and such, by name", {"Colour": "Blue"}),
    ]
    price: Annotated[MoneyOutput | None, field("Tax included; null: not for sale")]
    was: Annotated[
        MoneyOutput | None, field("Without the sale that stands now; null: none", euros("15.00"))
    ]


class PriceOutput(TypedDict):
    price: Annotated[MoneyOutput | None, field("Of variants the lowest that can be bought")]
    price_max: Annotated[
        MoneyOutput | None,
        field("Of variants the highest; as `price` for a simple product", euros("14.00")),
    ]
    was: Annotated[
        MoneyOutput | None,
        field("What `price` is without the sale that stands now; null: none", euros("15.00")),
    ]
    on_sale: Annotated[bool, field("Of variants whether any is reduced now", True)]
    items: Annotated[list[VariantPriceOutput], field("What can be put into a cart")]


class ReadingOutput(TypedDict):
    word: Annotated[str, field("As it was typed", "bycicle")]
    reading: Annotated[
        str,
        field(
            "Replaced by `names`, or searched for beside them, or its products left out",
            "replaced",
            choices=["replaced", "widened", "excluded"],
        ),
    ]
    names: Annotated[list[str], field("What is searched for", ["bicycle", "bike"])]


class FacetedPageOutput(ProductPageOutput):
    readings: NotRequired[
        Annotated[
            list[ReadingOutput],
            field("Only with a search: its words that are not taken as typed"),
        ]
    ]
    facets: NotRequired[Annotated[FacetsOutput, field("Only with `facets=true`")]]


def show_readings(words: Iterable[Word]) -> list[ReadingOutput]:
    return [
        {"word": word.text, "reading": word.reading.value, "names": list(word.names)}
        for word in words
        if word.reading is not Reading.TYPED
    ]


def show_card(card: ListingCard | ListingDetail) -> ProductCardOutput:
    shop = card.retailer
    # One amount is written once: a page has twenty of them.
    lowest = highest = optional_amount(card.price, card.currency)
    if card.price_max != card.price:
        highest = optional_amount(card.price_max, card.currency)
    first = card.image if isinstance(card, ListingCard) else next(iter(card.images), None)
    return {
        "id": str(card.uuid),
        "title": card.title,
        "slug": card.slug,
        "url": market_url(card.path),
        "brand": card.brand,
        "retailer": _show_retailer(shop),
        "price": lowest,
        "price_max": highest,
        "was": optional_amount(card.was, card.currency),
        "on_sale": card.is_reduced,
        "image": show_image(first, shop.schema_name, card.title),
        "stock": show_stock(card),
        "has_variants": card.has_variants,
        "is_featured": card.is_featured,
        "rating": None if card.rating is None else str(card.rating),
        "rating_count": card.rating_count,
    }


def _show_retailer(shop: RetailerCard) -> RetailerRefOutput:
    return {"slug": shop.slug, "name": shop.name, "url": shop.url}


def show_product(row: ListingDetail, *, status: str = "active") -> ProductOutput:
    """`variants` of a simple product are its own one, which is told by the product's members."""
    schema = row.retailer.schema_name
    own = None if row.has_variants or not row.variants else row.variants[0]
    return {
        **show_card(row),
        "description": clean_html(row.description),
        "images": [
            picture for image in row.images if (picture := show_image(image, schema, row.title))
        ],
        "categories": [{"slug": step.slug, "name": step.name} for step in row.categories],
        "shop_categories": row.shop_categories,
        "attributes": row.attributes,
        "variants": show_variants(row),
        "sku": own.sku if own else "",
        "min_quantity": own.min_quantity if own else 1,
        "max_quantity": own.max_quantity if own else None,
        "delivery_options": show_delivery_options(row.delivery),
        "status": status,
        "created_at": timestamp(row.created_at),
    }


def show_availability(row: ListingDetail) -> AvailabilityOutput:
    return {
        "stock": show_stock(row),
        "items": [
            {
                "id": str(variant.uuid),
                "options": variant.options,
                "stock": show_stock(variant),
                "min_quantity": variant.min_quantity,
                "max_quantity": variant.max_quantity,
            }
            for variant in row.variants
        ],
        "delivery_options": show_delivery_options(row.delivery),
    }


def show_price(row: ListingDetail) -> PriceOutput:
    return {
        "price": optional_amount(row.price, row.currency),
        "price_max": optional_amount(row.price_max, row.currency),
        "was": optional_amount(row.was, row.currency),
        "on_sale": row.is_reduced,
        "items": [
            {
                "id": str(variant.uuid),
                "options": variant.options,
                "price": optional_amount(variant.price, variant.currency),
                "was": optional_amount(variant.was, variant.currency),
            }
            for variant in row.variants
        ],
    }
