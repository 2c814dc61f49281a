"""Where shops deliver, over REST: told before, and refused by name."""

import pytest

from marketplace.purchases.models import Purchase
from tenants.registry.services import change_profile
from tests.api.conftest import assert_problem
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product

SENTENCE = "Northgate Books does not deliver to this address, only to"


@pytest.fixture
def local(books):
    """Berlin and what lies up to 30 km around it."""
    change_profile(
        retailer=books,
        country="DE",
        city="Berlin",
        delivery_radius=30,
        delivery_postcodes=["14542"],
    )
    return books


def test_a_shop_tells_where_it_delivers(api, local):
    area = api.get("retailers/books/").json()["delivery_area"]
    assert area == {"countries": [], "postcodes": ["14542"], "radius_km": 30}


def test_a_checkout_that_one_shop_cannot_reach_is_refused_whole(api, local, coffee):
    for shop in (local, coffee):
        api.add(make_product(shop))

    problem = assert_problem(
        api.check_out(shipping_address=ADDRESS), status=422, code="outside-delivery-area"
    )

    assert [row["retailer"] for row in problem["retailers"]] == ["books"]
    assert problem["retailers"][0]["detail"].startswith(SENTENCE)
    assert list(problem["errors"]) == ["shipping_address.postcode"]
    assert not Purchase.objects.exists()
    others = api.check_out(shipping_address=ADDRESS, retailers=[coffee.slug])
    assert others.status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"city": "Potsdam", "postcode": "14467"},
        {"city": "Werder", "postcode": "14542"},
        {"city": "Kleinkleckersdorf", "latitude": 52.6, "longitude": 13.3},
    ],
)
def test_town_postcode_or_an_apps_coordinates_are_enough(api, local, change):
    api.add(make_product(local))
    assert api.check_out(shipping_address=ADDRESS | change).status_code == 201
    assert "latitude" not in Purchase.objects.get().shipping_address


def test_a_preview_tells_it_among_its_problems(api, local):
    api.add(make_product(local))
    body = {"shipping_address": ADDRESS, "email": "guest@mail.example"}
    problems = api.post("checkout/preview/", body).json()["problems"]
    assert [row["type"].rpartition("/")[2] for row in problems] == ["outside-delivery-area"]


def test_a_price_of_delivery_says_whether_it_gets_there(api, local):
    api.add(make_product(local))
    for address, is_reached in (({"country": "DE"}, True), (ADDRESS, False), ({}, True)):
        body = {"shipping_address": address}
        (row,) = api.post("shipping/calculate/", body).json()["results"]
        assert (row["obstacle"] is None) is is_reached


def test_questions_with_coordinates_are_counted(api, local, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"coordinates-address": (2, 3600)}
    api.add(make_product(local))
    far = {"shipping_address": ADDRESS | {"latitude": 53.5, "longitude": 10.0}}
    assert api.post("shipping/calculate/", far).status_code == 200
    assert api.post("checkout/preview/", far).status_code == 200
    for path in ("shipping/calculate/", "checkout/preview/"):
        assert_problem(api.post(path, far), status=429, code="too-many-requests")
        assert api.post(path, {"shipping_address": ADDRESS}).status_code == 200
