"""Oscar's baskets, written inside the shop's schema; only marketplace.cart calls this."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, PositiveIntegerField, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.cart.errors import UnknownProduct
from marketplace.cart.offers import BuyableVariant
from tenants.shop.basket.models import Basket, Line
from tenants.shop.partner.models import StockRecord


def open_basket(*, owner_id: int | None) -> int:
    return Basket.objects.create(owner_id=owner_id, status=Basket.OPEN).pk


def add_line(*, basket_id: int, offered: BuyableVariant, quantity: int) -> int:
    """Raises UnknownProduct when the shop no longer has it."""
    return add_lines(basket_id=basket_id, lines=[(offered, quantity)])[0]


def add_lines(*, basket_id: int, lines: Sequence[tuple[BuyableVariant, int]]) -> list[int]:
    """The ids of the new lines, in two statements. Raises UnknownProduct."""
    uuids = [offered.variant.uuid for offered, _ in lines]
    records = StockRecord.objects.filter(product__uuid__in=uuids)
    rows = {row["product__uuid"]: row for row in records.values(*RECORD)}
    if len(rows) < len(lines):
        raise UnknownProduct(gettext("It is no longer for sale."))
    # bulk_create: Oscar's Line.save() would read the basket back to see whether it is open.
    new_lines = [
        _line(basket_id, rows[offered.variant.uuid], quantity) for offered, quantity in lines
    ]
    return [line.pk for line in Line.objects.bulk_create(new_lines)]


RECORD = ("id", "product_id", "product__uuid", "price", "price_currency")


def _line(basket_id: int, record: dict[str, Any], quantity: int) -> Line:
    return Line(
        basket_id=basket_id,
        product_id=record["product_id"],
        stockrecord_id=record["id"],
        line_reference=f"{record['product_id']}_{record['id']}",
        quantity=quantity,
        price_currency=record["price_currency"],
        price_incl_tax=record["price"],
        price_excl_tax=record["price"],
    )


def set_quantities(*, quantities: dict[int, int]) -> None:
    """{line id: quantity}, in one statement."""
    whens = [When(pk=pk, then=Value(quantity)) for pk, quantity in sorted(quantities.items())]
    lines = Line.objects.filter(pk__in=quantities)
    lines.update(quantity=Case(*whens, output_field=PositiveIntegerField()), date_updated=now())


def set_quantity(*, line_id: int, quantity: int) -> None:
    Line.objects.filter(pk=line_id).update(quantity=quantity, date_updated=now())


def drop_line(*, line_id: int) -> None:
    Line.objects.filter(pk=line_id).delete()


def drop_baskets(*, basket_ids: Sequence[int]) -> None:
    """Open baskets that became empty, were merged into others or abandoned leave no row."""
    Basket.objects.filter(pk__in=basket_ids, status=Basket.OPEN).delete()


def give_basket(*, basket_id: int, owner_id: int) -> None:
    Basket.objects.filter(pk=basket_id).update(owner_id=owner_id)
