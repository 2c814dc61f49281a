"""A buyer cancels: the order alone, all of it or nothing, and the account's log says so."""

import pytest

from marketplace.activities.models import Activity
from marketplace.purchases import services
from marketplace.purchases.errors import TooLateToCancel
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import make_order_token
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import hand_over, make_order

pytestmark = pytest.mark.django_db


def statuses():
    """Of the pointers in public, the oldest first."""
    return list(RetailerOrder.objects.order_by("id").values_list("status", flat=True))


def log():
    rows = Activity.objects.filter(kind="order_cancelled").order_by("id")
    return list(rows.values_list("user", "details"))


def test_a_customer_cancels_one_of_two_and_it_is_logged(books):
    user, product = make_customer(), make_product(books)
    order, _ = (make_order(books, product, user=user) for _ in range(2))

    services.cancel_order(uuid=order.uuid, user=user)

    assert statuses() == ["cancelled", "pending"]
    assert read_stock(books, product) == (10, 1)
    assert log() == [(user.pk, {"order": str(order.uuid)})]


def test_a_guest_cancels_by_the_token_and_no_account_logs_it(books):
    order = make_order(books, make_product(books))

    services.cancel_order(uuid=order.uuid, order_token=make_order_token(order.purchase))

    assert (statuses(), log()) == (["cancelled"], [])


def test_what_the_shop_has_begun_stays(books):
    user = make_customer()
    order = hand_over(make_order(books, make_product(books), user=user), until="processing")

    with pytest.raises(TooLateToCancel):
        services.cancel_order(uuid=order.uuid, user=user)
    assert (statuses(), log()) == (["processing"], [])


def test_where_it_cannot_be_logged_nothing_is_cancelled(books, monkeypatch):
    def fail(**details):
        raise RuntimeError("no log today")

    user, product = make_customer(), make_product(books)
    order = make_order(books, product, user=user)
    monkeypatch.setattr(services, "record", fail)

    with pytest.raises(RuntimeError, match="no log today"):
        services.cancel_order(uuid=order.uuid, user=user)
    assert (statuses(), read_stock(books, product)) == (["pending"], (10, 1))
