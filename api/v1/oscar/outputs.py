"""Baskets as django-oscar-api answers them; prices include tax, tax is not told."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Protocol, TypedDict

from api.outputs import Url, Uuid, field
from api.v1 import samples
from marketplace.accounts.models import User
from marketplace.cart.delivery import DeliveryPrice
from marketplace.cart.queries import CartGroup, CartItem, CartView
from marketplace.cart.vouchers import VoucherResult
from tenants.kernel import fulfilments
from tenants.kernel.money import Money, format_amount
from tenants.registry.models import Retailer


class OscarPriceOutput(TypedDict):
    currency: Annotated[str, field("ISO 4217", "EUR")]
    excl_tax: Annotated[str, field("As with tax", "4.90")]
    incl_tax: Annotated[str, field("What is paid", "4.90")]
    tax: Annotated[str, field("Not told apart: zero", "0.00")]


class OscarBasketOutput(TypedDict):
    id: Annotated[str, field("There is one", "mine")]
    owner: Annotated[Uuid | None, field("The customer's id; null: a guest", None)]
    status: Annotated[str, field("Always `Open`", "Open")]
    url: Annotated[Url, field("The basket's address", f"{samples.SHOP}/api/v1/oscar/basket/")]
    lines: Annotated[
        Url, field("Where its lines are", f"{samples.SHOP}/api/v1/oscar/basket/lines/")
    ]
    currency: Annotated[str, field("ISO 4217", "EUR")]
    is_tax_known: Annotated[bool, field("Always true", True)]
    offer_discounts: Annotated[
        list[dict[str, Any]], field("What offers without a code took off", [])
    ]
    voucher_discounts: Annotated[list[dict[str, Any]], field("What vouchers took off", [])]
    total_excl_tax: Annotated[str, field("After the discounts; as with tax", "25.00")]
    total_excl_tax_excl_discounts: Annotated[
        str, field("Before the discounts; as with tax", "25.00")
    ]
    total_incl_tax: Annotated[str, field("After the discounts", "25.00")]
    total_incl_tax_excl_discounts: Annotated[str, field("Before the discounts", "25.00")]
    total_tax: Annotated[str, field("Not told apart: zero", "0.00")]


class OscarLinePriceOutput(TypedDict):
    quantity: Annotated[int, field("Pieces", 2)]
    price_currency: Annotated[str, field("ISO 4217", "EUR")]
    price_excl_tax: Annotated[str, field("Of all pieces, after the discount; as with tax", "25.00")]
    price_incl_tax: Annotated[str, field("Of all pieces, after the discount", "25.00")]
    price_incl_tax_excl_discounts: Annotated[
        str, field("Of all pieces, before the discount", "25.00")
    ]
    price_excl_tax_excl_discounts: Annotated[
        str, field("Of all pieces, before the discount; as with tax", "25.00")
    ]


class OscarBasketLineOutput(OscarLinePriceOutput):
    url: Annotated[
        Url,
        field("The line's address", f"{samples.SHOP}/api/v1/oscar/basket/lines/{samples.ITEM}/"),
    ]
    product: Annotated[
        Url,
        field("The product's address", f"{samples.SHOP}/api/v1/oscar/products/{samples.VARIANT}/"),
    ]
    product_title: Annotated[str, field("The product's name", "Stoneware mug")]
    attributes: Annotated[list[dict[str, Any]], field("Empty: variants are products", [])]
    is_tax_known: Annotated[bool, field("Always true", True)]
    warning: Annotated[
        str | None, field("What keeps it from being bought as it is; null: nothing", None)
    ]
    basket: Annotated[Url, field("The basket's address", f"{samples.SHOP}/api/v1/oscar/basket/")]


class OscarShippingMethodOutput(TypedDict):
    code: Annotated[str, field("`shipping_method_code` of a checkout", "delivery")]
    name: Annotated[str, field("For people", "Delivery")]
    description: Annotated[str, field("Empty", "")]
    price: Annotated[OscarPriceOutput, field("What an order pays")]
    is_discounted: Annotated[bool, field("Whether an offer makes it cheaper", False)]
    discount: Annotated[str, field("What the offer takes off", "0.00")]


class OscarVoucherOutput(TypedDict):
    name: Annotated[str, field("Of the voucher", "Ten per cent for new readers")]
    code: Annotated[str, field("In capitals", "WELCOME10")]
    amount: Annotated[str, field("What it takes off now", "2.50")]


Link = Callable[[str], str]


def text(money: Money) -> str:
    return format_amount(money.amount, money.currency)


class AnyDiscount(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def amount(self) -> Money: ...


def show_discounts(discounts: Iterable[AnyDiscount], *, by_voucher: bool) -> list[dict[str, Any]]:
    return [
        {
            "description": offer.name,
            "name": offer.name,
            "amount": text(offer.amount),
            "voucher": {"name": offer.name, "code": offer.code} if offer.code else None,
        }
        for offer in discounts
        if bool(offer.code) == by_voucher
    ]


def show_voucher(result: VoucherResult, *, shop: Retailer) -> OscarVoucherOutput:
    """What `add-voucher` tells of the voucher that counts now."""
    group = result.view.group(shop.slug)
    discounts = group.discounts if group else []
    counted = [discount for discount in discounts if discount.code == result.code]
    return {
        "name": counted[0].name if counted else result.code,
        "code": result.code,
        "amount": text(sum((discount.amount for discount in counted), Money.zero(shop.currency))),
    }


def show_basket(
    view: CartView, *, shop: Retailer, user: User | None, link: Link
) -> OscarBasketOutput:
    group, zero = view.group(shop.slug), Money.zero(shop.currency)
    goods, discount = (group.goods_total, group.discount) if group else (zero, zero)
    discounts = group.discounts if group else []
    return {
        "id": "mine",
        "owner": str(user.uuid) if user else None,
        "status": "Open",
        "url": link("basket/"),
        "lines": link("basket/lines/"),
        "currency": shop.currency,
        "is_tax_known": True,
        "offer_discounts": show_discounts(discounts, by_voucher=False),
        "voucher_discounts": show_discounts(discounts, by_voucher=True),
        "total_excl_tax": text(goods - discount),
        "total_excl_tax_excl_discounts": text(goods),
        "total_incl_tax": text(goods - discount),
        "total_incl_tax_excl_discounts": text(goods),
        "total_tax": text(zero),
    }


def show_lines(group: CartGroup | None, *, link: Link) -> list[OscarBasketLineOutput]:
    return [show_basket_line(item, link=link) for item in group.items] if group else []


def show_basket_line(item: CartItem, *, link: Link) -> OscarBasketLineOutput:
    return {
        "url": link(f"basket/lines/{item.id}/"),
        "product": link(f"products/{item.product}/"),
        "product_title": item.title,
        "quantity": item.quantity,
        "attributes": [],
        "price_currency": item.before_discount.currency,
        "price_excl_tax": text(item.payable),
        "price_incl_tax": text(item.payable),
        "price_incl_tax_excl_discounts": text(item.before_discount),
        "price_excl_tax_excl_discounts": text(item.before_discount),
        "is_tax_known": True,
        "warning": item.problem,
        "basket": link("basket/"),
    }


def show_shipping_methods(
    shop: Retailer, delivery: DeliveryPrice
) -> list[OscarShippingMethodOutput]:
    """`price` is what an order pays, less the `discount` as in Oscar."""
    zero = Money.zero(shop.currency)
    prices = {fulfilments.DELIVERY: delivery, fulfilments.PICKUP: DeliveryPrice(zero, zero)}
    return [
        {
            "code": code,
            "name": str(label),
            "description": "",
            "price": show_price(prices[code].payable),
            "is_discounted": prices[code].discount.amount > 0,
            "discount": text(prices[code].discount),
        }
        for code, label in fulfilments.CHOICES
        if shop.offers(code)
    ]


def show_price(money: Money) -> OscarPriceOutput:
    return {
        "currency": money.currency,
        "excl_tax": text(money),
        "incl_tax": text(money),
        "tax": text(Money.zero(money.currency)),
    }
