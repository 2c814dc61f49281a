"""What a shop's owner takes along when it has closed: one ZIP of products, orders and customers.

CSV in UTF-8 with a byte order mark, which spreadsheets need; one row a variant, an order line,
a customer. Rows are read and written some hundred at a time.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from marketplace.purchases.models import RetailerOrder
from tenants.kernel.money import Money
from tenants.kernel.postal.lines import address_line, person_name
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.order import states
from tenants.shop.order.models import Line

Row = tuple[Any, ...]
AT_ONCE = 500
# What a spreadsheet would run as a formula begins so; an apostrophe before it makes it text.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def write_archive(file: IO[bytes], *, retailer: Retailer) -> None:
    """Write the ZIP of this shop into `file`, which must be seekable."""
    zone = timezone.override(retailer.zone)
    with use_retailer(retailer), zone, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (headings, rows) in SHEETS.items():
            with archive.open(name, "w", force_zip64=True) as entry:
                _write_sheet(entry, headings, rows(retailer))


def _write_sheet(entry: IO[bytes], headings: Row, rows: Iterable[Row]) -> None:
    text = io.TextIOWrapper(entry, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(tuple(_cell(value) for value in row) for row in rows)
    text.detach()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    is_formula = isinstance(value, str) and text.startswith(FORMULAS)
    return f"'{text}" if is_formula else text


def _products(retailer: Retailer) -> Iterator[Row]:
    products = Product.objects.select_related("parent").prefetch_related("stockrecords")
    for product in products.order_by("id").iterator(AT_ONCE):
        record = next(iter(product.stockrecords.all()), None)
        head = product.parent or product
        yield (
            product.uuid,
            head.uuid,
            head.title,
            ", ".join(f"{name}: {value}" for name, value in product.variant_options.items()),
            head.description,
            head.brand,
            record and record.partner_sku,
            product.upc,
            record and _amount(record.price, record.price_currency),
            record and record.price_currency,
            record and record.num_in_stock,
            "archived" if product.archived_at else "active" if product.is_active else "hidden",
        )


def _orders(retailer: Retailer) -> Iterator[Row]:
    """Who ordered stands in public, what was ordered in the shop: 500 orders at a time."""
    pointers = RetailerOrder.objects.filter(retailer=retailer).select_related("purchase")
    rest = pointers.order_by("id").iterator(AT_ONCE)
    while some := list(islice(rest, AT_ONCE)):
        emails = {pointer.uuid: pointer.purchase.email for pointer in some}
        lines = Line.objects.filter(order__uuid__in=emails).select_related(
            "order__shipping_address"
        )
        for line in lines.order_by("order_id", "id"):
            yield _order_row(line, emails[line.order.uuid])


def _order_row(line: Line, email: str) -> Row:
    order = line.order
    address = order.shipping_address
    return (
        order.number,
        _moment(order.date_placed),
        order.status,
        order.fulfilment,
        email,
        address and person_name(address.as_sent()),
        address and address_line(address.as_sent()),
        line.title,
        line.partner_sku,
        line.quantity,
        _amount(line.line_price_before_discounts_incl_tax, order.currency),
        _amount(line.line_price_incl_tax, order.currency),
        _amount(order.shipping_incl_tax, order.currency),
        _amount(order.total_incl_tax, order.currency),
        order.currency,
        order.payment_method,
    )


def _customers(retailer: Retailer) -> Iterator[Row]:
    """By the mailbox that ordered, but for what was cancelled; accounts are the marketplace's, not
    the shop's."""
    orders = RetailerOrder.objects.filter(retailer=retailer)
    groups = orders.order_by("purchase__email", "currency").values_list(
        "purchase__email", "currency"
    )
    not_cancelled = ~Q(status=states.CANCELLED)
    figures = groups.annotate(
        count=Count("id", filter=not_cancelled),
        total=Sum("payable", filter=not_cancelled, default=Decimal(0)),
        first=Min("purchase__placed_at"),
        last=Max("purchase__placed_at"),
    )
    for email, currency, count, total, first, last in figures.iterator(AT_ONCE):
        amount = _amount(total, currency)
        yield email, currency, count, amount, _moment(first), _moment(last)


def _moment(at: datetime) -> str:
    """As the shop's clock showed it, with its distance from UTC."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _amount(value: Decimal | None, currency: str) -> str:
    """With the currency's decimals: where a comma parts them, 12.500 is read as thousands."""
    return "" if value is None else Money(value, currency).as_dict()["amount"]


SHEETS: dict[str, tuple[Row, Callable[[Retailer], Iterator[Row]]]] = {
    "products.csv": (
        (
            *("id", "product", "title", "options", "description", "brand", "sku", "barcode"),
            *("price", "currency", "on_hand", "status"),
        ),
        _products,
    ),
    "orders.csv": (
        (
            *("order", "placed_at", "status", "fulfilment", "email", "name", "address", "title"),
            *("sku", "quantity", "line_before_discounts", "line", "delivery", "order_total"),
            *("currency", "payment_method"),
        ),
        _orders,
    ),
    "customers.csv": (
        ("email", "currency", "orders", "total", "first_order_at", "last_order_at"),
        _customers,
    ),
}
