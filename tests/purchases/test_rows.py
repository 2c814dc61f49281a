"""The rows of a purchase and of its payment are written by statements, not by their models."""

import pytest

from marketplace.discovery.models import Listing
from marketplace.payments.models import Allocation, Payment
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.queries import orders_in
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.orders import make_purchase

pytestmark = pytest.mark.django_db
AWKWARD = ADDRESS | {"line1": 'O\'Hara\\Road "3" %s %(at)s {}', "state": "Łódź \U0001f6d2"}
TITLE = 'Atlas, "large" 50 % %s {} \'o'


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture(params=["guest", "customer"])
def placed(request, books, coffee):
    """From two shops, whose names are ordered otherwise than their keys."""
    books.name, coffee.name = "Zebra", "Ant"
    books.save()
    coffee.save()
    user = make_customer() if request.param == "customer" else None
    goods = [make_product(shop, TITLE) for shop in (books, coffee)]
    return make_purchase(*goods, user=user, quantity=2, shipping_address=AWKWARD)


def test_the_rows_say_what_the_answer_says(placed):
    assert values_of(Purchase.objects.get()) == values_of(placed.purchase)
    assert values_of(Payment.objects.get()) == values_of(placed.payment)
    for order in placed.orders:
        assert values_of(RetailerOrder.objects.get(uuid=order.uuid)) == values_of(order)
        allocation = Allocation.objects.get(order=order)
        assert values_of(allocation) == values_of(order.allocation)


def test_a_purchase_from_several_shops_is_answered_by_their_names(placed):
    assert [order.retailer.name for order in placed.orders] == ["Ant", "Zebra"]
    assert placed.orders == orders_in(placed.purchase)


def test_an_order_shows_the_first_picture_of_its_first_line(books):
    product = make_product(books)
    Listing.objects.filter(uuid=product.uuid).update(images=[{"path": "a" * 600}, {"path": "b"}])
    (order,) = make_purchase(product).orders
    assert order.image == "a" * 500
