"""Races that cost shops money elsewhere, with real threads against real PostgreSQL."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.payments.checkout import Changed, Placed
from marketplace.payments.models import Payment
from marketplace.purchases.errors import EmptyCart
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tests.factories.accounts import make_operator
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import check_out
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_shoppers_for_five_units_give_exactly_five_orders(books):
    product = make_product(books, stock=5)
    shoppers = [fill_cart(product.uuid) for _ in range(20)]

    results = at_once(*[partial(check_out, shopper) for shopper in shoppers])

    placed = [result for result in results if isinstance(result, Placed)]
    refused = [result for result in results if isinstance(result, Changed)]
    assert (len(placed), len(refused)) == (5, 15)
    assert read_stock(books, product) == (5, 5)
    assert RetailerOrder.objects.count() == 5
    assert Payment.objects.count() == 5


def test_nobody_is_refused_while_stock_is_left(books):
    product = make_product(books, stock=20)
    shoppers = [fill_cart(product.uuid) for _ in range(20)]

    results = at_once(*[partial(check_out, shopper) for shopper in shoppers])

    assert [type(result) for result in results] == [Placed] * 20
    assert read_stock(books, product) == (20, 20)


def test_a_double_submit_gives_one_purchase(books, coffee):
    shopper = fill_cart(make_product(books).uuid, make_product(coffee).uuid)

    results = at_once(*[partial(check_out, shopper) for _ in range(6)])

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["EmptyCart"] * 5 + ["Placed"]
    assert Purchase.objects.count() == 1
    assert RetailerOrder.objects.count() == 2
    assert EmptyCart.status == 422


def test_carts_over_the_same_shops_in_other_orders_do_not_deadlock(books, coffee, tea):
    left = [make_product(books, stock=100), make_product(books, stock=100)]
    right = [make_product(coffee, stock=100), make_product(coffee, stock=100)]
    shoppers = [
        fill_cart(*[product.uuid for product in products])
        for _ in range(5)
        for products in ([*left, *right], [*reversed(right), *reversed(left)])
    ]

    results = at_once(*[partial(check_out, shopper) for shopper in shoppers])

    assert [type(result) for result in results] == [Placed] * 10
    assert [read_stock(books, product) for product in left] == [(100, 10)] * 2
    assert [read_stock(coffee, product) for product in right] == [(100, 10)] * 2


def test_a_checkout_and_a_suspension_take_turns(books):
    from tenants.registry.services import suspend

    product = make_product(books, stock=5)
    shopper = fill_cart(product.uuid)
    operator = make_operator()

    bought, suspended = at_once(
        partial(check_out, shopper),
        partial(suspend, retailer=books, reason="test", operator=operator),
    )

    assert not isinstance(suspended, Exception)
    orders = RetailerOrder.objects.count()
    assert (orders, type(bought).__name__) in [(1, "Placed"), (0, "Changed")]


def test_the_database_itself_refuses_to_promise_more_than_there_is(books):
    product = make_product(books, stock=3)
    with (
        use_retailer(books),
        pytest.raises(IntegrityError, match="stock_allocated_within_stock"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE partner_stockrecord SET num_allocated = 4 WHERE product_id = %s", [product.pk]
        )
    assert read_stock(books, product) == (3, 0)


def test_the_database_itself_refuses_negative_allocations(books):
    product = make_product(books, stock=3)
    with (
        use_retailer(books),
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE partner_stockrecord SET num_allocated = -1 WHERE product_id = %s",
            [product.pk],
        )


def test_an_order_without_a_purchase_cannot_be_written(books):
    with use_retailer(books), pytest.raises(IntegrityError, match="purchase"):
        Order.objects.create(number="X-1", currency="EUR", total_incl_tax=1, total_excl_tax=1)
