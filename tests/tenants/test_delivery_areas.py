"""Where a shop delivers: countries, postcodes, a radius."""

import tracemalloc
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tenants.kernel import zones
from tenants.kernel.errors import Invalid
from tenants.kernel.towns import Spot, distance_km, list_towns
from tenants.kernel.zones import zone_of_place
from tenants.registry import delivery_reach, services
from tenants.registry.delivery_areas import matches, read_postcodes
from tenants.registry.delivery_reach import Circle, find_obstacles
from tenants.registry.models import DeliveryReach, Retailer

BERLIN = {"country": "DE", "city": "Berlin", "postcode": "10119"}
POTSDAM = {"country": "DE", "city": "Potsdam", "postcode": "14467"}
HAMBURG = {"country": "DE", "city": "Hamburg", "postcode": "20095"}
NOWHERE = {"country": "DE", "city": "Kleinkleckersdorf", "postcode": "14542"}


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("", []),
        ("10115, 10117-10179; 12*", ["10115", "10117-10179", "12*"]),
        ("10117 – 10179\n10115,10115", ["10117-10179", "10115"]),
        ("１０１１５", ["10115"]),
        ("١٠١١٥-١٠١٧٩", ["10115-10179"]),
        ("sw1a 1aa, SW1*", ["SW1A1AA", "SW1*"]),
        ("150-0001", ["1500001"]),  # of Shibuya, no range
        ("00-950", ["00950"]),
        ("10179-10117", ["1017910117"]),
        ("FR:67*, fr:67000-67100", ["FR:67*", "FR:67000-67100"]),
    ],
)
def test_postcodes_are_read_as_people_write_them(text, patterns):
    assert read_postcodes(text) == patterns


@pytest.mark.parametrize(
    "text", ["10115 10117", "10179-10115", "abc", "AB*", "1011", "FR:6700", "101156"]
)
def test_what_is_no_postcode_of_its_country_is_named(text):
    with pytest.raises(ValidationError, match="is no postcode"):
        read_postcodes(text, home="DE")


@pytest.mark.parametrize(
    ("home", "text"),
    [
        ("DE", "D-10115"),
        ("JP", "150-0001"),
        ("GB", "sw1a 1aa"),
        ("GB", "SW1*"),
        ("PL", "00-950"),
        ("DE", "AT:1010"),
        ("HK", "Kowloon"),
        ("", "1234"),
        ("US", "787*"),
        ("LV", "1010"),
        ("SE", "114 55"),
        ("NL", "1012 AB"),
        ("BR", "01310-100"),
    ],
)
def test_a_postcode_of_its_country_is_taken_however_it_is_typed(home, text):
    assert len(read_postcodes(text, home=home)) == 1


@pytest.mark.parametrize("text", ["*", "1", "10115 to 10120", "DE:", "1" * 30, "<b>", "10*15"])
def test_what_is_no_postcode_is_named(text):
    with pytest.raises(ValidationError, match="is no postcode"):
        read_postcodes(text)


def test_there_are_not_too_many():
    with pytest.raises(ValidationError, match="at most 500"):
        read_postcodes(",".join(str(10_000 + number) for number in range(501)))


@pytest.mark.parametrize(
    ("pattern", "country", "postcode", "fits"),
    [
        ("10115", "DE", "10115", True),
        ("10115", "DE", " 101 15", True),
        ("10115", "AT", "10115", False),
        ("AT:1010", "AT", "1010", True),
        ("10115-10179", "DE", "10179", True),
        ("10115-10179", "DE", "10180", False),
        ("10115-10179", "DE", "1015", False),
        ("101*", "DE", "10179", True),
        ("101*", "DE", "", False),
        ("GB:SW1*", "GB", "sw1a 1aa", True),
        ("SW1*", "DE", "sw1a 1aa", True),
        ("LV:1010", "LV", "LV-1010", True),
        ("LV:1010-1020", "LV", "LV-1015", True),
        ("D10115", "DE", "10115", True),
    ],
)
def test_a_postcode_fits_a_pattern_of_its_country(pattern, country, postcode, fits):
    assert matches([pattern], home="DE", country=country, postcode=postcode) is fits


def local(retailer, **changes):
    """A shop in Berlin that delivers within 30 km, and to some postcodes."""
    place = {"country": "DE", "city": "Berlin"}
    services.change_profile(retailer=retailer, **place | {"delivery_radius": 30} | changes)
    return Retailer.objects.get(pk=retailer.pk)


def sentence(shop, address, spot=None):
    obstacle = find_obstacles([shop], address, spot).get(shop.pk)
    return obstacle and (obstacle.field, obstacle.sentence)


@pytest.mark.django_db
def test_a_shop_that_names_nothing_delivers_everywhere(books, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_obstacles([books], {"country": "JP", "city": "Tokyo"}) == {}


@pytest.mark.django_db
def test_another_country_is_refused_by_name(books):
    services.change_profile(retailer=books, delivery_countries=["DE", "AT"])
    shop = Retailer.objects.get(pk=books.pk)
    assert sentence(shop, BERLIN) is None
    assert sentence(shop, {"country": "JP", "city": "Tokyo"}) == (
        "country",
        "Northgate Books does not deliver to Japan, only to Austria or Germany.",
    )
    assert sentence(shop, {"country": "US", "city": "Boston"})[1].startswith(
        "Northgate Books does not deliver to the United States, only to"
    )


@pytest.mark.django_db
def test_within_a_radius_towns_count_and_else_the_postcodes(books):
    shop = local(books, delivery_postcodes=["14542"])
    assert sentence(shop, BERLIN) is None
    assert sentence(shop, POTSDAM) is None
    assert sentence(shop, POTSDAM | {"city": " POTSDAM "}) is None
    assert sentence(shop, NOWHERE) is None
    assert sentence(shop, HAMBURG) == (
        "postcode",
        "Northgate Books does not deliver to this address, only to postcodes 14542 or places up to "
        "30 km from the shop.",
    )


@pytest.mark.django_db
def test_what_an_app_knows_counts_more_than_the_towns_name(books):
    shop = local(books, latitude=Decimal("52.52"), longitude=Decimal("13.40"))
    village = HAMBURG | {"city": "Kleinkleckersdorf"}
    assert sentence(shop, village, Spot(52.6, 13.3)) is None
    assert sentence(shop, village, Spot(53.55, 10.0))[0] == "postcode"
    assert sentence(shop, BERLIN, Spot(52.6, 13.3)) is None


@pytest.mark.django_db
def test_coordinates_of_another_town_than_is_written_count_for_nothing(books):
    shop = local(books, latitude=Decimal("52.52"), longitude=Decimal("13.40"))
    assert sentence(shop, HAMBURG, Spot(52.6, 13.3))[0] == "postcode"
    assert sentence(shop, BERLIN, Spot(53.55, 10.0)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("city", ["Berlin", "Dorf ohne Namen"])
def test_an_address_that_is_not_published_is_no_centre_of_a_circle(city, books):
    """Whoever asks about many places would find its street."""
    place = {"latitude": Decimal("52.4561"), "longitude": Decimal("13.5773")}
    local(books, city=city, publishes_address=False, **place)
    reach = DeliveryReach.objects.get(retailer=books)
    assert distance_km(Spot(reach.latitude, reach.longitude), Spot(52.4561, 13.5773)) > 0.3

    services.change_profile(retailer=books, publishes_address=True)
    reach.refresh_from_db()
    assert (reach.latitude, reach.longitude) == pytest.approx((52.4561, 13.5773))


@pytest.mark.django_db
def test_a_name_that_a_town_outside_bears_too_stands_for_none(books):
    """Radebeul lies near Dresden alone; one Coswig does, and one in Anhalt."""
    shop = local(books, city="Dresden")
    towns = DeliveryReach.objects.get(retailer=shop).towns
    assert {"DE:dresden", "DE:radebeul"} <= {*towns}
    assert "DE:coswig" not in towns


@pytest.mark.django_db
def test_a_radius_is_reckoned_anew_when_the_countries_change(books):
    """Salzburg lies 6 km from Freilassing."""
    shop = local(books, city="Freilassing", delivery_countries=["DE"])
    assert "AT:salzburg" not in DeliveryReach.objects.get(retailer=shop).towns
    services.change_profile(retailer=shop, delivery_countries=["DE", "AT"])
    assert "AT:salzburg" in DeliveryReach.objects.get(retailer=shop).towns


@pytest.mark.django_db
def test_all_shops_of_a_checkout_are_asked_in_one_statement(
    books, coffee, django_assert_num_queries
):
    shops = [local(books), local(coffee)]
    with django_assert_num_queries(1):
        assert set(find_obstacles(shops, HAMBURG)) == {books.pk, coffee.pk}


@pytest.mark.django_db
def test_a_radius_around_a_place_that_nobody_knows_is_refused_and_nothing_changes(books):
    with pytest.raises(Invalid) as refusal:
        local(books, city="Kleinkleckersdorf")
    assert list(refusal.value.fields) == ["delivery_radius"]
    assert Retailer.objects.get(pk=books.pk).city != "Kleinkleckersdorf"


@pytest.mark.django_db
def test_the_reach_follows_the_shop_and_goes_with_its_radius(books):
    local(books)
    assert str(DeliveryReach.objects.get(retailer=books)).startswith("Berlin")
    local(books, city="Hamburg")
    assert str(DeliveryReach.objects.get(retailer=books)).startswith("Hamburg")
    local(books, delivery_radius=None)
    assert not DeliveryReach.objects.exists()


def test_a_reach_is_reckoned_as_if_all_towns_were_compared():
    circle = Circle("FR", "strasbourg", None, False, 60, frozenset({"FR", "DE", "CH"}))
    reach = delivery_reach.reckon_reach(circle)
    near, far = set(), set()
    for town in list_towns(circle.countries):
        names = {f"{town.country}:{name}" for name in town.names}
        is_near = distance_km(reach.centre, town.spot) <= 60
        (near if is_near else far).update(names)
    assert reach.towns == sorted(near - far)
    assert reach.largest[0] == "Strasbourg"


@pytest.mark.world
def test_a_reach_of_large_countries_needs_little_memory():
    circle = Circle("DE", "essen", None, False, 100, frozenset({"DE", "US", "IN", "BR"}))
    delivery_reach.reckon_reach.cache_clear()
    tracemalloc.start()
    try:
        delivery_reach.reckon_reach(circle)
        retained, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 15_000_000
    assert retained < 2_000_000


@pytest.mark.django_db
def test_towns_are_read_before_the_shops_row_is_held(books, monkeypatch):
    local(books)
    zone_of_place.cache_clear()
    order = []

    def note(name, call):
        def noted(*values):
            order.append(name)
            return call(*values)

        return noted

    for module in (zones, delivery_reach):
        monkeypatch.setattr(module, "list_towns", note("towns", list_towns))
    monkeypatch.setattr(services, "_lock", note("held", services._lock))
    local(books, country="US", city="Chicago")
    assert "towns" in order
    assert order.index("held") == len(order) - 1
    assert Retailer.objects.get(pk=books.pk).timezone == "America/Chicago"


@pytest.mark.django_db
def test_what_the_row_says_by_then_counts(books):
    local(books)
    before = Retailer.objects.get(pk=books.pk)
    local(books, city="Hamburg")
    services.change_profile(retailer=before, delivery_radius=20)
    assert str(DeliveryReach.objects.get(retailer=books)).startswith("Hamburg")
