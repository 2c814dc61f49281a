"""What a shop's row says of its offer, and how links to hosts begin."""

from decimal import Decimal

import pytest

from tenants.kernel.money import Money
from tenants.registry.hosts import market_url, site_url
from tenants.registry.models import Retailer


@pytest.mark.parametrize(
    ("way", "offered"), [("delivery", True), ("pickup", False), ("drone", False)]
)
def test_goods_are_handed_over_as_the_shop_says(way, offered):
    assert Retailer(offers_delivery=True, offers_pickup=False).offers(way) is offered


@pytest.mark.parametrize(
    ("least", "goods", "missing"),
    [("20", "12.50", "7.50"), ("20", "20", "0"), ("20", "21", "0"), (None, "1", "0")],
)
def test_what_goods_lack_of_the_least_that_an_order_must_hold(least, goods, missing):
    shop = Retailer(currency="EUR", minimum_order=least and Decimal(least))

    assert shop.missing_for_minimum(Money(Decimal(goods), "EUR")) == Money(Decimal(missing), "EUR")


@pytest.mark.parametrize(
    ("port", "url"),
    [
        ("", "https://a.example"),
        ("80", "https://a.example"),
        ("443", "https://a.example"),
        ("8000", "https://a.example:8000"),
    ],
)
def test_a_link_names_no_usual_port(settings, port, url):
    settings.SITE_SCHEME, settings.SITE_PORT = "https", port

    assert site_url("a.example") == url


def test_how_links_begin_is_put_together_once_a_process():
    """A page of cards asks sixty times, and to read a setting takes as long as to write it out."""
    assert site_url("a.example") is site_url("a.example")
    assert market_url() is market_url()
