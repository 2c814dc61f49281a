"""Several products at once, all or none; and what a cart shows of a product that is gone."""

from uuid import uuid4

import pytest

from marketplace.cart.errors import ItemsRefused
from marketplace.cart.items import ItemRequest, add_items
from marketplace.cart.models import CartLine
from marketplace.cart.queries import read_cart
from marketplace.discovery.models import ListingVariant
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


def quantities(view):
    return {item.title: item.quantity for group in view.groups for item in group.items}


def test_what_is_in_the_cart_already_adds_up(books):
    atlas, novel = make_product(books, "Atlas"), make_product(books, "Novel")
    shopper = fill_cart(atlas.uuid, quantity=2)
    items = [ItemRequest(atlas.uuid, 1), ItemRequest(novel.uuid, 1), ItemRequest(atlas.uuid, 3)]

    view = add_items(shopper=shopper, items=items)

    assert quantities(view) == {"Atlas": 6, "Novel": 1}
    assert CartLine.objects.count() == 2


def test_one_that_cannot_be_had_keeps_all_out_and_each_is_named(books):
    atlas, scarce = make_product(books, "Atlas"), make_product(books, "Scarce", stock=1)
    shopper, unknown = fill_cart(atlas.uuid), uuid4()
    wishes = [(atlas.uuid, 1), (unknown, 1), (scarce.uuid, 2)]

    with pytest.raises(ItemsRefused) as refused:
        add_items(shopper=shopper, items=[ItemRequest(*wish) for wish in wishes])

    refusals = [(row["index"], row["product"], row["type"]) for row in refused.value.extra["items"]]
    assert refusals == [
        (1, str(unknown), "/problems/unknown-product"),
        (2, str(scarce.uuid), "/problems/not-enough-stock"),
    ]
    assert quantities(read_cart(shopper)) == {"Atlas": 1}


def test_a_product_that_is_gone_stays_in_the_cart_by_its_name_and_price(books):
    product = make_product(books, "Atlas", min_quantity=2, max_quantity=4)
    shopper = fill_cart(product.uuid, quantity=2)
    ListingVariant.objects.filter(uuid=product.uuid).delete()

    item = read_cart(shopper).groups[0].items[0]

    assert (item.title, str(item.unit_price), item.problem) == ("Atlas", "12.50 EUR", "archived")
    assert (item.listing, item.url, item.image, item.options) == (None, "", None, {})
    assert (item.min_quantity, item.max_quantity, item.stock) == (1, None, None)
