"""What a shopper was told of a cart counts as seen; of anything else, what was shown stays."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from marketplace.cart.change_kinds import OF_PRICE, ChangeKind
from marketplace.cart.models import CartLine
from marketplace.cart.reductions import reduction_in
from marketplace.purchases.inspections import InspectedBasket
from tenants.kernel import fulfilments


def mark_seen(groups: Sequence[InspectedBasket]) -> None:
    """The shopper is told the changes of these groups, as they were inspected.

    Call it while the cart is locked since then: another request may change or show it otherwise.
    """
    for group in groups:
        _mark_prices(group)
        _mark_discount(group)


def _mark_prices(group: InspectedBasket) -> None:
    prices = {
        change.item: Decimal(str(change.now)) for change in group.changes if change.kind in OF_PRICE
    }
    lines = [line for line in group.cart_lines if line.uuid in prices]
    for line in lines:
        line.unit_price = prices[line.uuid]
    if lines:
        CartLine.objects.bulk_update(lines, ["unit_price"])


def _mark_discount(group: InspectedBasket) -> None:
    """That it fell was told; or it fell with a price, so that no more is to be paid than before.

    Of the delivery nothing is told to whom collects the goods.
    """
    basket, kinds = group.basket, {change.kind for change in group.changes}
    before, reduction = reduction_in(basket), group.reduction
    if basket.fulfilment != fulfilments.DELIVERY:
        reduction = replace(reduction, delivery=before.delivery)
    fell_with_price = (
        ChangeKind.PRICE_DROPPED in kinds and not group.is_quoted and reduction.total < before.total
    )
    if ChangeKind.DISCOUNT_FELL in kinds or fell_with_price:
        basket.pricing = reduction.write_into(basket.pricing, basket.retailer.currency)
        basket.save(update_fields=["pricing"])
