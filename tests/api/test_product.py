"""One product over REST: what it tells of itself, its variants and its pictures."""

import uuid

import pytest

from marketplace.discovery.models import Listing
from tests.api.conftest import assert_problem
from tests.factories.goods import make_product, make_variants

EUR = {"currency": "EUR"}


def test_a_description_is_harmless_markup_wherever_it_is_read(api, at, books):
    product = make_product(
        books,
        description='<p onclick="steal()">Fine<script>steal()</script> <b>wood</b></p><img src=x ',
    )
    clean = "<p>Fine <b>wood</b></p>"

    assert api.get(f"products/{product.uuid}/").json()["description"] == clean
    assert at(books).get(f"oscar/products/{product.uuid}/").json()["description"] == clean


def test_one_simple_product(api, books):
    product = make_product(
        books,
        title="A Novel",
        price="12.50",
        stock=5,
        sku="N-1",
        description="<p>Long.</p>",
        attributes={"Pages": "320"},
        min_quantity=1,
        max_quantity=3,
    )
    body = api.get(f"products/{product.uuid}/").json()

    assert body["description"] == "<p>Long.</p>"
    assert body["attributes"] == {"Pages": "320"}
    assert (body["images"], body["variants"]) == ([], [])
    assert (body["sku"], body["min_quantity"], body["max_quantity"]) == ("N-1", 1, 3)
    assert [one["slug"] for one in body["categories"]] == ["other"]
    (row,) = api.get("products/").json()["results"]
    assert {name: body[name] for name in row} == row


def test_one_product_with_variants(api, books):
    parent, (small, large) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "10.00", "stock": 0, "sku": "S-S"},
            {"options": {"Size": "L"}, "price": "12.00", "stock": 3, "sku": "S-L"},
        ],
    )
    body = api.get(f"products/{parent.uuid}/").json()

    assert body["variants"] == [
        {
            "id": str(variant.uuid),
            "title": "Shirt",
            "options": {"Size": size},
            "price": {"amount": price, **EUR},
            "was": None,
            "stock": {"available": quantity > 0, "quantity": quantity},
            "sku": f"S-{size}",
            "min_quantity": 1,
            "max_quantity": None,
            "image": None,
        }
        for variant, size, price, quantity in (
            (small, "S", "10.00", 0),
            (large, "L", "12.00", 3),
        )
    ]
    assert_problem(api.get(f"products/{large.uuid}/"), status=404, code="not-found")


@pytest.mark.parametrize("what", [uuid.UUID(int=9), "not-a-uuid", "1"])
def test_an_unknown_product(api, what):
    assert_problem(api.get(f"products/{what}/"), status=404, code="not-found")


def test_a_pictures_address_is_absolute(api, books):
    make_product(books, title="A Novel")
    Listing.objects.update(images=[{"path": "products/ab/cd-640.webp", "alt": ""}])
    (row,) = api.get("products/").json()["results"]

    folder = "http://localhost:8000/media/shop_books/products/ab"
    assert row["image"] == {
        "url": f"{folder}/cd-640.webp",
        "alt": "A Novel",
        "sizes": [
            {"width": 320, "url": f"{folder}/cd-320.webp"},
            {"width": 640, "url": f"{folder}/cd-640.webp"},
        ],
    }
