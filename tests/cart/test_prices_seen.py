"""The lowest price at which any piece of a line was put in: a rise above it is told."""

from decimal import Decimal

import pytest

from marketplace.cart.items import ItemRequest, add_items
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import CartLine
from marketplace.cart.services import add_item, change_item
from marketplace.payments.checkout import Changed
from marketplace.purchases.models import Purchase
from tenants.registry.context import use_retailer
from tenants.shop.partner.services import set_price
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.orders import check_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def novel(books):
    return make_product(books, "A Novel", price="10.00")


@pytest.fixture
def user():
    return make_customer()


def cost(books, novel, price):
    with use_retailer(books):
        set_price(product=novel, price=Decimal(price))


def rise_at_checkout(shopper):
    """(was, now) of the one rise that is told; nothing is placed."""
    answer = check_out(shopper)
    assert isinstance(answer, Changed)
    [change] = answer.changes
    assert change["kind"] == "price_rose"
    assert not Purchase.objects.exists()
    return change["was"], change["now"]


def test_a_guest_who_logs_in_is_told_of_a_rise_since_she_chose(books, coffee, novel, user):
    mine = fill_cart(make_product(coffee).uuid, user=user)
    guest = fill_cart(novel.uuid)
    cost(books, novel, "12.00")

    merge_guest_cart(user=user, token=guest.token)

    assert rise_at_checkout(mine) == ("10.00", "12.00")


def test_one_who_comes_from_another_host_is_told_too(books, coffee, novel):
    here, there = fill_cart(make_product(coffee).uuid), fill_cart(novel.uuid)
    cost(books, novel, "12.00")

    merge_guest_carts(source=there.token, target=here.token)

    assert rise_at_checkout(here) == ("10.00", "12.00")


@pytest.mark.parametrize(("mine", "guests"), [("10.00", "11.00"), ("11.00", "10.00")])
def test_of_two_carts_the_lower_price_counts(books, novel, user, mine, guests):
    cost(books, novel, mine)
    shopper = fill_cart(novel.uuid, user=user)
    cost(books, novel, guests)
    guest = fill_cart(novel.uuid)
    cost(books, novel, "11.50")

    merge_guest_cart(user=user, token=guest.token)

    assert rise_at_checkout(shopper) == ("10.00", "11.50")


def more_by_one(shopper, novel):
    add_item(shopper=shopper, product=novel.uuid, quantity=1)


def more_at_once(shopper, novel):
    add_items(shopper=shopper, items=[ItemRequest(novel.uuid, 1)])


def more_in_the_cart(shopper, novel):
    change_item(shopper=shopper, item=CartLine.objects.get().uuid, quantity=2)


@pytest.mark.parametrize("put_in", [more_by_one, more_at_once, more_in_the_cart])
def test_a_price_at_which_more_was_put_in_is_seen(books, novel, user, put_in):
    shopper = fill_cart(novel.uuid, user=user)
    cost(books, novel, "8.00")
    put_in(shopper, novel)
    cost(books, novel, "10.00")
    assert rise_at_checkout(shopper) == ("8.00", "10.00")


@pytest.mark.parametrize("put_in", [more_by_one, more_at_once, more_in_the_cart])
def test_a_rise_is_not_taken_as_seen_when_more_is_put_in(books, novel, user, put_in):
    shopper = fill_cart(novel.uuid, user=user)
    cost(books, novel, "12.00")
    put_in(shopper, novel)
    assert rise_at_checkout(shopper) == ("10.00", "12.00")
