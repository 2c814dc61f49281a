"""What customers read of when a shop is open: words, cards, pages, facts for search engines."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.pages.shop.opening_hours import hours_of, status_of
from tenants.kernel.opening_hours import ALL_DAY, Span, SpecialDays, Timetable
from tenants.registry.models import OpeningHours, Retailer
from tenants.registry.opening_hours import change_week, save_special_days
from tests.factories.staff import open_browser
from tests.pages.browser import text_of

BERLIN = ZoneInfo("Europe/Berlin")
SHOP = {day: (Span(time(9), time(18, 30)),) for day in range(6)}
BAR = {4: (Span(time(22), time(2)),)}
TILL_MIDNIGHT = {4: (Span(time(18), time()),)}
TWO_DAYS = {4: (ALL_DAY,), 5: (Span(time(), time(18)),)}
ALWAYS = dict.fromkeys(range(7), (ALL_DAY,))
# 2026-11-27 is a Friday.
HOLIDAYS = (SpecialDays(date(2026, 11, 27), date(2026, 12, 13)),)


@pytest.mark.parametrize(
    ("week", "special", "now", "words"),
    [
        (SHOP, (), "2026-11-27 10:00", "Open now · closes 18:30"),
        (SHOP, (), "2026-11-27 08:00", "Closed · opens 09:00"),
        (SHOP, (), "2026-11-27 19:00", "Closed · opens tomorrow 09:00"),
        (SHOP, (), "2026-11-28 19:00", "Closed · opens Monday 09:00"),
        (SHOP, HOLIDAYS, "2026-11-28 19:00", "Closed · opens December 14 09:00"),
        (BAR, (), "2026-11-27 23:00", "Open now · closes 02:00"),
        (BAR, (), "2026-11-28 01:00", "Open now · closes 02:00"),
        (BAR, (), "2026-11-27 21:00", "Closed · opens 22:00"),
        (TILL_MIDNIGHT, (), "2026-11-27 20:00", "Open now · closes 24:00"),
        (TWO_DAYS, (), "2026-11-27 20:00", "Open now · closes Saturday 18:00"),
        (ALWAYS, (), "2026-11-27 20:00", "Open around the clock"),
        (ALWAYS, (SpecialDays(date(2026, 11, 30), date(2026, 11, 30)),), "2026-11-27 20:00",
         "Open now · closes Sunday 24:00"),
        (SHOP, (SpecialDays(date(2026, 1, 1), date(2027, 12, 31)),), "2026-11-27 10:00", "Closed"),
    ],
)  # fmt: skip
def test_the_words(week, special, now, words):
    moment = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    status = status_of(Timetable(BERLIN, week, special), now=moment)
    assert status == {"is_open": words.startswith("Open"), "words": words}


def test_the_week_says_of_today_what_holds_today_and_days_to_come_stand_below():
    special = (
        SpecialDays(date(2026, 11, 26), date(2026, 11, 26)),
        SpecialDays(date(2026, 11, 27), date(2026, 11, 27), (Span(time(10), time(2)),), "Fair"),
        SpecialDays(date(2026, 12, 24), date(2026, 12, 26), note="Christmas"),
        SpecialDays(date(2027, 3, 1), date(2027, 3, 1)),
    )
    noon = datetime(2026, 11, 27, 12, tzinfo=BERLIN)
    week_page = hours_of(Timetable(BERLIN, SHOP | {5: (ALL_DAY,)}, special), now=noon)
    friday, saturday, sunday = week_page["week"][4:]
    night = {"opens": "10:00", "closes": "02:00", "all_day": False, "later": True}
    assert friday == {"day": "Friday", "intervals": [night], "today": True, "note": "Fair"}
    assert saturday["intervals"][0]["all_day"]
    assert sunday["intervals"] == []
    assert week_page["special"] == [
        {"days": "Friday, November 27", "intervals": [night], "note": "Fair"},
        {"days": "December 24 – December 26", "intervals": [], "note": "Christmas"},
    ]


# --- pages ------------------------------------------------------------------------------------
def open_always(retailer):
    change_week(retailer=retailer, week={day: [ALL_DAY] for day in range(7)})


def test_cards_and_pages_of_the_market_tell_it(books, coffee):
    open_always(books)
    yesterday = (timezone.now().astimezone(coffee.zone) - timedelta(days=1)).weekday()
    OpeningHours.objects.create(retailer=coffee, weekday=yesterday, opens="09:00", closes="10:00")
    browser = Client(headers={"host": "localhost"})
    cards = text_of(browser.get("/retailers"))
    assert "Open around the clock" in cards
    assert "Closed · opens" in cards
    assert "Open around the clock" in text_of(browser.get("/retailers/books"))


def test_a_page_does_not_freeze_what_is_open_now(books):
    """What is rendered once is rendered for these words alone."""
    open_always(books)
    browser = open_browser(books)
    assert "Open around the clock" in text_of(browser.get("/"))
    today = timezone.now().astimezone(books.zone).date()
    save_special_days(retailer=books, days=SpecialDays(today, today, note="Stocktaking"))
    week_page = text_of(browser.get("/"))
    assert "Open around the clock" not in week_page
    assert "Closed · opens tomorrow 00:00" in week_page
    assert "Stocktaking" in week_page


def test_search_engines_read_it(books):
    week = {0: [Span(time(9), time(12)), Span(time(14), time())], 1: [Span(time(9), time(12))]}
    change_week(retailer=books, week=week | {4: [Span(time(22), time(2))], 6: [ALL_DAY]})
    day = datetime.now(UTC).date() + timedelta(days=9)
    save_special_days(retailer=books, days=SpecialDays(day, day + timedelta(days=1)))
    later = day + timedelta(days=3)
    save_special_days(retailer=books, days=SpecialDays(later, later, (Span(time(10), time(1)),)))
    Retailer.objects.filter(pk=books.pk).update(publishes_address=False, street="Secret 1")

    page = Client(headers={"host": "localhost"}).get("/retailers/books").content.decode()
    blocks = re.findall(
        r"<script type=\"application/ld\+json\"[^>]*>(.*?)</script>", page, re.DOTALL
    )
    store = next(facts for facts in map(json.loads, blocks) if facts["@type"] == "Store")
    assert store["name"] == "Northgate Books"
    assert "Secret 1" not in page
    kind = {"@type": "OpeningHoursSpecification"}
    assert store["openingHoursSpecification"] == [
        kind | {"opens": "09:00", "closes": "12:00", "dayOfWeek": ["Monday", "Tuesday"]},
        kind | {"opens": "14:00", "closes": "23:59", "dayOfWeek": ["Monday"]},
        kind | {"opens": "22:00", "closes": "02:00", "dayOfWeek": ["Friday"]},
        kind | {"opens": "00:00", "closes": "23:59", "dayOfWeek": ["Sunday"]},
    ]
    ends = {"validFrom": f"{day}", "validThrough": f"{day + timedelta(days=1)}"}
    assert store["specialOpeningHoursSpecification"] == [
        kind | {"opens": "00:00", "closes": "00:00"} | ends,
        kind | {"opens": "10:00", "closes": "01:00", "validFrom": f"{later}",
                "validThrough": f"{later}"},
    ]  # fmt: skip
