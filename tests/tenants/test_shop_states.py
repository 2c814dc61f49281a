"""The whole matrix of a shop's moves, and how links to a shop begin."""

from decimal import Decimal
from itertools import product

import pytest

from tenants.kernel.fulfilments import DELIVERY, PICKUP
from tenants.kernel.money import Money
from tenants.registry.hosts import site_url
from tenants.registry.models import Retailer
from tenants.registry.states import IllegalShopMove, require_move

LEGAL = {
    ("applied", "approved"),
    ("applied", "closed"),
    ("approved", "active"),
    ("approved", "suspended"),
    ("approved", "closed"),
    ("active", "suspended"),
    ("active", "closed"),
    ("suspended", "approved"),
    ("suspended", "active"),
    ("suspended", "closed"),
}


def may(before: str, to: str, source: str | None = None) -> bool:
    try:
        require_move(Retailer(slug="books", name="Books", status=before), to, source=source)
    except IllegalShopMove:
        return False
    return True


def test_a_refused_move_says_both_ends() -> None:
    shop = Retailer(slug="books", name="Books", status="closed")
    with pytest.raises(
        IllegalShopMove, match="The status of Books is Closed and cannot become Active"
    ) as refusal:
        require_move(shop, "active")

    assert refusal.value.extra == {"status_now": "closed", "wanted": "active"}


def test_every_move() -> None:
    pairs = product(Retailer.Status.values, repeat=2)

    assert {(before, to) for before, to in pairs if may(before, to)} == LEGAL


@pytest.mark.parametrize("source", Retailer.Status.values)
def test_a_move_from_one_status_begins_there(source: str) -> None:
    moves = {(before, to) for before, to in LEGAL if may(before, to, source)}

    assert moves == {(before, to) for before, to in LEGAL if before == source}


@pytest.mark.parametrize(
    ("port", "url"),
    [
        ("", "http://books.localhost"),
        ("80", "http://books.localhost"),
        ("443", "http://books.localhost"),
        ("8000", "http://books.localhost:8000"),
    ],
)
def test_a_usual_port_is_not_named(settings, port: str, url: str) -> None:
    settings.SITE_PORT = port

    assert site_url("books.localhost") == url


@pytest.mark.parametrize(("delivers", "hands_over"), product([True, False], repeat=2))
def test_ways_that_a_shop_offers(delivers: bool, hands_over: bool) -> None:
    shop = Retailer(offers_delivery=delivers, offers_pickup=hands_over)

    assert (shop.offers(DELIVERY), shop.offers(PICKUP)) == (delivers, hands_over)
    assert shop.offers("drone") is False


@pytest.mark.parametrize(
    ("least", "goods", "missing"),
    [(None, "1", "0.00"), ("20", "12.50", "7.50"), ("20", "20", "0.00"), ("20", "30", "0.00")],
)
def test_what_is_missing_for_the_least_order(least: str | None, goods: str, missing: str) -> None:
    shop = Retailer(currency="EUR", minimum_order=least and Decimal(least))

    assert str(shop.missing_for_minimum(Money.parse(goods, "EUR"))) == f"{missing} EUR"
