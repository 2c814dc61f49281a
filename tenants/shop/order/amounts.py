"""What an order costs: pure arithmetic, prices include tax (docs/money.md)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tenants.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class OrderAmounts:
    """`goods` before the discount; `delivery` is what is paid for it after its own."""

    goods: Money
    delivery: Money
    discount: Money
    delivery_discount: Money

    @property
    def payable(self) -> Money:
        return self.goods - self.discount + self.delivery


def line_amount(unit_price: Money, quantity: int) -> Money:
    return unit_price * quantity


def goods_amount(*, lines: Iterable[tuple[Money, int]], currency: str) -> Money:
    """The sum of unit price times quantity."""
    return total((line_amount(price, quantity) for price, quantity in lines), currency)
