"""An offer ends in the middle of an answer: what it did not tell has not been seen."""

from decimal import Decimal
from functools import partial

import pytest

from marketplace.cart.models import CartBasket
from marketplace.payments.checkout import Changed
from marketplace.payments.confirmation_links import place_confirmed
from marketplace.payments.confirmations import ConfirmationNeeded, make_token
from marketplace.payments.models import OrderConfirmation
from marketplace.payments.preview import preview
from marketplace.purchases.prints import print_order
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import set_price
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.meetings import meet
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out

pytestmark = pytest.mark.django_db(transaction=True)
FELL = ("discount_fell", "8.00", "0.00")


@pytest.fixture
def offer(coffee):
    return make_offer(coffee, given=terms(percent="40"))


@pytest.fixture
def goods(books, coffee, offer):
    return [(shop, make_product(shop, price="20.00")) for shop in (books, coffee)]


def end(coffee, offer):
    with use_retailer(coffee):
        end_offer(offer=offer)


def raise_prices(goods):
    for shop, product in goods:
        with use_retailer(shop):
            set_price(product=product, price=Decimal(21))


def changes_of(answer):
    assert isinstance(answer, Changed)
    return [(change["kind"], change["was"], change["now"]) for change in answer.changes]


def answer_of(call, *, behind, coffee, offer):
    """The offer ends while the call stands behind its first change of this table."""
    meeting = meet(call, partial(end, coffee, offer), pauses=lambda table, locks: table == behind)
    assert meeting.met
    assert meeting.second is None
    return meeting.first


def test_a_checkout_that_told_of_prices_tells_of_the_discount_next(coffee, goods, offer):
    shopper = fill_cart(*(product.uuid for _, product in goods))
    raise_prices(goods)
    answer = answer_of(
        partial(check_out, shopper), behind="cart_cartline", coffee=coffee, offer=offer
    )
    assert changes_of(answer) == [("price_rose", "20.00", "21.00")] * 2
    assert changes_of(check_out(shopper)) == [FELL]
    assert check_out(shopper).purchase.total == 42


def test_a_link_places_nothing_dearer_than_its_page_showed(coffee, goods, offer):
    Retailer.objects.update(guest_order_pieces=0)
    shopper = fill_cart(*(product.uuid for _, product in goods))
    assert isinstance(check_out(shopper), ConfirmationNeeded)
    row = OrderConfirmation.objects.get()
    raise_prices(goods)
    page_print = print_order(preview(shopper=shopper, **row.order).groups, row.order)
    press = partial(place_confirmed, token=make_token(row), retailer=None, page_print=page_print)

    answer = answer_of(press, behind="cart_cartline", coffee=coffee, offer=offer)

    assert changes_of(answer) == [FELL]


def test_an_order_that_waits_changes_its_delivery_and_hides_nothing(coffee, goods, offer):
    Retailer.objects.update(guest_order_pieces=0)
    shopper = fill_cart(*(product.uuid for _, product in goods))
    wait = partial(check_out, shopper, fulfilment={"coffee": "pickup"})

    answer = answer_of(wait, behind="cart_cartbasket", coffee=coffee, offer=offer)

    assert isinstance(answer, ConfirmationNeeded)
    assert CartBasket.objects.get(retailer=coffee).fulfilment == "pickup"
    assert changes_of(check_out(shopper, is_confirmed=True)) == [FELL]
