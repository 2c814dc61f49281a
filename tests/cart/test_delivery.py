"""What delivery would cost, told to who has chosen pickup as to who has not."""

from decimal import Decimal

import pytest

from marketplace.cart.delivery import price_delivery, price_handover
from marketplace.cart.models import CartBasket
from marketplace.cart.queries import read_cart
from marketplace.cart.services import set_fulfilment
from tenants.registry.models import Retailer
from tenants.shop.offer.models import Benefit
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def shopper(books, coffee):
    """Something of each of two shops that deliver for 5.00, the first with 2.00 off that."""
    for shop in (books, coffee):
        shop.delivery_fee = Decimal("5.00")
        shop.save()
    make_offer(books, given=terms(off="2.00", benefit=Benefit.SHIPPING_ABSOLUTE))
    return fill_cart(make_product(books).uuid, make_product(coffee).uuid)


@pytest.mark.parametrize("fulfilment", ["delivery", "pickup"])
def test_each_shops_delivery_costs_what_its_own_offers_leave(shopper, books, coffee, fulfilment):
    for shop in (books, coffee):
        set_fulfilment(shopper=shopper, retailer=shop, fulfilment=fulfilment)
    prices = [price_delivery(shopper, group) for group in read_cart(shopper).groups]

    assert [(str(price.fee), str(price.discount), str(price.payable)) for price in prices] == [
        ("5.00 EUR", "2.00 EUR", "3.00 EUR"),
        ("5.00 EUR", "0.00 EUR", "5.00 EUR"),
    ]
    assert read_cart(shopper).groups[0].fulfilment == fulfilment


def test_a_shop_is_not_asked_for_what_the_cart_has(shopper):
    group = read_cart(shopper).group("books")

    with count_statements() as statements:
        assert price_handover(shopper, group, fulfilment="delivery") == group

    assert len(statements) == 0


def test_what_left_the_cart_meanwhile_costs_what_it_did(shopper, books):
    """What another shopper has of this shop is not asked for it."""
    group = read_cart(shopper).group("books")
    CartBasket.objects.filter(retailer=books).delete()
    fill_cart(make_product(books).uuid)

    assert price_handover(shopper, group, fulfilment="pickup") == group


def test_of_a_suspended_shop_no_offer_is_told(shopper, books):
    set_fulfilment(shopper=shopper, retailer=books, fulfilment="pickup")
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.SUSPENDED)

    price = price_delivery(shopper, read_cart(shopper).group("books"))

    assert str(price.discount) == "0.00 EUR"


def test_an_offer_of_more_than_the_fee_takes_the_fee(books):
    books.delivery_fee = Decimal("5.00")
    books.save()
    make_offer(books, given=terms(off="9.00", benefit=Benefit.SHIPPING_ABSOLUTE))
    shopper = fill_cart(make_product(books).uuid)
    set_fulfilment(shopper=shopper, retailer=books, fulfilment="pickup")

    price = price_delivery(shopper, read_cart(shopper).group("books"))

    assert (str(price.discount), str(price.payable)) == ("5.00 EUR", "0.00 EUR")
