from uuid import uuid4

from django.urls import resolve

from marketplace.discovery.addresses import picture_url, product_path
from tenants.kernel.ids import short_id


def test_an_address_is_written_and_read_back():
    for _ in range(50):
        short = short_id(uuid4())
        path = product_path("blue-mug", short)
        assert path == f"/products/blue-mug-{short}"
        assert resolve(path, "marketplace.urls.market").kwargs["short_id"] == short


def test_pictures_lie_below_their_shops_folder():
    assert (
        picture_url(schema="shop_a", path="products/ä.jpg") == "/media/shop_a/products/%C3%A4.jpg"
    )
    assert picture_url(schema="shop_a", path="") == ""
