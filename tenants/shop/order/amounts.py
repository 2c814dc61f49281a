"""What an order costs: pure arithmetic, prices include tax (docs/money.md)."""

from dataclasses import dataclass

from tenants.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class OrderAmounts:
    goods: Money
    delivery: Money

    @property
    def total(self) -> Money:
        return self.goods + self.delivery


def line_amount(unit_price: Money, quantity: int) -> Money:
    return unit_price * quantity


def order_amounts(
    *, lines: list[tuple[Money, int]], currency: str, delivery_fee: Money
) -> OrderAmounts:
    """The sum of unit price times quantity, and the fee (zero for pickup)."""
    goods = total((line_amount(price, quantity) for price, quantity in lines), currency)
    return OrderAmounts(goods=goods, delivery=delivery_fee)
