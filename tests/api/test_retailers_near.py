"""Shops near a place, open at an hour, with what they offer."""

from datetime import UTC, date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt

import pytest
from django.db import connection
from django.utils import timezone

from marketplace.discovery.shops import Place, ShopFilters, find_shops
from tenants.kernel.opening_hours import Span, SpecialDays
from tenants.kernel.times import rfc3339
from tenants.registry.models import OpeningHours, Retailer, SpecialHours
from tenants.registry.opening_hours import save_special_days
from tests.api.conftest import assert_problem

PLACES = {"books": (52.5200, 13.4050), "coffee": (52.4000, 13.0600), "tea": (48.1372, 11.5755)}


def slugs(answer):
    assert answer.status_code == 200, answer.content
    return [row["slug"] for row in answer.json()["results"]]


@pytest.fixture
def placed(books, coffee, tea):
    """Berlin, Potsdam (27 km away), Munich."""
    for slug, (latitude, longitude) in PLACES.items():
        Retailer.objects.filter(slug=slug).update(latitude=latitude, longitude=longitude)


def metres(one, other):
    """As schools teach it, apart from what is tested."""
    (a, b), (c, d) = [(radians(x), radians(y)) for x, y in (one, other)]
    part = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(part))


def test_the_nearest_come_first_with_their_distance(api, placed):
    here = (52.51, 13.40)
    rows = api.get("retailers/?latitude=52.51&longitude=13.40&radius=500").json()["results"]

    assert [row["slug"] for row in rows] == ["books", "coffee"]
    for row in rows:
        assert abs(row["distance"] - metres(here, PLACES[row["slug"]])) <= 1
    wide = api.get("retailers/?latitude=52.51&longitude=13.40&radius=500&ordering=slug")
    assert slugs(wide) == ["books", "coffee"]
    assert slugs(api.get("retailers/?latitude=48.13&longitude=11.57")) == ["tea"]
    assert slugs(api.get("retailers/?latitude=0&longitude=0")) == []


def test_without_a_place_there_is_no_distance(api, placed):
    rows = api.get("retailers/").json()["results"]
    assert [(row["slug"], row["distance"]) for row in rows] == [
        ("books", None),
        ("coffee", None),
        ("tea", None),
    ]


def test_the_radius_is_that_of_the_circle_not_of_the_box_around_it(api, placed):
    away = metres((52.51, 13.40), PLACES["coffee"]) / 1000
    for radius, expected in ((away - 0.01, ["books"]), (away + 0.01, ["books", "coffee"])):
        answer = api.get(f"retailers/?latitude=52.51&longitude=13.40&radius={radius:.3f}")
        assert slugs(answer) == expected


def test_pages_by_distance_hold_every_shop_once_and_lead_back(api, placed):
    Retailer.objects.filter(slug="tea").update(latitude=52.52, longitude=13.405)  # beside books
    url = "retailers/?latitude=52.51&longitude=13.40&radius=100&page_size=1"
    seen, pages = [], []
    while url:
        body = api.get(url.removeprefix("http://localhost")).json()
        seen += [row["slug"] for row in body["results"]]
        pages.append(body)
        url = body["next"]
    assert seen == ["books", "tea", "coffee"]
    back = api.get(pages[-1]["previous"].removeprefix("http://localhost")).json()
    assert back["results"] == pages[1]["results"]


@pytest.mark.parametrize(
    ("shop", "here", "kilometres"),
    [
        ((10.0, 179.9), (10.0, -179.9), 50),
        ((10.0, -179.9), (10.0, 179.9), 50),
        ((89.9, 0.0), (89.9, 180.0), 50),
        ((-89.9, 30.0), (-90.0, 0.0), 50),
        ((80.0, 24.0), (80.3, 3.0), 500),
        ((0.0, 0.0), (0.0, 4.49), 500),
    ],
)
def test_round_the_back_of_the_world_and_over_the_poles(books, shop, here, kilometres):
    Retailer.objects.filter(pk=books.pk).update(latitude=shop[0], longitude=shop[1])
    near = Place(*here, kilometres * 1000)
    (nearest,) = find_shops(Retailer.objects.active(), ShopFilters(near=near))
    assert abs(nearest.distance - metres(shop, here)) <= 1
    nearer = Place(*here, int(metres(shop, here)) - 2)
    assert not find_shops(Retailer.objects.active(), ShopFilters(near=nearer)).exists()


def test_the_index_can_be_used(books):
    near = find_shops(Retailer.objects.active(), ShopFilters(near=Place(52.5, 13.4, 5000)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "retailer_place" in near.order_by("place").explain()


REFUSED = {
    "latitude=1": "longitude",
    "longitude=1": "latitude",
    "latitude=91&longitude=1": "latitude",
    "latitude=NaN&longitude=1": "latitude",
    "latitude=1&longitude=181": "longitude",
    "latitude=1&longitude=here": "longitude",
    "latitude=1&longitude=1&radius=0": "radius",
    "latitude=1&longitude=1&radius=501": "radius",
    "radius=5": "radius",
    "ordering=distance": "ordering",
    "ordering=fame": "ordering",
    "fulfilment=drone": "fulfilment",
    "fulfilment=": "fulfilment",
    "radius=": "radius",
    "open_now=": "open_now",
    "page_size=": "page_size",
    "open_now=perhaps": "open_now",
}


@pytest.mark.parametrize(("query", "name"), REFUSED.items())
def test_values_that_cannot_be_used(api, query, name):
    document = assert_problem(api.get(f"retailers/?{query}"), status=400, code="validation-error")
    assert list(document["errors"]) == [name]


# --- hours ------------------------------------------------------------------------------------
MONDAY_NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


@pytest.fixture
def hours(books, coffee, tea):
    """Books and coffee are open on Mondays from 9 to 13 where they are; tea tells nothing."""
    OpeningHours.objects.all().delete()
    for shop, zone in ((books, "Europe/Lisbon"), (coffee, "Asia/Tokyo")):
        Retailer.objects.filter(pk=shop.pk).update(timezone=zone)
        OpeningHours.objects.create(retailer=shop, weekday=0, opens=time(9), closes=time(13))


@pytest.mark.parametrize(
    ("moment", "is_open", "expected"),
    [
        (MONDAY_NOON, True, ["books"]),
        (MONDAY_NOON, False, ["coffee"]),
        (MONDAY_NOON + timedelta(minutes=30), True, []),
        (MONDAY_NOON - timedelta(hours=3, minutes=31), True, []),
        (MONDAY_NOON - timedelta(hours=12), True, ["coffee"]),
        (MONDAY_NOON, None, ["books", "coffee", "tea"]),
    ],
)
def test_open_is_what_is_open_where_the_shop_is(hours, moment, is_open, expected):
    rows = find_shops(Retailer.objects.active(), ShopFilters(is_open=is_open), now=moment)
    assert sorted(shop.slug for shop in rows) == expected


def test_open_now_in_the_list_and_as_a_filter(api, books, coffee, tea):
    OpeningHours.objects.all().delete()
    Retailer.objects.filter(slug="tea").update(timezone="Mars/Olympus")  # taken for UTC
    for weekday in range(7):
        for shop in (books, tea):
            OpeningHours.objects.create(
                retailer=shop, weekday=weekday, opens=time(0), closes=time(0)
            )
    nowhere = (timezone.now().astimezone(coffee.zone).weekday() + 3) % 7
    OpeningHours.objects.create(retailer=coffee, weekday=nowhere, opens=time(1), closes=time(2))

    rows = {row["slug"]: row["open_now"] for row in api.get("retailers/").json()["results"]}
    assert rows == {"books": True, "coffee": False, "tea": True}
    assert slugs(api.get("retailers/?open_now=true")) == ["books", "tea"]
    assert slugs(api.get("retailers/?open_now=false")) == ["coffee"]
    hours = api.get("retailers/coffee/hours/").json()
    assert hours["open_now"] is False
    assert hours["opening_hours"] == [{"weekday": nowhere, "opens": "01:00", "closes": "02:00"}]
    assert hours["closes_at"] is None
    assert hours["opens_at"] > rfc3339(timezone.now())
    hours = api.get("retailers/books/hours/").json()
    assert hours["opening_hours"][0] == {"weekday": 0, "opens": "00:00", "closes": "24:00"}
    assert (hours["closes_at"], hours["opens_at"]) == (None, None)


def test_special_days_in_the_list_and_until_when(api, books, coffee, tea):
    OpeningHours.objects.all().delete()
    Retailer.objects.filter(pk=books.pk).update(timezone="UTC")
    for weekday in range(7):
        OpeningHours.objects.create(retailer=books, weekday=weekday, opens=time(0), closes=time(0))
    today = timezone.now().date()
    tomorrow, later = today + timedelta(days=1), today + timedelta(days=2)
    evening = (Span(time(20), time(1)), Span(time(9), time(12)))
    save_special_days(retailer=books, days=SpecialDays(tomorrow, tomorrow, evening, "Fair"))
    save_special_days(retailer=books, days=SpecialDays(later, later))
    SpecialHours.objects.create(
        retailer=books, first_day=date(2020, 1, 1), last_day=today - timedelta(days=1)
    )

    row = next(row for row in api.get("retailers/").json()["results"] if row["slug"] == "books")
    assert row == row | {
        "open_now": True,
        "closes_at": f"{tomorrow}T00:00:00Z",
        "opens_at": None,
        "special_hours": [
            {
                "first_day": f"{tomorrow}",
                "last_day": f"{tomorrow}",
                "note": "Fair",
                "hours": [
                    {"opens": "09:00", "closes": "12:00"},
                    {"opens": "20:00", "closes": "01:00"},
                ],
            },
            {"first_day": f"{later}", "last_day": f"{later}", "note": "", "hours": []},
        ],
    }
    assert api.get("retailers/books/").json()["closes_at"] == row["closes_at"]


def test_by_what_they_offer(api, books, coffee, tea):
    Retailer.objects.filter(pk=tea.pk).update(offers_pickup=False)
    Retailer.objects.filter(pk=books.pk).update(offers_delivery=False)

    assert slugs(api.get("retailers/?fulfilment=pickup")) == ["books", "coffee"]
    assert slugs(api.get("retailers/?fulfilment=delivery")) == ["coffee", "tea"]
