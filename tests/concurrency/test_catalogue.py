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
from tenants.feeds.services import import_catalogue
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import edits
from tenants.shop.catalogue.models import Product
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, make_variants, read_stock
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

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    with use_retailer(books):
        assert Product.objects.filter(parent=product.pk).count() == 1


def test_two_variants_become_the_same_for_one_of_them_only(books):
    sizes = [{"options": {"Size": size}, "price": "9.00", "stock": 1} for size in "SML"]
    parent, children = make_variants(books, variants=sizes)

    def rename(child):
        with use_retailer(books):
            fresh = Product.objects.get(pk=child.pk)
            return edits.change(product=fresh, values={"options": {"Size": "XL"}})

    results = at_once(*[partial(rename, child) for child in children])

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["OptionsTaken", "OptionsTaken", "Product"]
    with use_retailer(books):
        options = [child.variant_options for child in Product.objects.filter(parent=parent.pk)]
    assert options.count({"Size": "XL"}) == 1


def test_a_name_is_typed_once_by_however_many(books):
    owner = make_member(books, "owner")
    other = make_product(books, title="Tea")
    tag = Client(headers={"host": books.host}).get(f"/api/v1/products/{other.uuid}/")["ETag"]
    names = ("Mug", "MUG", " mug ")

    answers = at_once(
        *[caller(books, owner, "post", "products/", {"title": name}) for name in names],
        caller(
            books, owner, "patch", f"products/{other.uuid}/", {"title": "mug"}, **{"if-match": tag}
        ),
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses in ([200, 409, 409, 409], [201, 409, 409, 409])
    with use_retailer(books):
        assert Product.objects.filter(title__iexact="mug").count() == 1


def test_a_variant_that_is_typed_while_a_file_brings_it_is_there_once(books, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    head = "handle,title,price,option1_name,option1_value\n"
    first.write_text(f"{head}shirt,Shirt,9,Size,S\n", encoding="utf-8")
    second.write_text(f"{head}shirt,Shirt,9,Size,S\nshirt,,9,Size,M\n", encoding="utf-8")
    import_catalogue(retailer=books, path=first)
    with use_retailer(books):
        shirt = Product.objects.get(external_key="shirt")
    body = {"options": {"size": "m"}, "price": {"amount": "9.00", "currency": "EUR"}}
    type_it = caller(
        books, make_member(books, "owner"), "post", f"products/{shirt.uuid}/variants/", body
    )

    report, answer = at_once(partial(import_catalogue, retailer=books, path=second), type_it)

    assert (report.refused_rows, answer.status_code) in ((0, 409), (1, 201))
    with use_retailer(books):
        assert Product.objects.filter(parent=shirt.pk).count() == 2


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
