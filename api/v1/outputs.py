"""What the answers of several resources have in common: money, pictures, shops, pages."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Protocol, TypedDict

from api.outputs import Url, Uuid, euros, field
from api.v1 import samples
from marketplace.discovery.addresses import picture_url
from marketplace.purchases.models import RetailerOrder
from tenants.kernel.fulfilments import FULFILMENTS
from tenants.kernel.money import Money, format_amount
from tenants.kernel.times import rfc3339
from tenants.registry.models import Retailer
from tenants.shop.catalogue.images import WIDTHS


class MoneyOutput(TypedDict):
    amount: Annotated[str, field("A decimal string with the currency's digits", "12.50")]
    currency: Annotated[str, field("ISO 4217", "EUR")]


class RetailerRefOutput(TypedDict):
    slug: Annotated[str, field("For `retailers/{slug}/`", "northgate-books")]
    name: Annotated[str, field("The shop's name", "Northgate Books")]
    url: Annotated[Url, field("The shop's own host", samples.SHOP)]


class PageOutput(TypedDict):
    next: Annotated[Url | None, field("null: this is the last page", None)]
    previous: Annotated[Url | None, field("null: this is the first page", None)]


class ImageSizeOutput(TypedDict):
    width: Annotated[int, field("Pixels, as in `srcset`", 320)]
    url: Annotated[
        Url,
        field(
            "The picture in this width",
            f"{samples.MARKET}/media/shop_northgate_books/products/5e/a-320.webp",
        ),
    ]


class ImageOutput(TypedDict):
    url: Annotated[
        Url,
        field("The largest", f"{samples.MARKET}/media/shop_northgate_books/products/5e/a-640.webp"),
    ]
    alt: Annotated[str, field("What it shows", "A mug")]
    sizes: Annotated[
        list[ImageSizeOutput],
        field(
            "From the narrowest; empty: this one alone",
            [
                {},
                {
                    "width": 640,
                    "url": f"{samples.MARKET}/media/shop_northgate_books/products/5e/a-640.webp",
                },
            ],
        ),
    ]


class DiscountOutput(TypedDict):
    name: Annotated[str, field("Of the offer", "Ten per cent for new readers")]
    code: Annotated[str | None, field("null: no voucher is needed", "WELCOME10")]
    kind: Annotated[
        str, field("Off the goods or off the delivery", "goods", choices=["goods", "delivery"])
    ]
    amount: Annotated[MoneyOutput, field("What it took off", euros("2.50"))]


class OrderSummaryOutput(TypedDict):
    id: Annotated[Uuid, field("For `orders/{id}/`", samples.ORDER)]
    number: Annotated[str, field("The order's, for people", samples.NUMBER)]
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    status: Annotated[str, field("Where it stands", "pending")]
    fulfilment: Annotated[
        str, field("How the goods are handed over", "delivery", choices=FULFILMENTS)
    ]
    payable: Annotated[
        MoneyOutput, field("The goods less the discount, and the delivery", euros("29.90"))
    ]
    delivery_fee: Annotated[MoneyOutput, field("After its own discounts", euros("4.90"))]
    discount: Annotated[MoneyOutput, field("Taken off the goods", euros("0.00"))]


def show_money(value: Money) -> MoneyOutput:
    return {"amount": format_amount(value.amount, value.currency), "currency": value.currency}


def optional_money(value: Money | None) -> MoneyOutput | None:
    return None if value is None else show_money(value)


def show_amount(value: Decimal, currency: str) -> MoneyOutput:
    return {"amount": format_amount(value, currency), "currency": currency}


def optional_amount(value: Decimal | None, currency: str) -> MoneyOutput | None:
    if value is None:
        return None
    return {"amount": format_amount(value, currency), "currency": currency}


def show_image(picture: dict[str, Any] | None, schema: str, title: str) -> ImageOutput | None:
    """{"path", "alt"} as discovery keeps it -> {url, alt, sizes}, URLs absolute.

    Rows of an earlier release may name a feed's address instead, which is not shown.
    """
    if not picture or "path" not in picture:
        return None
    url = picture_url(schema=schema, path=picture["path"])
    return {"url": url, "alt": picture.get("alt") or title, "sizes": _sizes(url)}


def _sizes(url: str) -> list[ImageSizeOutput]:
    """A smaller copy stands beside each larger one (tenants.shop.catalogue.images)."""
    stem, _, tail = url.rpartition("-")
    width, _, ending = tail.partition(".")
    return [{"width": size, "url": f"{stem}-{size}.{ending}"} for size in _widths(width)]


@lru_cache(maxsize=256)
def _widths(largest: str) -> list[int]:
    """None where a name says no width."""
    if not (largest.isascii() and largest.isdigit()):
        return []
    return [*(width for width in WIDTHS if width < int(largest)), int(largest)]


def timestamp(moment: datetime) -> str:
    return rfc3339(moment)


def optional_timestamp(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def show_retailer_ref(retailer: Retailer) -> RetailerRefOutput:
    return {"slug": retailer.slug, "name": retailer.name, "url": retailer.url}


class AnyDiscount(Protocol):
    """A cart's, an inspected basket's or an order's."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> Money: ...


def show_discount(discount: AnyDiscount) -> DiscountOutput:
    return {
        "name": discount.name,
        "code": discount.code or None,
        "kind": discount.kind,
        "amount": show_money(discount.amount),
    }


def show_order_summary(order: RetailerOrder) -> OrderSummaryOutput:
    return {
        "id": str(order.uuid),
        "number": order.number,
        "retailer": show_retailer_ref(order.retailer),
        "status": order.status,
        "fulfilment": order.fulfilment,
        "payable": show_money(order.money),
        "delivery_fee": show_money(Money(order.delivery_fee, order.currency)),
        "discount": show_money(Money(order.discount, order.currency)),
    }
