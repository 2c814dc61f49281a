"""The whole matrix of a request's moves: what is not listed here is illegal."""

from itertools import product

import pytest

from marketplace.purchases import states
from marketplace.purchases.models import ReturnRequest

STATUSES = ReturnRequest.Status.values
LEGAL = {
    "return": {
        ("requested", "approved"),
        ("requested", "refused"),
        ("approved", "received"),
        ("approved", "refused"),
        ("received", "refunded"),
    },
    "refund": {
        ("requested", "approved"),
        ("requested", "refused"),
        ("approved", "refunded"),
    },
}


@pytest.mark.parametrize("kind", ReturnRequest.Kind.values)
@pytest.mark.parametrize("has_money", [True, False])
def test_every_move(kind: str, has_money: bool) -> None:
    moves = {
        (before, after)
        for before, after in product(STATUSES, repeat=2)
        if after in states.legal_moves(kind=kind, status=before, has_money=has_money)
    }

    assert moves == {move for move in LEGAL[kind] if has_money or move[1] != "refunded"}


def test_the_money_is_owed_when_the_goods_are_back_or_at_once_where_none_come() -> None:
    owing = {
        (kind, status)
        for kind, status in product(ReturnRequest.Kind.values, STATUSES)
        if states.owes_money(kind=kind, status=status)
    }

    assert owing == {("return", "received"), ("refund", "approved")}


def test_what_was_refused_claims_no_pieces() -> None:
    assert set(STATUSES) - states.CLAIMS_PIECES == {"refused"}
