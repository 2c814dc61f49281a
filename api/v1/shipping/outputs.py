"""How shops hand over, and what that costs."""

from typing import Annotated, TypedDict

from api.outputs import euros, field
from api.v1.outputs import (
    MoneyOutput,
    RetailerRefOutput,
    optional_money,
    show_money,
    show_retailer_ref,
)
from marketplace.payments.delivery import ShopShipping
from tenants.kernel.fulfilments import DELIVERY, FULFILMENTS, LABELS


class ShippingMethodOutput(TypedDict):
    code: Annotated[str, field("`fulfilment` of a checkout", "delivery", choices=FULFILMENTS)]
    name: Annotated[str, field("For people", "Delivery")]
    fee: Annotated[MoneyOutput, field("What it costs", euros("4.90"))]
    free_over: Annotated[
        MoneyOutput | None,
        field("Goods of this shop worth that much; null: never free", euros("50.00")),
    ]


class ShippingShopOutput(TypedDict):
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    methods: Annotated[
        list[ShippingMethodOutput],
        field(
            "What the shop offers",
            [
                {},
                {
                    "code": "pickup",
                    "name": "Pickup",
                    "fee": euros("0.00"),
                    "free_over": None,
                },
            ],
        ),
    ]
    minimum_order: Annotated[
        MoneyOutput | None,
        field("Goods of this shop worth that much at least; null: any", euros("15.00")),
    ]


class ShippingMethodsOutput(TypedDict):
    results: Annotated[list[ShippingShopOutput], field("One per shop")]


class ShippingPriceOutput(ShippingShopOutput):
    goods_total: Annotated[MoneyOutput, field("What the goods cost", euros("25.00"))]
    missing_for_minimum: Annotated[
        MoneyOutput | None, field("What the goods are short of it; null: nothing", None)
    ]
    obstacle: Annotated[
        str | None, field("Why the shop does not deliver to the address; null: it does", None)
    ]


class ShippingPricesOutput(TypedDict):
    results: Annotated[list[ShippingPriceOutput], field("One per shop")]


def show_shipping(shop: ShopShipping) -> ShippingShopOutput:
    return {
        "retailer": show_retailer_ref(shop.retailer),
        "methods": [
            {
                "code": code,
                "name": str(LABELS[code]),
                "fee": show_money(fee),
                "free_over": optional_money(shop.free_over if code == DELIVERY else None),
            }
            for code, fee in shop.fees.items()
        ],
        "minimum_order": optional_money(shop.minimum_order),
    }


def show_shipping_price(shop: ShopShipping, obstacle: str | None) -> ShippingPriceOutput:
    return {
        **show_shipping(shop),
        "goods_total": show_money(shop.goods),
        "missing_for_minimum": optional_money(shop.missing if shop.missing else None),
        "obstacle": obstacle,
    }
