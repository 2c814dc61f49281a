"""Oscar's baskets, written inside the shop's schema; only marketplace.cart calls this."""

from django.utils.timezone import now

from marketplace.cart.errors import UnknownProduct
from marketplace.cart.offers import Offered
from tenants.shop.basket.models import Basket, Line
from tenants.shop.partner.models import StockRecord


def open_basket(*, owner_id: int | None) -> int:
    return Basket.objects.create(owner_id=owner_id, status=Basket.OPEN).pk


def add_line(*, basket_id: int, offered: Offered, quantity: int) -> int:
    """Raises UnknownProduct when the shop no longer has it."""
    records = StockRecord.objects.filter(product__uuid=offered.variant.uuid)
    record = next(iter(records.values("id", "product_id", "price", "price_currency")[:1]), None)
    if record is None:
        raise UnknownProduct("It is no longer for sale.")
    # bulk_create: Oscar's Line.save() would read the basket back to see whether it is open.
    line = Line(
        basket_id=basket_id,
        product_id=record["product_id"],
        stockrecord_id=record["id"],
        line_reference=f"{record['product_id']}_{record['id']}",
        quantity=quantity,
        price_currency=record["price_currency"],
        price_incl_tax=record["price"],
        price_excl_tax=record["price"],
    )
    return Line.objects.bulk_create([line])[0].pk


def set_quantity(*, line_id: int, quantity: int) -> None:
    Line.objects.filter(pk=line_id).update(quantity=quantity, date_updated=now())


def drop_line(*, line_id: int) -> None:
    Line.objects.filter(pk=line_id).delete()


def drop_basket(*, basket_id: int) -> None:
    """An open basket that became empty or was merged into another leaves no row."""
    Basket.objects.filter(pk=basket_id, status=Basket.OPEN).delete()


def give_basket(*, basket_id: int, owner_id: int) -> None:
    Basket.objects.filter(pk=basket_id).update(owner_id=owner_id)
