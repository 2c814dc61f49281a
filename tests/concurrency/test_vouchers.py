"""A voucher for one use is used once, whoever comes at the same moment."""

from functools import partial

import pytest

from marketplace.cart.vouchers import apply_voucher
from marketplace.payments.checkout import Changed, Placed
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.voucher.models import Voucher, VoucherApplication
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_ten_shoppers_with_one_single_use_voucher_use_it_once(books):
    make_voucher(books, "ONCE", given=terms(off="5"), usage=Voucher.SINGLE_USE)
    shoppers = [fill_cart(make_product(books, price="20").uuid) for _ in range(10)]
    for shopper in shoppers:
        apply_voucher(shopper=shopper, code="ONCE")

    results = at_once(*[partial(check_out, shopper) for shopper in shoppers])

    assert kinds(results) == ["Changed"] * 9 + ["Placed"]
    assert [str(order.discount) for order in RetailerOrder.objects.all()] == ["5.000"]
    with use_retailer(books):
        assert VoucherApplication.objects.count() == 1
        assert Voucher.objects.get().num_orders == 1
    told = [result for result in results if isinstance(result, Changed)]
    assert {change["kind"] for one in told for change in one.changes} == {"discount_fell"}


def test_one_customer_in_two_places_uses_a_voucher_for_each_customer_once(books, coffee):
    for shop in (books, coffee):
        make_voucher(shop, "EACH", given=terms(off="5"), usage=Voucher.ONCE_PER_CUSTOMER)
    user = make_customer()
    shopper = fill_cart(
        make_product(books, price="20").uuid, make_product(coffee, price="20").uuid, user=user
    )
    apply_voucher(shopper=shopper, code="EACH")

    results = at_once(*[partial(check_out, shopper) for _ in range(4)])

    assert kinds(results) == ["EmptyCart"] * 3 + ["Placed"]
    for shop in (books, coffee):
        with use_retailer(shop):
            assert VoucherApplication.objects.get().slot == f"user:{user.pk}"


def test_an_offer_for_three_is_given_to_three_of_eight(books):
    make_offer(books, given=terms(off="5", times=3))
    shoppers = [fill_cart(make_product(books, price="20").uuid) for _ in range(8)]

    results = at_once(*[partial(check_out, shopper) for shopper in shoppers])

    assert kinds(results) == ["Changed"] * 5 + ["Placed"] * 3
    with use_retailer(books):
        assert ConditionalOffer.objects.get().num_applications == 3
    assert all(isinstance(check_out(shopper), Placed) for shopper in shoppers if has_cart(shopper))
    discounts = sorted(str(order.discount) for order in RetailerOrder.objects.all())
    assert discounts == ["0.000"] * 5 + ["5.000"] * 3


def has_cart(shopper):
    from marketplace.cart.queries import read_cart

    return bool(read_cart(shopper).groups)
