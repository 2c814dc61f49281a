"""The whole matrix of moves: what is not listed here is illegal."""

from itertools import product

import pytest

from tenants.shop.order import states

LEGAL_FOR_CASH_DELIVERY = {
    ("pending", "processing"),
    ("pending", "cancelled"),
    ("paid", "processing"),
    ("paid", "cancelled"),
    ("processing", "shipped"),
    ("processing", "cancelled"),
    ("ready_for_pickup", "delivered"),
    ("ready_for_pickup", "cancelled"),
    ("shipped", "delivered"),
    ("delivered", "returned"),
}
LEGAL_FOR_CASH_PICKUP = (LEGAL_FOR_CASH_DELIVERY - {("processing", "shipped")}) | {
    ("processing", "ready_for_pickup")
}


@pytest.mark.parametrize(("before", "after"), product(states.MOVES, repeat=2))
@pytest.mark.parametrize(
    ("fulfilment", "legal"),
    [("delivery", LEGAL_FOR_CASH_DELIVERY), ("pickup", LEGAL_FOR_CASH_PICKUP)],
)
def test_cash_orders(before: str, after: str, fulfilment: str, legal: set[tuple[str, str]]) -> None:
    moves = states.legal_moves(
        status=before, fulfilment=fulfilment, payment_method="cash_on_delivery"
    )
    assert (after in moves) == ((before, after) in legal)


def test_a_card_order_is_paid_before_it_is_worked_on() -> None:
    moves = states.legal_moves(status="pending", fulfilment="delivery", payment_method="card")
    assert moves == ["paid", "processing", "cancelled"]


def test_an_unknown_status_leads_nowhere() -> None:
    moves = states.legal_moves(status="lost", fulfilment="delivery", payment_method="card")
    assert moves == []
