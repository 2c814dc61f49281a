"""A shop's own address: as its country writes it, whole or not at all."""

import pytest

from tenants.kernel.errors import Invalid
from tenants.kernel.postal.lines import address_line
from tenants.registry.services import apply_for_shop, change_profile

pytestmark = pytest.mark.django_db
AUSTIN = {"street": "600 Congress Ave", "city": "Austin", "country": "US"}


def apply(**place):
    return apply_for_shop(name="Maps", slug="maps", owner_email="o@maps.example", **place)


def test_postcode_and_state_are_kept_in_the_one_form_of_the_country():
    shop = apply(**AUSTIN, postcode="787011234", state="texas")

    shop.refresh_from_db()
    assert (shop.postcode, shop.state) == ("78701-1234", "TX")
    line = "600 Congress Ave, Austin, TX 78701-1234, United States"
    assert address_line(shop.postal_address()) == line


def test_they_follow_the_country_when_it_alone_is_changed():
    shop = apply(street="Rue 1", city="Luxembourg", postcode="1010", country="LU")
    change_profile(retailer=shop, country="LV")
    shop.refresh_from_db()
    assert (shop.country, shop.postcode) == ("LV", "LV-1010")


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (AUSTIN, ["postcode", "state"]),
        (AUSTIN | {"postcode": "1", "state": "Bavaria"}, ["postcode", "state"]),
        ({"city": "Berlin", "country": "DE", "postcode": "1"}, ["postcode"]),
    ],
)
def test_what_the_country_needs_is_told_by_field(place, fields):
    with pytest.raises(Invalid) as refusal:
        apply(**place)
    assert sorted(refusal.value.fields) == fields


@pytest.mark.parametrize(
    "place",
    [
        {"city": "Austin", "country": "US"},
        {"street": "1 Queen's Road Central", "city": "Central", "country": "HK"},
        {"street": "Al Wasl Road", "city": "Dubai", "country": "AE"},
        {"street": "Quay 1"},
        {},
    ],
)
def test_what_a_country_has_not_is_not_asked_for(place):
    assert apply(**place).pk


def test_a_shop_whose_address_lacks_something_changes_the_rest(books):
    type(books).objects.filter(pk=books.pk).update(**AUSTIN)

    assert change_profile(retailer=books, tagline="Old and new").tagline == "Old and new"
    with pytest.raises(Invalid):
        change_profile(retailer=books, street="601 Congress Ave")
    shop = change_profile(retailer=books, state="Texas", postcode="78701")
    assert (shop.state, shop.contact.state) == ("TX", "TX")
