"""The whole matrix of moves: what is not listed here is illegal."""

from itertools import product

import pytest

from tenants.shop.order import states

LEGAL_FOR_DELIVERY = {
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
LEGAL_FOR_PICKUP = (LEGAL_FOR_DELIVERY - {("processing", "shipped")}) | {
    ("processing", "ready_for_pickup")
}
# Of what must be paid ahead and is not: nobody works on it, it can only be cancelled.
LEGAL_UNPAID = {
    ("pending", "cancelled"),
    ("paid", "cancelled"),
    ("processing", "cancelled"),
    ("ready_for_pickup", "cancelled"),
}


@pytest.mark.parametrize(("before", "after"), product(states.MOVES, repeat=2))
@pytest.mark.parametrize("is_paid", [True, False])
@pytest.mark.parametrize("paid_ahead", [True, False])
@pytest.mark.parametrize(
    ("fulfilment", "legal"),
    [("delivery", LEGAL_FOR_DELIVERY), ("pickup", LEGAL_FOR_PICKUP)],
)
def test_every_move(
    before: str,
    after: str,
    fulfilment: str,
    legal: set[tuple[str, str]],
    paid_ahead: bool,
    is_paid: bool,
) -> None:
    awaits = paid_ahead and not is_paid
    moves = states.legal_moves(status=before, fulfilment=fulfilment, awaits_payment=awaits)
    assert (after in moves) == ((before, after) in (LEGAL_UNPAID if awaits else legal))


def test_a_card_order_is_paid_before_it_is_worked_on() -> None:
    unpaid = states.legal_moves(status="pending", fulfilment="delivery", awaits_payment=True)
    paid = states.legal_moves(status="paid", fulfilment="delivery", awaits_payment=False)
    assert (unpaid, paid) == (["cancelled"], ["processing", "cancelled"])


def test_an_unknown_status_leads_nowhere() -> None:
    moves = states.legal_moves(status="lost", fulfilment="delivery", awaits_payment=False)
    assert moves == []


@pytest.mark.parametrize(
    ("fulfilment", "road"),
    [
        ("delivery", ("pending", "processing", "shipped", "delivered")),
        ("pickup", ("pending", "processing", "ready_for_pickup", "delivered")),
    ],
)
def test_what_is_ahead_is_the_rest_of_its_road(fulfilment: str, road: tuple[str, ...]) -> None:
    for place, status in enumerate(road):
        assert states.ahead(status=status, fulfilment=fulfilment) == road[place + 1 :]


def test_nothing_is_ahead_of_an_order_that_left_its_road() -> None:
    assert states.ahead(status="cancelled", fulfilment="delivery") == ()
    assert states.ahead(status="shipped", fulfilment="pickup") == ()
    assert states.ahead(status="pending", fulfilment="drone") == ()
