"""Reserved, given back, gone and back again: each by itself, of several products at once."""

import pytest
from django.db import transaction

from tenants.registry.context import use_retailer
from tenants.shop.partner import services as stock
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product, read_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def products(books):
    """Ten of one, three of another, and one that nobody counts."""
    return [make_product(books, stock=number) for number in (10, 3, None)]


@pytest.fixture
def change(books, products):
    """Call a service with so many of each product."""

    def call(service, *quantities):
        with use_retailer(books), transaction.atomic():
            service(
                quantities={
                    StockRecord.objects.get(product_id=product.pk).pk: quantity
                    for product, quantity in zip(products, quantities, strict=True)
                }
            )

    return call


def levels(books, products):
    return [read_stock(books, product) for product in products]


def test_all_that_is_there_may_be_reserved(books, products, change):
    change(stock.reserve, 10, 3, 99)
    assert levels(books, products) == [(10, 10), (3, 3), (None, 99)]


@pytest.mark.parametrize("quantities", [(11, 1, 1), (1, 4, 1), (11, 4, 1)])
def test_where_one_is_short_nothing_is_reserved(books, products, change, quantities):
    with pytest.raises(stock.OutOfStock):
        change(stock.reserve, *quantities)
    assert levels(books, products) == [(10, 0), (3, 0), (None, 0)]


def test_what_is_reserved_is_not_reserved_twice(books, products, change):
    change(stock.reserve, 8, 1, 1)
    with pytest.raises(stock.OutOfStock):
        change(stock.reserve, 3, 1, 1)
    change(stock.reserve, 2, 2, 1)
    assert levels(books, products) == [(10, 10), (3, 3), (None, 2)]


def test_released_goods_are_for_sale_again(books, products, change):
    change(stock.reserve, 5, 3, 7)
    change(stock.release, 4, 3, 7)
    assert levels(books, products) == [(10, 1), (3, 0), (None, 0)]


def test_goods_that_left_are_neither_reserved_nor_there(books, products, change):
    change(stock.reserve, 5, 3, 7)
    change(stock.consume, 4, 3, 7)
    assert levels(books, products) == [(6, 1), (0, 0), (None, 0)]


def test_goods_that_came_back_are_there(books, products, change):
    change(stock.restock, 1, 2, 3)
    assert levels(books, products) == [(11, 0), (5, 0), (None, 0)]
