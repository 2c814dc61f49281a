"""The chore that forgets guests' carts."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from marketplace.cart import tasks
from marketplace.cart.models import Cart, CartBasket
from marketplace.cart.tasks import clear_abandoned
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Basket
from tenants.tasks import rounds
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def novel(books):
    return make_product(books)


def leave_for(days):
    Cart.objects.update(changed_at=now() - timedelta(days=days))


def baskets_at(retailer):
    with use_retailer(retailer):
        return Basket.objects.count()


@pytest.mark.parametrize(("days", "left"), [(59, 1), (61, 0)])
def test_a_guests_cart_goes_after_sixty_days_with_its_basket(books, novel, days, left):
    fill_cart(novel.uuid)
    leave_for(days)

    clear_abandoned()

    assert (Cart.objects.count(), baskets_at(books)) == (left, left)


def test_a_customers_cart_stays(books, novel):
    fill_cart(novel.uuid, user=make_customer())
    leave_for(61)

    clear_abandoned()

    assert (Cart.objects.count(), baskets_at(books)) == (1, 1)


def test_however_many_they_are_they_go_slice_after_slice(novel, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    for _ in range(5):
        fill_cart(novel.uuid)
    leave_for(61)

    clear_abandoned()

    assert Cart.objects.count() == 0


def test_what_is_left_when_the_time_is_over_waits_for_the_next_run(novel, monkeypatch):
    monkeypatch.setattr(rounds, "monotonic", count(step=rounds.LONGEST_RUN / 2).__next__)
    for _ in range(5):
        fill_cart(novel.uuid)
    leave_for(61)

    clear_abandoned()

    assert Cart.objects.count() == 3


def test_one_whose_shop_is_not_in_order_keeps_no_other(books, coffee, novel, caplog):
    fill_cart(novel.uuid)
    fill_cart(make_product(coffee).uuid)
    leave_for(61)
    with use_retailer(books), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE basket_basket RENAME TO basket_of_before")

    clear_abandoned()

    assert [row.retailer for row in CartBasket.objects.all()] == [books]
    assert "A chore failed at the cart" in caplog.text


def test_a_shop_that_keeps_failing_is_left_alone_for_the_run(books, coffee, novel, caplog):
    """Else each of its carts would cost the others time, and the log a traceback a minute."""
    for _ in range(5):
        fill_cart(novel.uuid)
    fill_cart(make_product(coffee).uuid)
    leave_for(61)
    with use_retailer(books), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE basket_basket RENAME TO basket_of_before")

    clear_abandoned()

    assert [row.retailer for row in CartBasket.objects.all()] == [books] * 5
    assert caplog.text.count("A chore failed at the cart") == tasks.MOST_FAILURES - 1


def test_many_carts_are_cleared_in_as_many_statements_as_few(books, coffee, novel):
    """By the hundred a second they come; a dozen statements for each would not keep up."""
    counts = []
    for carts in (2, 6):
        for _ in range(carts):
            fill_cart(novel.uuid)
        leave_for(61)
        with CaptureQueriesContext(connection) as statements:
            clear_abandoned()
        counts.append(len(statements))
        assert Cart.objects.count() == 0
    assert counts[0] == counts[1]


def test_carts_are_cleared_for_half_of_each_minute(settings):
    """A run that stops at its time is followed soon: after an hour, few would have gone."""
    seconds = settings.PERIODIC_JOBS["marketplace.cart.tasks.clear_abandoned"]

    assert seconds <= 2 * rounds.LONGEST_RUN
