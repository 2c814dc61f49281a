"""Oscar's baskets, written inside the shop's schema; only marketplace.cart calls this."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, PositiveIntegerField, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.cart.errors import UnknownProduct
from marketplace.cart.offers import BuyableVariant
from marketplace.cart.statements import ADD_LINES, BEGIN_BASKET
from tenants.shop.basket.models import Basket, Line


def open_basket(*, owner_id: int | None) -> int:
    return Basket.objects.create(owner_id=owner_id, status=Basket.OPEN).pk


def begin_basket(
    *, owner_id: int | None, offered: BuyableVariant, quantity: int
) -> tuple[int, int]:
    """The ids of a new basket and of its first line, in one statement. Raises UnknownProduct."""
    basket = {"owner": owner_id, "status": Basket.OPEN}
    ((basket_id, line_id, _),) = _write_lines(BEGIN_BASKET, basket, [(offered, quantity)])
    return basket_id, line_id


def add_line(*, basket_id: int, offered: BuyableVariant, quantity: int) -> int:
    """Raises UnknownProduct when the shop no longer has it."""
    return add_lines(basket_id=basket_id, lines=[(offered, quantity)])[0]


def add_lines(*, basket_id: int, lines: Sequence[tuple[BuyableVariant, int]]) -> list[int]:
    """The ids of the new lines, in one statement. Raises UnknownProduct."""
    rows = _write_lines(ADD_LINES, {"basket": basket_id}, lines)
    ids = {product: line_id for _, line_id, product in rows}
    return [ids[offered.variant.uuid] for offered, _ in lines]


def _write_lines(
    statement: str, basket: dict[str, Any], lines: Sequence[tuple[BuyableVariant, int]]
) -> list[tuple[int, int, UUID]]:
    """(basket, line, product) of each. By SQL, since Oscar's Line.save() would read the basket
    back to see whether it is open."""
    values = basket | {
        "products": [offered.variant.uuid for offered, _ in lines],
        "quantities": [quantity for _, quantity in lines],
        "at": now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[int, int, UUID]] = cursor.fetchall()
    if len(rows) < len(lines):
        raise UnknownProduct(gettext("It is no longer for sale."))
    return rows


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
