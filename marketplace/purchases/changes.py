"""What is different between what a shopper saw and what the shops say now."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.cart.change_kinds import OF_PRICE, OF_STOCK, ChangeKind, find_change
from marketplace.cart.discounts import DELIVERY, GOODS, GroupDiscount, sum_discounts
from tenants.kernel.money import Money
from tenants.registry.models import Retailer
from tenants.shop.order.amounts import OrderAmounts
from tenants.shop.order.placement import StockedLine


@dataclass(frozen=True, slots=True)
class Change:
    """`was` and `now` are amounts ("12.50") for prices, quantities for stock, else None.

    `item` is None where a whole group is meant: its discount fell.
    """

    retailer: str
    item: UUID | None
    title: str
    kind: ChangeKind
    was: str | int | None = None
    now: str | int | None = None

    @property
    def stops(self) -> bool:
        """A drop is passed on to the buyer; everything else stops the checkout."""
        return self.kind != ChangeKind.PRICE_DROPPED

    def as_dict(self) -> dict[str, object]:
        return {
            "retailer": self.retailer,
            "item": str(self.item) if self.item else None,
            "title": self.title,
            "kind": self.kind,
            "was": self.was,
            "now": self.now,
        }


def compare(
    *, retailer: Retailer, item: UUID, price_before: Money, quantity: int, line: StockedLine
) -> Change | None:
    """The one change that matters most to the buyer, or None."""
    kind: ChangeKind | None = ChangeKind.ARCHIVED
    if line.is_active:
        kind = find_change(
            price_before=price_before, price=line.price, quantity=quantity, stock=line.available
        )
    if kind is None:
        return None
    was, now = _values(kind, price_before, quantity, line)
    return Change(retailer.slug, item, line.title, kind, was, now)


def _values(
    kind: ChangeKind, price_before: Money, quantity: int, line: StockedLine
) -> tuple[str | int | None, str | int | None]:
    if kind in OF_STOCK:
        return quantity, max(line.available or 0, 0)
    if kind in OF_PRICE and line.price is not None:
        return price_before.as_dict()["amount"], line.price.as_dict()["amount"]
    return None, None


def compare_discounts(
    *,
    retailer: Retailer,
    discounts_before: list[GroupDiscount],
    goods_before: Money,
    delivery_before: Money,
    amounts: OrderAmounts,
    delivered: bool,
) -> Change | None:
    """Told when less is taken off than was shown and the buyer would pay more by it."""
    code = retailer.currency
    off = sum_discounts(discounts_before, GOODS, code)
    fee = Money.zero(code)
    if delivered:
        charge, off_fee = delivery_before, sum_discounts(discounts_before, DELIVERY, code)
        fee, off = (charge - off_fee if off_fee < charge else fee), off + min(charge, off_fee)
    now_off = amounts.discount + amounts.delivery_discount
    expected = goods_before - sum_discounts(discounts_before, GOODS, code) + fee
    if not now_off < off or not expected < amounts.payable:
        return None
    was, now = off.as_dict()["amount"], now_off.as_dict()["amount"]
    return Change(retailer.slug, None, "", ChangeKind.DISCOUNT_FELL, was, now)
