"""The chore that forgets guests' carts."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from marketplace.cart import tasks
from marketplace.cart.models import Cart
from marketplace.cart.tasks import clear_abandoned
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Basket
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


@pytest.mark.parametrize(("days", "count"), [(59, 1), (61, 0)])
def test_a_guests_cart_goes_after_sixty_days_with_its_basket(books, novel, days, count):
    fill_cart(novel.uuid)
    leave_for(days)

    clear_abandoned()

    assert (Cart.objects.count(), baskets_at(books)) == (count, count)


def test_a_customers_cart_stays(books, novel):
    fill_cart(novel.uuid, user=make_customer())
    leave_for(61)

    clear_abandoned()

    assert (Cart.objects.count(), baskets_at(books)) == (1, 1)


def test_of_many_so_many_go_at_once(novel, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    for _ in range(3):
        fill_cart(novel.uuid)
    leave_for(61)

    clear_abandoned()

    assert Cart.objects.count() == 1
