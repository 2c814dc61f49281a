from uuid import UUID, uuid4

import pytest

from marketplace.discovery.addresses import parse_key, parse_short_id, picture_url, product_path
from tenants.kernel.ids import short_id


def test_an_address_is_written_and_read_back():
    for _ in range(50):
        short = short_id(uuid4())
        path = product_path("blue-mug", short)
        assert path == f"/products/blue-mug-{short}"
        assert parse_short_id(path.rpartition("/")[2]) == short


@pytest.mark.parametrize(
    ("tail", "short"),
    [
        ("blue-mug-1yfptkgh2512", "1yfptkgh2512"),
        ("BLUE-MUG-1YFPTKGH2512", "1yfptkgh2512"),
        ("1yfptkgh2512", "1yfptkgh2512"),
        ("blue-mug", None),
        ("blue-mug1yfptkgh2512", None),
        ("blue-mug-1yfptkgh251", None),
        ("blue-mug-1yfptkgh251u", None),
        ("", None),
    ],
)
def test_short_ids_at_the_end(tail, short):
    assert parse_short_id(tail) == short


def test_a_uuid_names_a_product_as_well():
    uuid = "0f9f6d4e-1111-4222-8333-444455556666"
    assert parse_key(uuid) == UUID(uuid)
    assert parse_key("mug-1yfptkgh2512") == "1yfptkgh2512"
    assert parse_key("mug") is None


def test_pictures_lie_below_their_shops_folder():
    assert (
        picture_url(schema="shop_a", path="products/ä.jpg") == "/media/shop_a/products/%C3%A4.jpg"
    )
    elsewhere = "https://img.example/1.jpg"
    assert picture_url(schema="shop_a", path="", url=elsewhere) == elsewhere
