"""Where the stock of an order's goods goes when the order moves on, and who is told of it."""

import pytest

from tenants.registry import notices
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Line, Order
from tenants.shop.order.services import MoreThanBought, take_back
from tenants.shop.partner.services import set_stock
from tests.factories.goods import make_product, make_variants, read_stock
from tests.factories.orders import hand_over, make_order, move_at_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    """The products whose stock was announced, by their listing."""
    products = []

    def note(products: list, log: list = products, **kwargs: object) -> None:
        log.extend(products)

    notices.stock_changed.connect(note)
    yield products
    notices.stock_changed.disconnect(note)


def give_back(order, quantity):
    with use_retailer(order.retailer):
        line = Line.objects.get(order__uuid=order.uuid)
        return take_back(order=Order.objects.get(uuid=order.uuid), quantities={line.uuid: quantity})


def returned(order):
    with use_retailer(order.retailer):
        return Line.objects.values_list("num_returned", flat=True).get(order__uuid=order.uuid)


@pytest.mark.parametrize(
    ("fulfilment", "moves", "stock"),
    [
        ("delivery", [], (10, 3)),
        ("delivery", ["cancelled"], (10, 0)),
        ("delivery", ["processing"], (10, 3)),
        ("delivery", ["processing", "shipped"], (7, 0)),
        ("delivery", ["processing", "shipped", "delivered"], (7, 0)),
        ("delivery", ["processing", "shipped", "delivered", "returned"], (10, 0)),
        ("pickup", ["processing", "ready_for_pickup"], (10, 3)),
        ("pickup", ["processing", "ready_for_pickup", "cancelled"], (10, 0)),
        ("pickup", ["processing", "ready_for_pickup", "delivered"], (7, 0)),
        ("pickup", ["processing", "ready_for_pickup", "delivered", "returned"], (10, 0)),
    ],
)
def test_stock_follows_the_goods(books, fulfilment, moves, stock):
    product, other = make_product(books), make_product(books)
    make_order(books, other)
    order = make_order(books, product, quantity=3, fulfilment=fulfilment)
    for to in moves:
        move_at_shop(order, to)

    assert read_stock(books, product) == stock
    assert read_stock(books, other) == (10, 1)


def test_what_came_back_before_does_not_come_back_twice(books):
    product = make_product(books)
    order = hand_over(make_order(books, product, quantity=3))

    assert give_back(order, 1) is False
    assert (read_stock(books, product), returned(order)) == ((8, 0), 1)
    move_at_shop(order, "returned")
    assert (read_stock(books, product), returned(order)) == ((10, 0), 3)


def test_all_of_it_may_come_back_in_parts_and_no_more(books):
    product = make_product(books)
    order = hand_over(make_order(books, product, quantity=3))

    assert [give_back(order, 2), give_back(order, 1)] == [False, True]
    with pytest.raises(MoreThanBought):
        give_back(order, 1)
    assert (read_stock(books, product), returned(order)) == ((10, 0), 3)


def test_of_another_order_nothing_comes_back(books):
    product = make_product(books)
    first, second = (hand_over(make_order(books, product, quantity=2)) for _ in range(2))
    with use_retailer(books):
        line = Line.objects.get(order__uuid=second.uuid)
        with pytest.raises(MoreThanBought):
            take_back(order=Order.objects.get(uuid=first.uuid), quantities={line.uuid: 1})

    assert (read_stock(books, product), returned(second)) == ((6, 0), 0)


@pytest.mark.parametrize("to", ["cancelled", "returned"])
def test_what_was_sold_uncounted_is_not_counted_later(books, announced, to):
    product = make_product(books, stock=None)
    order = make_order(books, product, quantity=3)
    if to == "returned":
        hand_over(order)
    with use_retailer(books):
        set_stock(product=product, num_in_stock=10)
    announced.clear()
    move_at_shop(order, to)

    assert read_stock(books, product) == (10, 0)
    assert announced == []


@pytest.mark.parametrize("to", ["shipped", "cancelled"])
def test_the_listing_of_what_moved_is_told(books, announced, to):
    product = make_product(books)
    parent, (variant, _) = make_variants(
        books,
        variants=[{"options": {"Size": size}, "price": "9.00", "stock": 3} for size in ("S", "L")],
    )
    orders = [make_order(books, thing) for thing in (product, variant)]
    for order in orders:
        move_at_shop(order, "processing")
    announced.clear()
    for order in orders:
        move_at_shop(order, to)

    assert announced == [product.uuid, parent.uuid]
