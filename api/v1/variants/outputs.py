"""The variants of a product."""

from typing import Annotated, TypedDict

from api.outputs import Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    ImageOutput,
    MoneyOutput,
    optional_amount,
    show_image,
)
from marketplace.discovery.cards import ListingCard
from marketplace.discovery.details import ListingDetail, VariantDetail


class StockOutput(TypedDict):
    available: Annotated[bool, field("Whether it can be bought now", True)]
    quantity: Annotated[int | None, field("Pieces; null: not counted", 9)]


class VariantOutput(TypedDict):
    id: Annotated[Uuid, field("Goes into the cart", samples.VARIANT)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    options: Annotated[
        dict[str, str],
        field("What makes this variant: `Colour` and such, by name", {"Colour": "Blue"}),
    ]
    price: Annotated[MoneyOutput | None, field("Tax included; null: not for sale")]
    was: Annotated[
        MoneyOutput | None, field("Without the sale that stands now; null: none", euros("15.00"))
    ]
    stock: Annotated[StockOutput, field("What can be bought", {"quantity": 4})]
    sku: Annotated[str, field("The shop's own number; may be empty", "MUG-BLUE")]
    min_quantity: Annotated[int, field("Fewer cannot be bought at once", 1)]
    max_quantity: Annotated[
        int | None, field("More cannot be bought at once; null: any number", None)
    ]
    image: Annotated[ImageOutput | None, field("null: the product's are shown", None)]


class VariantListOutput(TypedDict):
    results: Annotated[list[VariantOutput], field("All of them")]


def show_stock(row: ListingCard | ListingDetail | VariantDetail) -> StockOutput:
    return {"available": row.is_available, "quantity": row.quantity}


def show_variant(row: VariantDetail, schema: str) -> VariantOutput:
    return {
        "id": str(row.uuid),
        "title": row.title,
        "options": row.options,
        "price": optional_amount(row.price, row.currency),
        "was": optional_amount(row.was, row.currency),
        "stock": show_stock(row),
        "sku": row.sku,
        "min_quantity": row.min_quantity,
        "max_quantity": row.max_quantity,
        "image": show_image(row.image, schema, row.title),
    }


def show_variants(row: ListingDetail) -> list[VariantOutput]:
    if not row.has_variants:
        return []
    return [show_variant(variant, row.retailer.schema_name) for variant in row.variants]
