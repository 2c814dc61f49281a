"""Offers against products, prices and checkouts: whoever is later, lists show what stands."""

from decimal import Decimal

import pytest

from marketplace.discovery.models import Sale
from marketplace.discovery.services import differences
from marketplace.payments.checkout import Placed, place
from tenants.context import use_retailer
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import set_price
from tests.factories.goods import ADDRESS, fill_cart, sell
from tests.factories.offers import make_offer, terms
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def reprice(retailer, product, price):
    with use_retailer(retailer):
        set_price(product=product, price=price)


def end(retailer, offer):
    with use_retailer(retailer):
        end_offer(offer=offer)


def test_a_product_or_price_that_comes_with_an_offer_knows_of_it(books):
    known = sell(books, price="10.00")
    for number in range(1, ROUNDS + 1):
        results = at_once(
            lambda: make_offer(books, given=terms(percent="10")),
            lambda: sell(books, price="20.00"),
            lambda number=number: reprice(books, known, Decimal(10 + number)),
        )
        assert [one for one in results if isinstance(one, Exception)] == []
        assert list(differences(retailer=books)) == []
        assert Sale.objects.filter(ends_at__year=9999).count() == number + 1


def test_an_offer_ends_while_its_goods_are_bought(books):
    goods = [sell(books, price="10.00") for _ in range(2)]
    for _ in range(ROUNDS):
        offer = make_offer(books, given=terms(percent="10"))
        shopper = fill_cart(goods[0].uuid)
        ended, bought = at_once(
            lambda offer=offer: end(books, offer),
            lambda shopper=shopper: place(
                shopper=shopper, email="ada@mail.example", shipping_address=ADDRESS
            ),
        )
        assert ended is None
        # Dearer than shown when the offer was quicker to end: then nothing is placed.
        assert isinstance(bought, Placed) or type(bought).__name__ == "CartChanged"
        assert list(differences(retailer=books)) == []
        assert not Sale.objects.exists()
