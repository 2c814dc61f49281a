"""A guest's cart of many lines comes along shop by shop, not line by line."""

from decimal import Decimal

import pytest

from marketplace.cart.merges import merge_guest_cart
from marketplace.cart.models import CartLine
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Line
from tenants.shop.catalogue.services import archive_product
from tenants.shop.partner.services import set_price, set_stock
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


def statements_of_merge(shops, *, mine, guests):
    """Of carts with so many lines in each shop; `guests` of the same goods, and of others."""
    user, (same, others) = make_customer(), guests
    goods = [make_product(shop) for shop in shops for _ in range(max(mine, same))]
    fill_cart(*(product.uuid for product in goods), user=user)
    more = [make_product(shop) for shop in shops for _ in range(others)]
    guest = fill_cart(*(product.uuid for product in (*goods[: same * len(shops)], *more)))
    with count_statements() as statements:
        merge_guest_cart(user=user, token=guest.token)
    assert CartLine.objects.filter(basket__cart__user=user).count() == len(goods) + len(more)
    return len(statements)


@pytest.mark.world
@pytest.mark.parametrize(
    ("few", "many"),
    [((1, 0), (5, 0)), ((0, 1), (0, 5)), ((1, 1), (4, 5))],
    ids=["the same goods", "others", "both"],
)
@pytest.mark.parametrize("with_offers", [False, True], ids=["", "with offers"])
def test_a_merge_sends_as_much_for_many_lines_as_for_one(books, coffee, with_offers, few, many):
    shops = [books, coffee]
    if with_offers:
        for shop in shops:
            make_offer(shop, given=terms(percent="10"))
    few_statements = statements_of_merge(shops, mine=1, guests=few)
    assert statements_of_merge(shops, mine=1, guests=many) == few_statements


def test_those_that_do_not_come_along_cost_no_more_either(books):
    user = make_customer()
    fill_cart(make_product(books).uuid, user=user)
    counts = []
    for lines in (1, 4):
        scarce, gone, fresh = ([make_product(books) for _ in range(lines)] for _ in range(3))
        guest = fill_cart(*(each.uuid for each in (*scarce, *gone, *fresh)), quantity=2)
        with use_retailer(books):
            for product in scarce:
                set_stock(product=product, num_in_stock=1)
            for product in gone:
                archive_product(product=product)
        with count_statements() as statements:
            result = merge_guest_cart(user=user, token=guest.token)
        assert (len(result.limited), len(result.dropped), result.moved) == (lines, lines, 2 * lines)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_each_line_keeps_its_own_quantity_and_price_in_its_own_shop(books, coffee):
    user = make_customer()
    tea, novel = make_product(coffee, "Tea", price="3"), make_product(books, "Novel", price="10")
    atlas, beans = (
        make_product(books, "Atlas", price="20"),
        make_product(coffee, "Beans", price="8"),
    )
    fill_cart(atlas.uuid, beans.uuid, user=user, quantity=2)
    guest = fill_cart(tea.uuid, novel.uuid, atlas.uuid, beans.uuid, quantity=3)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(12))
        set_stock(product=atlas, num_in_stock=4)

    result = merge_guest_cart(user=user, token=guest.token)

    assert result.as_dict() == {
        "moved": 2,
        "added_up": 2,
        "limited": [{"title": "Atlas", "why": "4 instead of 5"}],
        "dropped": [],
    }
    lines = CartLine.objects.order_by("title").select_related("basket__retailer")
    assert [(line.title, line.quantity, str(line.price_seen)) for line in lines] == [
        ("Atlas", 4, "20.00 EUR"),
        ("Beans", 5, "8.00 EUR"),
        ("Novel", 3, "10.00 EUR"),
        ("Tea", 3, "3.00 EUR"),
    ]
    for line in lines:
        with use_retailer(line.basket.retailer):
            row = Line.objects.select_related("product").get(pk=line.line_id)
        assert (row.product.title, row.quantity, row.basket_id) == (
            line.title,
            line.quantity,
            line.basket.basket_id,
        )
