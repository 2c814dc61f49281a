"""A page that is saved at the moment at which somebody else changes what it shows."""

from decimal import Decimal
from functools import partial

import pytest

from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Category
from tenants.shop.catalogue.services import create_category
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import hand_over, make_order, move_at_shop
from tests.factories.staff import open_staff_browser
from tests.factories.threads import at_once
from tests.pages.forms import read_form

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]
ROUNDS = 5


def save_while_it_is_shipped(books, path, action, product, changes):
    """The answer of the page that was opened before."""
    order = hand_over(make_order(books, product, quantity=2), until="processing")
    client = open_staff_browser(books, "manager")
    form = read_form(client.get(path), action)
    saved, shipped = at_once(
        partial(client.post, action or path, form | changes),
        partial(move_at_shop, order, "shipped"),
    )
    assert shipped.status == "shipped"
    return saved


def pages_of(product):
    """(path, action): the row of the list, and the form of the product."""
    return [
        ("/seller/products", f"/seller/products/{product.uuid}/offer"),
        (f"/dashboard/catalogue/products/{product.pk}/", None),
    ]


@pytest.mark.parametrize("page", [0, 1])
def test_a_new_price_while_goods_leave(books, page):
    for _ in range(ROUNDS):
        product = make_product(books, price="12.50", stock=50)
        path, action = pages_of(product)[page]

        answer = save_while_it_is_shipped(books, path, action, product, {"price": "14.00"})

        assert answer.status_code == 302
        assert read_stock(books, product) == (48, 0)
        with use_retailer(books):
            assert StockRecord.objects.get(product=product).price == Decimal("14.00")


@pytest.mark.parametrize("page", [0, 1])
def test_stock_is_counted_while_goods_leave(books, page):
    for _ in range(ROUNDS):
        product = make_product(books, price="12.50", stock=50)
        path, action = pages_of(product)[page]

        answer = save_while_it_is_shipped(books, path, action, product, {"num_in_stock": "40"})

        outcome = (answer.status_code, read_stock(books, product))
        assert outcome in [(302, (38, 0)), (422, (48, 0))]


def test_of_two_names_for_a_category_one_asks(books):
    with use_retailer(books):
        category = create_category(name="Novels")
    clients = [open_staff_browser(books, "manager") for _ in range(2)]
    path = f"/dashboard/catalogue/categories/{category.pk}/update/"
    for turn in range(ROUNDS):
        form = read_form(clients[0].get(path))
        names = [f"Poems {turn}", f"Plays {turn}"]

        answers = at_once(
            *(
                partial(client.post, path, form | {"name": name})
                for client, name in zip(clients, names, strict=True)
            )
        )

        saved = {
            name for answer, name in zip(answers, names, strict=True) if answer.status_code == 302
        }
        assert sorted(answer.status_code for answer in answers) == [302, 422]
        with use_retailer(books):
            assert {Category.objects.get(pk=category.pk).name} == saved
