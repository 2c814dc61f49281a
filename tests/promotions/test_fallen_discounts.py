"""A discount that was shown and has ended is told before an order, whatever happened meanwhile."""

from decimal import Decimal

import pytest

from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from marketplace.cart.vouchers import apply_voucher
from marketplace.payments.checkout import Changed, Placed, place
from tenants.registry.context import use_retailer
from tenants.registry.services import resume, suspend
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import set_price, set_stock
from tenants.shop.voucher.models import Voucher
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(books):
    return make_offer(books, given=terms(percent="40"))


@pytest.fixture
def novel(books, offer):
    return make_product(books, "A Novel", price="20.00")


def end(books, offer):
    with use_retailer(books):
        end_offer(offer=offer)


def buy(shopper):
    return place(shopper=shopper, email="guest@mail.example", shipping_address=ADDRESS)


def changes_of(shopper):
    answer = buy(shopper)
    assert isinstance(answer, Changed)
    return [(change["kind"], change["was"], change["now"]) for change in answer.changes]


FELL = ("discount_fell", "8.00", "0.00")


def test_it_is_told_beside_a_price_that_rose(books, offer, novel):
    shopper = fill_cart(novel.uuid)
    end(books, offer)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(21))
    assert changes_of(shopper) == [("price_rose", "20.00", "21.00"), FELL]
    assert buy(shopper).purchase.total == 21


def test_it_is_told_beside_stock_that_went(books, offer, novel):
    shopper = fill_cart(novel.uuid, quantity=2)
    end(books, offer)
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=1)
    assert changes_of(shopper) == [("less_stock", 2, 1), ("discount_fell", "16.00", "0.00")]


def test_a_suspension_between_does_not_hide_it(books, coffee, offer, novel):
    shopper = fill_cart(novel.uuid)
    suspend(retailer=books, reason="test")
    assert changes_of(shopper) == [("unavailable", None, None)]
    resume(retailer=books)
    end(books, offer)
    assert changes_of(shopper) == [FELL]
    assert buy(shopper).purchase.total == 20


def test_of_a_suspended_shop_nothing_but_that_is_told(books, offer, novel):
    shopper = fill_cart(novel.uuid)
    end(books, offer)
    suspend(retailer=books, reason="test")
    assert changes_of(shopper) == [("unavailable", None, None)]
    resume(retailer=books)
    assert changes_of(shopper) == [FELL]


def test_a_login_between_does_not_hide_it(books, offer, novel):
    guest, user = fill_cart(novel.uuid), make_customer()
    end(books, offer)
    merge_guest_cart(user=user, token=guest.token)
    shopper = Shopper(user=user)
    assert str(read_cart(shopper).groups[0].to_pay) == "20.00 EUR"
    assert changes_of(shopper) == [FELL]


def test_nor_does_a_login_to_a_cart_that_holds_something_else(books, coffee, offer, novel):
    guest, user = fill_cart(novel.uuid), make_customer()
    shopper = fill_cart(make_product(coffee, price="5").uuid, user=user)
    end(books, offer)
    merge_guest_cart(user=user, token=guest.token)
    assert str(read_cart(shopper).group("books").to_pay) == "20.00 EUR"
    assert changes_of(shopper) == [FELL]
    assert buy(shopper).purchase.total == 25


def test_nor_does_another_host(books, coffee, offer, novel):
    there, here = fill_cart(novel.uuid), fill_cart(make_product(coffee, price="5").uuid)
    end(books, offer)
    merge_guest_carts(source=there.token, target=here.token)
    assert changes_of(here) == [FELL]


def test_a_customers_own_limit_is_read_and_told_after_the_login(books, novel):
    """She had the offer once already; as a guest she saw it again."""
    make_offer(books, given=terms(percent="50"), max_user_applications=1)
    user = make_customer()
    buy(fill_cart(novel.uuid, user=user))
    guest = fill_cart(novel.uuid)
    assert str(read_cart(guest).groups[0].to_pay) == "10.00 EUR"

    merge_guest_cart(user=user, token=guest.token)

    shopper = Shopper(user=user)
    assert str(read_cart(shopper).groups[0].to_pay) == "12.00 EUR"
    assert changes_of(shopper) == [("discount_fell", "10.00", "8.00")]
    assert buy(shopper).purchase.total == 12


def test_a_code_that_was_used_up_before_the_login_is_told(books, novel):
    make_voucher(books, "HALF", given=terms(percent="50"), usage=Voucher.SINGLE_USE)
    guest, other, user = fill_cart(novel.uuid), fill_cart(novel.uuid), make_customer()
    for shopper in (guest, other):
        apply_voucher(shopper=shopper, code="HALF")
    buy(other)

    merge_guest_cart(user=user, token=guest.token)

    assert changes_of(Shopper(user=user)) == [("discount_fell", "10.00", "8.00")]


def test_of_a_group_that_did_not_come_whole_nothing_false_is_told(books, coffee, novel):
    guest, user = fill_cart(novel.uuid, quantity=5), make_customer()
    shopper = fill_cart(make_product(coffee, price="5").uuid, user=user)
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=2)
    merge_guest_cart(user=user, token=guest.token)
    assert isinstance(buy(shopper), Placed)
