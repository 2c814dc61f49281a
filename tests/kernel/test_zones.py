"""Which time zone a place has."""

import pytest
from django.core.exceptions import ValidationError

from tenants.kernel.countries import country_names
from tenants.kernel.zones import MAIN, require_zone, zone, zone_of_place, zones_of_country

PLACES = {
    ("DE", "", None): "Europe/Berlin",
    ("de", "", None): "Europe/Berlin",
    ("", "", None): "UTC",
    ("XX", "", None): "UTC",
    ("US", "", None): "America/New_York",
    ("US", "Chicago", None): "America/Chicago",
    ("US", " los angeles ", None): "America/Los_Angeles",
    ("US", "Detroit", None): "America/New_York",  # its clocks show the same
    ("US", "San Diego", None): "America/Los_Angeles",
    ("US", "Houston", None): "America/Chicago",
    ("CA", "Calgary", None): "America/Edmonton",
    ("AU", "Gold Coast", None): "Australia/Brisbane",
    ("ES", "Las Palmas", None): "Atlantic/Canary",
    ("US", "", (34.05, -118.24)): "America/Los_Angeles",
    ("DE", "", (48.14, 11.58)): "Europe/Berlin",
    ("ES", "", (28.1, -15.4)): "Atlantic/Canary",
    ("NZ", "", (-43.95, -176.5)): "Pacific/Chatham",
    ("FJ", "", (-17.0, -179.9)): "Pacific/Fiji",
}


@pytest.mark.parametrize(("place", "name"), PLACES.items())
def test_a_place_has_its_zone(place, name):
    country, city, at = place
    latitude, longitude = at or (None, None)
    assert zone_of_place(country, city=city, latitude=latitude, longitude=longitude) == name


@pytest.mark.parametrize(
    ("city", "state", "name"),
    [
        ("Portland", "ME", "America/New_York"),
        ("Portland", "OR", "America/Los_Angeles"),
        ("Nowhere at all", "TX", "America/Chicago"),
        ("Nowhere at all", "", "America/New_York"),
    ],
)
def test_a_state_tells_towns_of_one_name_apart(city, state, name):
    assert zone_of_place("US", city=city, state=state) == name


def test_every_country_where_people_live_has_one():
    without = {code for code in country_names() if zone_of_place(code) == "UTC"}
    assert without == {"BV", "CQ", "HM"}


def test_where_a_country_has_several_one_is_the_main():
    several = {code for code in country_names() if len(zones_of_country(code)) > 1}
    assert several - set(MAIN) == {"AQ"}
    for name in MAIN.values():
        require_zone(name)


def test_a_zone_that_is_none_is_refused_and_read_as_utc():
    for name in ("", "Mars/Olympus", "../etc/passwd"):
        with pytest.raises(ValidationError):
            require_zone(name)
        assert str(zone(name)) == "UTC"
