from urllib.parse import quote
from uuid import uuid4

from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st

from marketplace.discovery.addresses import picture_url, product_path
from tenants.kernel.ids import short_id
from tenants.registry.hosts import market_url


def test_an_address_is_written_and_read_back():
    for _ in range(50):
        short = short_id(uuid4())
        path = product_path("blue-mug", short)
        assert path == f"/products/blue-mug-{short}"
        assert resolve(path, "marketplace.urls.market").kwargs["short_id"] == short


def test_pictures_lie_below_their_shops_folder(settings):
    path = "products/ä b.jpg"
    settings.MEDIA_URL = "/media/"
    address = picture_url(schema="shop_a", path=path)
    assert address == f"{market_url()}/media/shop_a/products/%C3%A4%20b.jpg"
    settings.MEDIA_URL = "https://files.example/"
    address = picture_url(schema="shop_a", path=path)
    assert address == "https://files.example/shop_a/products/%C3%A4%20b.jpg"
    assert picture_url(schema="shop_a", path="") == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_an_address_is_quoted_as_the_standard_has_it(text):
    assert product_path(text, "a") == f"/products/{quote(text)}-a"


def test_no_character_is_taken_for_plain_that_needs_quoting():
    every = "".join(map(chr, range(128)))
    assert [product_path(sign, "a") for sign in every] == [
        f"/products/{quote(sign)}-a" for sign in every
    ]
