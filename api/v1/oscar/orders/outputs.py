"""Orders as django-oscar-api answers them."""

from typing import Annotated, Any, TypedDict

from api.outputs import Email, Moment, Url, Uuid, field
from api.v1 import samples
from api.v1.oscar.outputs import Link, OscarLinePriceOutput, show_discounts, text
from api.v1.outputs import timestamp
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import OrderLine, OrderView
from tenants.kernel.fulfilments import LABELS


class OscarOrderRowOutput(TypedDict):
    number: Annotated[str, field("The order's, for people", samples.NUMBER)]
    url: Annotated[
        Url, field("The order's address", f"{samples.SHOP}/api/v1/oscar/orders/{samples.ORDER}/")
    ]
    lines: Annotated[
        Url,
        field("Where its lines are", f"{samples.SHOP}/api/v1/oscar/orders/{samples.ORDER}/lines/"),
    ]
    currency: Annotated[str, field("ISO 4217", "EUR")]
    total_incl_tax: Annotated[str, field("After the discounts", "29.90")]
    status: Annotated[str, field("Where it stands", "pending")]
    date_placed: Annotated[Moment, field("When it was bought", samples.PLACED_AT)]


class OscarOrderLineOutput(OscarLinePriceOutput):
    order: Annotated[
        Url, field("The order's address", f"{samples.SHOP}/api/v1/oscar/orders/{samples.ORDER}/")
    ]
    product: Annotated[
        Url | None,
        field(
            "The product's address; null: it is gone",
            f"{samples.SHOP}/api/v1/oscar/products/{samples.VARIANT}/",
        ),
    ]
    title: Annotated[str, field("The product's name", "Stoneware mug")]


class OscarOrderOutput(TypedDict):
    number: Annotated[str, field("The order's, for people", samples.NUMBER)]
    basket: Annotated[Url, field("The basket's address", f"{samples.SHOP}/api/v1/oscar/basket/")]
    url: Annotated[
        Url, field("The order's address", f"{samples.SHOP}/api/v1/oscar/orders/{samples.ORDER}/")
    ]
    lines: Annotated[
        Url,
        field("Where its lines are", f"{samples.SHOP}/api/v1/oscar/orders/{samples.ORDER}/lines/"),
    ]
    owner: Annotated[Uuid | None, field("The customer's id; null: a guest", None)]
    currency: Annotated[str, field("ISO 4217", "EUR")]
    total_incl_tax: Annotated[str, field("Goods less discounts plus delivery", "29.90")]
    total_excl_tax: Annotated[str, field("As with tax", "29.90")]
    shipping_incl_tax: Annotated[str, field("After its own discounts", "4.90")]
    shipping_excl_tax: Annotated[str, field("As with tax", "4.90")]
    shipping_address: Annotated[
        dict[str, str] | None,
        field(
            "null: it is picked up",
            {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "line1": "12 St James's Square",
                "city": "London",
                "postcode": "SW1Y 4JH",
                "country": "GB",
                "phone_number": "+442079460000",
            },
        ),
    ]
    billing_address: Annotated[dict[str, Any] | None, field("Always null", None)]
    shipping_method: Annotated[str, field("For people", "Delivery")]
    shipping_code: Annotated[str, field("`delivery` or `pickup`", "delivery")]
    status: Annotated[str, field("Where it stands", "pending")]
    email: Annotated[Email, field("Where word about it goes", "guest@mail.example")]
    date_placed: Annotated[Moment, field("When it was bought", samples.PLACED_AT)]
    payment_url: Annotated[str, field("Empty: there is nothing to pay online", "")]
    offer_discounts: Annotated[
        list[dict[str, Any]], field("What offers without a code took off", [])
    ]
    voucher_discounts: Annotated[list[dict[str, Any]], field("What vouchers took off", [])]
    surcharges: Annotated[list[dict[str, Any]], field("Empty", [])]
    order_token: Annotated[str | None, field("A guest's; X-Order-Token", samples.ORDER_TOKEN)]


def show_order_row(order: RetailerOrder, *, link: Link) -> OscarOrderRowOutput:
    """One of the list."""
    return {
        "number": order.number,
        "url": link(f"orders/{order.uuid}/"),
        "lines": link(f"orders/{order.uuid}/lines/"),
        "currency": order.currency,
        "total_incl_tax": text(order.money),
        "status": order.status,
        "date_placed": timestamp(order.purchase.placed_at),
    }


def show_order(view: OrderView, *, order_token: str, link: Link) -> OscarOrderOutput:
    pointer, fee, user = view.order, text(view.delivery_fee), view.order.purchase.user
    return {
        "number": pointer.number,
        "basket": link("basket/"),
        "url": link(f"orders/{pointer.uuid}/"),
        "lines": link(f"orders/{pointer.uuid}/lines/"),
        "owner": str(user.uuid) if user else None,
        "currency": pointer.currency,
        "total_incl_tax": text(pointer.money),
        "total_excl_tax": text(pointer.money),
        "shipping_incl_tax": fee,
        "shipping_excl_tax": fee,
        "shipping_address": view.shipping_address,
        "billing_address": None,
        "shipping_method": str(LABELS[pointer.fulfilment]),
        "shipping_code": pointer.fulfilment,
        "status": pointer.status,
        "email": pointer.purchase.email,
        "date_placed": timestamp(pointer.purchase.placed_at),
        "payment_url": "",
        "offer_discounts": show_discounts(view.discounts, by_voucher=False),
        "voucher_discounts": show_discounts(view.discounts, by_voucher=True),
        "surcharges": [],
        "order_token": None if user else order_token,
    }


def show_order_lines(view: OrderView, *, link: Link) -> list[OscarOrderLineOutput]:
    order_url = link(f"orders/{view.order.uuid}/")
    return [show_order_line(line, order_url, link=link) for line in view.lines]


def show_order_line(line: OrderLine, order_url: str, *, link: Link) -> OscarOrderLineOutput:
    before, after = text(line.before_discount), text(line.payable)
    return {
        "order": order_url,
        "product": link(f"products/{line.product}/") if line.product else None,
        "title": line.title,
        "quantity": line.quantity,
        "price_currency": line.payable.currency,
        "price_excl_tax": after,
        "price_incl_tax": after,
        "price_incl_tax_excl_discounts": before,
        "price_excl_tax_excl_discounts": before,
    }
