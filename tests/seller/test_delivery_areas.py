"""The desk's page about where the shop delivers."""

import pytest

from tenants.registry.models import DeliveryReach, Retailer
from tenants.registry.services import change_profile
from tests.factories.staff import open_staff_browser
from tests.pages.browser import text_of

PATH = "/seller/delivery"


@pytest.fixture
def berlin(books):
    change_profile(retailer=books, country="DE", city="Berlin")
    return books


def save(retailer, **values):
    return open_staff_browser(retailer, "manager").post(PATH, values)


def test_countries_postcodes_and_radius_are_saved_and_shown(berlin):
    values = {
        "delivery_countries": ["DE", "PL"],
        "delivery_postcodes": "10115 – 10179; 12*",
        "delivery_radius": "30",
    }
    assert save(berlin, **values)["Location"] == PATH

    shop = Retailer.objects.get(pk=berlin.pk)
    assert shop.delivery_countries == ["DE", "PL"]
    assert shop.delivery_postcodes == ["10115-10179", "12*"]
    page = open_staff_browser(berlin, "owner").get(PATH)
    assert "Within 30 km: Berlin, Potsdam" in text_of(page)
    assert "10115-10179, 12*" in page.content.decode()


def test_nothing_chosen_is_everywhere_again(berlin):
    save(berlin, delivery_countries=["DE"], delivery_postcodes="10115", delivery_radius="5")
    save(berlin, delivery_countries=[], delivery_postcodes="", delivery_radius="")

    shop = Retailer.objects.get(pk=berlin.pk)
    assert (shop.delivery_countries, shop.delivery_postcodes) == ([], [])
    assert shop.delivery_radius is None
    assert not DeliveryReach.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"delivery_postcodes": "10115 to 10120"}, "is no postcode. Write 10115"),
        ({"delivery_radius": "5"}, "Name some for addresses whose town is not known."),
        ({"delivery_radius": "101"}, "less than or equal to 100"),
        ({"delivery_radius": "0"}, "greater than or equal to 1"),
        ({"delivery_countries": ["XX"]}, "XX is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(berlin, values, words):
    answer = save(berlin, **values)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Retailer.objects.get(pk=berlin.pk).delivery_radius is None


def test_a_town_that_nobody_knows_has_no_radius(books):
    change_profile(retailer=books, country="DE", city="Kleinkleckersdorf")
    answer = save(books, delivery_postcodes="14542", delivery_radius="5")
    assert answer.status_code == 422
    assert "We do not know where your town is. Name postcodes instead." in text_of(answer)
    assert Retailer.objects.get(pk=books.pk).delivery_postcodes == []
