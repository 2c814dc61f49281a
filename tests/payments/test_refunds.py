"""Money that goes back by hand: what one shop hands over settles nobody else's refund."""

import pytest

from marketplace.payments.models import Allocation, Refund
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Line
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import hand_over, make_order, move_at_shop

pytestmark = pytest.mark.django_db


def ask_for_all_back(shop):
    """A return of a delivered order that its shop agreed to: the money is due."""
    user = make_customer()
    order = hand_over(make_order(shop, make_product(shop), user=user))
    request = returns.ask(uuid=order.uuid, kind="return", reason="other", lines=None, user=user)
    for to in ("approved", "received"):
        answer_request(retailer=shop, uuid=request.uuid, to=to)
    return request


def test_a_refund_that_is_handed_over_settles_itself_alone(books, coffee):
    settled, *others = [ask_for_all_back(shop) for shop in (books, books, coffee)]

    answer_request(retailer=books, uuid=settled.uuid, to="refunded")

    assert Refund.objects.get(request=settled).status == "paid"
    for request in others:
        assert Refund.objects.get(request=request).status == "due"
        assert Allocation.objects.get(order=request.order).status == "paid"


def test_goods_that_the_shop_took_back_before_come_back_once(books):
    """The order was taken back over the counter while the request was agreed to."""
    product, user = make_product(books), make_customer()
    order = hand_over(make_order(books, product, user=user, quantity=2))
    request = returns.ask(uuid=order.uuid, kind="return", reason="other", user=user)
    answer_request(retailer=books, uuid=request.uuid, to="approved")
    move_at_shop(order, "returned")
    answer_request(retailer=books, uuid=request.uuid, to="received")

    request.refresh_from_db()
    assert request.status == "received"
    assert read_stock(books, product) == (10, 0)
    with use_retailer(books):
        assert Line.objects.get(order__uuid=order.uuid).num_returned == 2
