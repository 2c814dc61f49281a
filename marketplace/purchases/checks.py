"""Holds what was written down twice, or as a sum, against itself; nothing is changed.

The pointers in public against the orders in the shops: each has exactly one other. And the
sums of the invoices against their lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from marketplace.purchases.amounts import amount_added_up, amount_demanded
from marketplace.purchases.models import Invoice, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.order.models import Order


@dataclass(frozen=True, slots=True)
class Difference:
    retailer: str
    number: str
    problem: str

    def __str__(self) -> str:
        return f"{self.retailer} {self.number}: {self.problem}"


Row = tuple[str, str, object]


def check_orders(*, retailer: Retailer) -> Iterator[Difference]:
    """Orders without a pointer, pointers without an order, and disagreeing facts."""
    with use_retailer(retailer):
        orders = _rows(Order.objects.values_list("uuid", "number", "status", "total_incl_tax"))
    pointers = _rows(
        RetailerOrder.objects.filter(retailer=retailer).values_list(
            "uuid", "number", "status", "payable"
        )
    )
    for uuid in sorted(orders.keys() | pointers.keys()):
        problem = _compare(orders.get(uuid), pointers.get(uuid))
        if problem:
            number = (orders.get(uuid) or pointers[uuid])[0]
            yield Difference(retailer.slug, number, problem)


def _rows(values: Iterable[tuple[UUID, str, str, object]]) -> dict[UUID, Row]:
    return {uuid: (number, status, total) for uuid, number, status, total in values}


def _compare(order: Row | None, pointer: Row | None) -> str:
    if order is None:
        return "the marketplace points to an order that the shop does not have"
    if pointer is None:
        return "the shop has an order that no purchase points to"
    for name, ours, theirs in zip(("number", "status", "total"), order, pointer, strict=True):
        if ours != theirs:
            return f"{name} is {ours} in the shop and {theirs} in the marketplace"
    return ""


def check_invoices(*, retailer: Retailer) -> Iterator[Difference]:
    """Issued invoices of this shop whose lines, discounts and delivery are not what they demand."""
    invoices = Invoice.objects.filter(retailer=retailer).order_by("sequence")
    for invoice in invoices.iterator(chunk_size=500):
        stands, adds = amount_demanded(invoice.content), amount_added_up(invoice.content)
        if stands != adds:
            problem = f"it demands {stands} {invoice.content['currency']}, its lines make {adds}"
            yield Difference(retailer.slug, invoice.number, problem)
