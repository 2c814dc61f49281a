"""The cart, its groups by shop, and what became of a guest's."""

from typing import Annotated, Any, TypedDict

from api.links import market_url
from api.outputs import Url, Uuid, euros, field
from api.v1 import samples
from api.v1.outputs import (
    DiscountOutput,
    ImageOutput,
    MoneyOutput,
    RetailerRefOutput,
    optional_money,
    show_discount,
    show_image,
    show_money,
    show_retailer_ref,
)
from marketplace.cart.change_kinds import OF_LINES
from marketplace.cart.merges import MergeResult
from marketplace.cart.queries import CartGroup, CartItem, CartView
from tenants.kernel.fulfilments import FULFILMENTS
from tenants.registry.models import Retailer


class CartItemOutput(TypedDict):
    id: Annotated[Uuid, field("For `cart/items/{id}/`", samples.ITEM)]
    product: Annotated[Uuid, field("The product's or variant's id", samples.VARIANT)]
    listing: Annotated[Uuid | None, field("For `products/{id}/`", samples.PRODUCT)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    options: Annotated[
        dict[str, str],
        field("What makes this variant: `Colour` and such, by name", {"Colour": "Blue"}),
    ]
    url: Annotated[
        Url | None,
        field(
            "The product's page; null: it is not shown now",
            f"{samples.MARKET}/products/stoneware-mug-1yfptkgh2512",
        ),
    ]
    image: Annotated[ImageOutput | None, field("null: none")]
    quantity: Annotated[int, field("Pieces", 2)]
    unit_price: Annotated[MoneyOutput, field("Of one piece, tax included")]
    before_discount: Annotated[MoneyOutput, field("Unit price times quantity", euros("25.00"))]
    discount: Annotated[
        MoneyOutput, field("The item's part of the group's discount", euros("0.00"))
    ]
    payable: Annotated[MoneyOutput, field("What is paid for all pieces", euros("25.00"))]
    min_quantity: Annotated[int, field("Fewer cannot be bought at once", 1)]
    max_quantity: Annotated[
        int | None, field("More cannot be bought at once; null: any number", None)
    ]
    stock: Annotated[int | None, field("null: not counted", 4)]
    problem: Annotated[
        str | None,
        field(
            "What keeps it from being bought as it is; null: nothing",
            None,
            choices=OF_LINES,
        ),
    ]
    was: Annotated[MoneyOutput | None, field("The price when it was put in, if different", None)]


class CartVoucherOutput(TypedDict):
    code: Annotated[str, field("In capitals", "WELCOME10")]
    problem: Annotated[
        str | None,
        field(
            "The problem's `type` that keeps it from counting; `/problems/voucher-outdone` "
            "is nothing to act on",
            None,
        ),
    ]


class CartGroupOutput(TypedDict):
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    available: Annotated[bool, field("false: the shop is closed at the moment", True)]
    problem: Annotated[
        str | None,
        field(
            "What keeps the group from being bought; null: nothing",
            None,
            choices=["shop-suspended", "below-minimum-order"],
        ),
    ]
    fulfilment: Annotated[str, field("How this shop hands over", "delivery", choices=FULFILMENTS)]
    items: Annotated[list[CartItemOutput], field("What lies in the cart of this shop")]
    goods_total: Annotated[
        MoneyOutput, field("The goods alone, before the discount", euros("25.00"))
    ]
    delivery_fee: Annotated[MoneyOutput, field("After its own discounts", euros("4.90"))]
    free_delivery_over: Annotated[
        MoneyOutput | None,
        field("Goods of this shop worth that much; null: never free", euros("50.00")),
    ]
    discount: Annotated[MoneyOutput, field("Taken off the goods", euros("0.00"))]
    discounts: Annotated[
        list[DiscountOutput], field("Each offer and voucher that took something off", [])
    ]
    vouchers: Annotated[list[CartVoucherOutput], field("The codes that were entered", [])]
    minimum_order: Annotated[
        MoneyOutput | None,
        field("Goods of this shop worth that much at least; null: any", euros("15.00")),
    ]
    missing_for_minimum: Annotated[
        MoneyOutput | None, field("What the goods are short of it; null: nothing", None)
    ]
    to_pay: Annotated[MoneyOutput, field("Goods less discount plus delivery", euros("29.90"))]


class CartOutput(TypedDict):
    token: Annotated[
        str | None,
        field("A guest sends it as `X-Cart-Token`; null for customers", samples.CART_TOKEN),
    ]
    groups: Annotated[list[CartGroupOutput], field("One per shop")]
    goods_totals: Annotated[
        list[MoneyOutput],
        field("The goods alone, before discounts, one per currency", [euros("25.00")]),
    ]
    to_pay: Annotated[
        list[MoneyOutput], field("Goods less discounts plus delivery", [euros("29.90")])
    ]
    count: Annotated[int, field("Pieces over all shops", 2)]


class MergedOutput(TypedDict):
    moved: Annotated[int, field("Items that the account's cart did not have", 1)]
    added_up: Annotated[int, field("Items that both carts had", 1)]
    limited: Annotated[
        list[dict[str, Any]],
        field(
            "Items of which less came along, and why",
            [{"title": "Stoneware mug, Blue", "why": "4 instead of 5"}],
        ),
    ]
    dropped: Annotated[list[dict[str, Any]], field("Items that did not come along, and why", [])]


def show_merged(result: MergeResult) -> MergedOutput:
    return {
        "moved": result.moved,
        "added_up": result.added_up,
        "limited": result.limited,
        "dropped": result.dropped,
    }


def optional_merged(result: MergeResult) -> MergedOutput | None:
    return None if result.is_empty else show_merged(result)


def show_cart(view: CartView) -> CartOutput:
    return {
        "token": view.token,
        "groups": [show_group(group) for group in view.groups],
        "goods_totals": [show_money(total) for total in view.goods_totals],
        "to_pay": [show_money(total) for total in view.to_pay],
        "count": view.count,
    }


def show_group(group: CartGroup) -> CartGroupOutput:
    return {
        "retailer": show_retailer_ref(group.retailer),
        "available": group.available,
        "problem": group.problem or None,
        "fulfilment": group.fulfilment,
        "items": [show_item(item, group.retailer) for item in group.items],
        "goods_total": show_money(group.goods_total),
        "delivery_fee": show_money(group.delivery_fee),
        "free_delivery_over": optional_money(group.free_delivery_over),
        "discount": show_money(group.discount),
        "discounts": [show_discount(discount) for discount in group.discounts],
        "vouchers": [
            {
                "code": voucher.code,
                "problem": f"/problems/{voucher.problem}" if voucher.problem else None,
            }
            for voucher in group.vouchers
        ],
        "minimum_order": optional_money(group.minimum_order),
        "missing_for_minimum": optional_money(group.missing_for_minimum or None),
        "to_pay": show_money(group.to_pay),
    }


def show_item(item: CartItem, retailer: Retailer) -> CartItemOutput:
    return {
        "id": str(item.id),
        "product": str(item.product),
        "listing": str(item.listing) if item.listing else None,
        "title": item.title,
        "options": item.options,
        "url": market_url(item.url) if item.url else None,
        "image": show_image(item.image, retailer.schema_name, item.title),
        "quantity": item.quantity,
        "unit_price": show_money(item.unit_price),
        "before_discount": show_money(item.before_discount),
        "discount": show_money(item.discount),
        "payable": show_money(item.payable),
        "min_quantity": item.min_quantity,
        "max_quantity": item.max_quantity,
        "stock": item.stock,
        "problem": item.problem,
        "was": optional_money(item.was),
    }
