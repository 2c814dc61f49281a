"""The rows of a cart, written by statements, beside those that the models write."""

from uuid import uuid4

import pytest

from marketplace.cart import baskets
from marketplace.cart.errors import UnknownProduct
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.cart.offers import find_buyable
from marketplace.cart.queries import read_cart
from marketplace.cart.services import add_item, new_line
from marketplace.cart.shopper import Shopper
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Basket, Line
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db
# Of a row's own, or of the moment.
OWN = {
    *("id", "uuid", "cart_id", "basket_id", "line_id"),
    *("created_at", "changed_at", "added_at", "date_created", "date_updated"),
}


def values_of(row):
    columns = {field.attname for field in row._meta.concrete_fields} - OWN
    return {name: getattr(row, name) for name in columns}


def write_by_models(shop, product, quantity):
    with use_retailer(shop):
        basket = Basket.objects.create(status=Basket.OPEN)
        record = StockRecord.objects.get(product__uuid=product.uuid)
        line = Line.objects.create(
            basket=basket,
            product_id=record.product_id,
            stockrecord=record,
            line_reference=f"{record.product_id}_{record.pk}",
            quantity=quantity,
            price_currency=record.price_currency,
            price_incl_tax=record.price,
            price_excl_tax=record.price,
        )
    group = CartBasket.objects.create(
        cart=Cart.objects.create(),
        retailer=shop,
        basket_id=basket.pk,
        fulfilment=shop.default_fulfilment,
    )
    offered = find_buyable(product=product.uuid, retailer=None)
    new_line(group, offered, line_id=line.pk, quantity=quantity, price=offered.price).save()


def rows_of(shop, model, place):
    with use_retailer(shop):
        return list(model.objects.order_by("pk"))[place]


def test_a_guests_first_item_writes_what_the_models_would(books):
    product = make_product(books, 'Atlas, "large" 50 % %s {} \'o')
    add_item(shopper=Shopper(), product=product.uuid, quantity=3)
    write_by_models(books, product, 3)
    for model in (Basket, Line, Cart, CartBasket, CartLine):
        row, modelled = (rows_of(books, model, place) for place in (-2, -1))
        assert values_of(row) == values_of(modelled)


def test_what_a_first_item_answers_is_what_is_read_later(books):
    view = add_item(shopper=Shopper(), product=make_product(books).uuid, quantity=2)
    assert view == read_cart(Shopper(token=view.token))


def test_a_first_item_is_written_in_two_statements(books):
    product = make_product(books)
    with count_statements() as statements:
        add_item(shopper=Shopper(), product=product.uuid, quantity=1)
    assert len(statements) == 3  # one that reads what is offered


def test_lines_come_back_in_the_order_of_what_is_put_in(books):
    products = sorted((make_product(books, title).uuid for title in "abc"), reverse=True)
    offered = [find_buyable(product=product, retailer=None) for product in products]
    with use_retailer(books):
        basket_id = baskets.open_basket(owner_id=None)
        ids = baskets.add_lines(basket_id=basket_id, lines=[(offer, 2) for offer in offered])
        lines = Line.objects.select_related("product").in_bulk(ids)
    assert [lines[pk].product.uuid for pk in ids] == products


def test_what_the_shop_no_longer_has_is_refused(books):
    offered = find_buyable(product=make_product(books).uuid, retailer=None)
    offered.variant.uuid = uuid4()
    with use_retailer(books), pytest.raises(UnknownProduct):
        baskets.begin_basket(owner_id=None, offered=offered, quantity=1)
