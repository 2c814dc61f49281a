"""A cart among very many others is found by what names it."""

from uuid import uuid4

import pytest
from django.db import connection

from marketplace.cart.models import Cart
from marketplace.cart.queries import count_items
from marketplace.cart.services import add_item, lock_cart
from marketplace.cart.shopper import Shopper, find_cart, make_token
from tests.factories.goods import make_product
from tests.factories.plans import analyse, rows_read

pytestmark = pytest.mark.django_db
OTHERS = 5_000


@pytest.fixture
def guest(books):
    """The last of many, whose cart took in another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cart_cart (uuid, created_at, changed_at) "
            "SELECT gen_random_uuid(), now(), now() FROM generate_series(1, %s)",
            [OTHERS],
        )
    view = add_item(shopper=Shopper(), product=make_product(books).uuid, quantity=1)
    analyse("cart_cart", "cart_cartbasket", "cart_cartline")  # that none took in another yet
    cart = find_cart(Shopper(token=view.token))
    cart.merged_uuids = [uuid4()]
    cart.save()
    return cart


@pytest.mark.parametrize("read", [find_cart, lock_cart, count_items])
def test_a_cart_is_read_by_its_name_alone(guest, read):
    for named in (guest, Cart(uuid=guest.merged_uuids[0])):
        shopper = Shopper(token=make_token(named))
        assert read(shopper)
        assert rows_read(lambda shopper=shopper: read(shopper)) < 100
