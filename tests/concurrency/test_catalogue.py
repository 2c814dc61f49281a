"""Two of the staff at once, and the staff against shoppers."""

import json
from decimal import Decimal
from functools import partial

import pytest
from django.test import Client

from marketplace.accounts.logins import tokens
from marketplace.discovery.models import Listing
from marketplace.discovery.services import differences
from marketplace.payments.checkout import Placed
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import edits
from tenants.shop.catalogue.models import Product
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import check_out
from tests.factories.staff import make_member
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def caller(retailer, user, method, path, body, **headers):
    """A request of this member of staff, to be sent later."""
    with use_retailer(retailer):
        access = tokens.issue(user=user, device="test").access
    headers |= {"host": retailer.host, "authorization": f"Bearer {access}"}

    def send():
        client = Client(headers=headers)
        call = getattr(client, method)
        return call(f"/api/v1/{path}", json.dumps(body), content_type="application/json")

    return send


def test_of_two_who_change_what_both_have_read_one_is_told(books):
    product, owner = make_product(books, title="Mug"), make_member(books, "owner")
    path = f"products/{product.uuid}/"
    tag = Client(headers={"host": books.host}).get(f"/api/v1/{path}").headers["ETag"]
    changes = [{"title": "Cup"}, {"brand": "Hearth"}, {"price": {"amount": "9", "currency": "EUR"}}]
    header = {"if-match": tag}

    answers = at_once(
        *[caller(books, owner, "patch", path, change, **header) for change in changes]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412]
    listing = Listing.objects.get(uuid=product.uuid)
    kept = (listing.title, listing.brand, listing.price)
    assert sum(now != was for now, was in zip(kept, ("Mug", "", Decimal("12.5")), strict=True)) == 1


def test_the_same_variant_is_added_once(books):
    product, owner = (
        make_product(books, title="Shirt", price=None, stock=None),
        make_member(books, "owner"),
    )
    path = f"products/{product.uuid}/variants/"
    body = {"options": {"Size": "S"}, "price": {"amount": "9.00", "currency": "EUR"}}

    answers = at_once(*[caller(books, owner, "post", path, body) for _ in range(4)])

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    with use_retailer(books):
        assert Product.objects.filter(parent=product.pk).count() == 1


def test_a_stock_take_and_sales_of_the_same_product_wait_for_each_other(books):
    product = make_product(books, stock=10)
    shoppers = [fill_cart(product.uuid) for _ in range(6)]

    def count(number):
        with use_retailer(books):
            fresh = Product.objects.get(pk=product.pk)
            edits.change(product=fresh, values={"on_hand": number, "title": f"Mug {number}"})

    results = at_once(
        *[partial(check_out, one) for one in shoppers],
        *[partial(count, number) for number in (8, 9, 20)],
    )

    assert [type(one) for one in results[:6]] == [Placed] * 6
    assert results[6:] == [None] * 3
    in_stock, allocated = read_stock(books, product)
    assert (in_stock in (8, 9, 20), allocated) == (True, 6)
    assert list(differences(retailer=books)) == []
