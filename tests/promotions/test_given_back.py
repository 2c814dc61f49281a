"""A cancelled order gives back what limited offers gave for it, as vouchers give back a slot."""

from decimal import Decimal

import pytest

from marketplace.purchases.services import cancel_order
from tenants.registry.context import use_retailer
from tenants.shop.offer.models import ConditionalOffer
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def counters(shop):
    with use_retailer(shop):
        return ConditionalOffer.objects.values_list(
            "num_applications", "num_orders", "total_discount"
        ).get()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (terms(percent="40", times=1), {}),
        (terms(percent="40", most=Decimal(8)), {}),
        (terms(percent="40"), {"max_user_applications": 1}),
    ],
    ids=["times", "sum", "times a customer"],
)
def test_an_offer_with_a_limit_counts_again(books, given, fields):
    make_offer(books, given=given, **fields)
    product, user = make_product(books, price="20"), make_customer()
    first = make_order(books, product, user=user)
    cancel_order(uuid=first.uuid, user=user)
    assert counters(books) in {(0, 0, 0), (1, 1, 8)}  # the last one is counted by orders
    again = [make_order(books, product, user=user).payable for _ in range(2)]
    assert again == [12, 20]


def test_a_code_with_a_limit_counts_again(books):
    code = make_voucher(books, given=terms(percent="40", times=1)).code
    product, user = make_product(books, price="20"), make_customer()
    for _ in range(2):
        order = make_order(books, product, user=user, code=code)
        assert order.payable == 12
        cancel_order(uuid=order.uuid, user=user)
    assert counters(books) == (0, 0, 0)


def test_an_offer_without_a_limit_keeps_its_figures(books):
    make_offer(books, given=terms(percent="40"))
    user = make_customer()
    order = make_order(books, make_product(books, price="20"), user=user)
    cancel_order(uuid=order.uuid, user=user)
    assert counters(books) == (1, 1, 8)
