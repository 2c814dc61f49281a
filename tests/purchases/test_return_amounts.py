"""What pieces of a line are worth when they come back."""

import random

import pytest

from marketplace.purchases.amounts import share_of_pieces


@pytest.mark.parametrize(
    ("payable", "quantity", "before", "pieces", "worth"),
    [(1000, 3, 0, 1, 333), (1000, 3, 1, 1, 334), (1000, 3, 2, 1, 333), (1000, 3, 0, 3, 1000)],
)
def test_a_third_of_ten(payable, quantity, before, pieces, worth):
    share = share_of_pieces(payable=payable, quantity=quantity, before=before, pieces=pieces)
    assert share == worth


def test_any_steps_sum_to_what_was_paid():
    chance = random.Random(7)
    for _ in range(2000):
        payable, quantity = chance.randrange(0, 10**6), chance.randrange(1, 40)
        settled = worth = 0
        while settled < quantity:
            pieces = chance.randint(1, quantity - settled)
            share = share_of_pieces(
                payable=payable, quantity=quantity, before=settled, pieces=pieces
            )
            assert share >= 0
            worth, settled = worth + share, settled + pieces
        assert worth == payable


def test_more_pieces_than_there_are_is_a_mistake():
    with pytest.raises(ValueError):
        share_of_pieces(payable=100, quantity=2, before=1, pieces=2)
