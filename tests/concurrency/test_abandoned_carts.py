"""The chore that forgets abandoned carts meets somebody who comes back to one."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from marketplace.cart import tasks
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.services import add_item
from marketplace.cart.tasks import clear_abandoned
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.meetings import meet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def novel(books):
    return make_product(books)


@pytest.fixture
def guest(novel, monkeypatch):
    """Of the second of two carts that nobody touched for two months, whose turn comes later."""
    monkeypatch.setattr(tasks, "TOGETHER", 1)
    fill_cart(novel.uuid)
    shopper = fill_cart(novel.uuid)
    Cart.objects.update(changed_at=now() - timedelta(days=61))
    return shopper


def come_back(call):
    """While the chore, which knows both carts already, is busy with the first."""
    meeting = meet(clear_abandoned, call, pauses=lambda table, locks: locks == 1)
    assert meeting.met
    assert meeting.first is None
    assert not isinstance(meeting.second, Exception)


def test_a_guest_who_logs_in_keeps_her_cart(guest):
    user = make_customer()
    come_back(partial(merge_guest_cart, user=user, token=guest.token))
    assert Cart.objects.get().user == user
    assert CartLine.objects.get().quantity == 1


def test_a_guest_who_puts_something_in_keeps_his_cart(novel, guest):
    come_back(partial(add_item, shopper=guest, product=novel.uuid, quantity=1))
    assert CartLine.objects.get().quantity == 2


def test_a_guest_who_comes_from_another_host_keeps_both(novel, guest):
    there = fill_cart(novel.uuid)
    come_back(partial(merge_guest_carts, source=there.token, target=guest.token))
    assert CartLine.objects.get().quantity == 2
