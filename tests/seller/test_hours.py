"""The desk's pages about when the shop is open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenants.registry.models import OpeningHours, Retailer, SpecialHours
from tenants.registry.opening_hours import days_of, week_of, write_span
from tests.factories.staff import open_staff_browser
from tests.pages.browser import text_of

PATH, SPECIAL, HOLIDAYS = "/seller/hours", "/seller/hours/special", "/seller/hours/holidays"
DAY = timedelta(days=1)


def save(retailer, path=PATH, **values):
    return open_staff_browser(retailer, "manager").post(path, values)


def typed(text):
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def hours_of(retailer):
    return {day: [write_span(span) for span in spans] for day, spans in week_of(retailer).items()}


def special_of(retailer):
    rows = SpecialHours.objects.filter(retailer=retailer).order_by("first_day")
    return [
        (days.first, days.last, [write_span(span) for span in days.spans], days.note)
        for days in map(days_of, rows)
    ]


@pytest.fixture
def today():
    return timezone.now().date()


# --- the week ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "week"),
    [
        (
            {"opens_0_1": "9", "closes_0_1": "12:30", "opens_0_0": "14.00", "closes_0_0": "18:00"},
            {0: ["09:00-12:30", "14:00-18:00"]},
        ),
        ({"opens_4_0": "22:00", "closes_4_0": "02:00"}, {4: ["22:00-02:00"]}),
        ({"opens_4_0": "18:00", "closes_4_0": "24:00"}, {4: ["18:00-24:00"]}),
        ({"opens_4_0": "18:00", "closes_4_0": "00:00"}, {4: ["18:00-24:00"]}),
        ({"opens_4_0": "00:00", "closes_4_0": "24:00"}, {4: ["00:00-24:00"]}),
        ({"all_day_2": "on", "opens_2_0": "09:00", "closes_2_0": "10:00"}, {2: ["00:00-24:00"]}),
        ({"opens_3_3": "09:00", "closes_3_3": "10:00"}, {3: ["09:00-10:00"]}),
        ({"always": "1"}, {day: ["00:00-24:00"] for day in range(7)}),
    ],
)
def test_a_week_is_saved_and_shown_again(books, values, week):
    assert save(books, **values)["Location"] == PATH
    assert hours_of(books) == week
    page = open_staff_browser(books, "owner").get(PATH)
    assert page.status_code == 200
    assert page.content.decode().count("checked") == sum(
        spans == ["00:00-24:00"] for spans in week.values()
    )


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"opens_0_0": "09:00"}, "closes_0_0", "Say when it closes."),
        ({"closes_0_0": "09:00"}, "opens_0_0", "Say when it opens."),
        (
            {"opens_0_0": "09:00", "closes_0_0": "09:00"},
            "closes_0_0",
            "It closes as it opens. Around the clock is 00:00 to 24:00.",
        ),
        ({"opens_0_0": "25:00", "closes_0_0": "09:00"}, "opens_0_0", "Enter a valid time."),
        (
            typed("opens_0_0 09:00 closes_0_0 13:00 opens_0_1 12:00 closes_0_1 15:00"),
            "opens_0_1",
            "Monday 09:00-13:00 is not over by then.",
        ),
        (
            typed("opens_6_0 22:00 closes_6_0 04:00 opens_0_1 03:00 closes_0_1 15:00"),
            "opens_0_1",
            "Sunday 22:00-04:00 is not over by then.",
        ),
        (
            {"opens_4_0": "22:00", "closes_4_0": "04:00", "all_day_5": "on"},
            "all_day_5",
            "Friday 22:00-04:00 is not over by then.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_the_field(books, values, field, words):
    save(books, opens_2_0="10:00", closes_2_0="11:00")
    saved = {"initial-opens_2_0": "10:00:00", "opens_2_0": "10:00"}
    answer = save(books, **saved, closes_2_0="11:00", **values)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [words]}
    assert words in text_of(answer)
    assert hours_of(books) == {2: ["10:00-11:00"]}


# --- special days -----------------------------------------------------------------------------
def test_special_days_are_added_changed_and_removed(books, today):
    values = {
        "first_day": f"{today}",
        "kind": "closed",
        "opens_0_0": "09:00",
        "note": "Stocktaking",
    }
    assert save(books, SPECIAL, **values)["Location"] == PATH
    assert special_of(books) == [(today, today, [], "Stocktaking")]
    client = open_staff_browser(books, "owner")
    assert "Closed · Stocktaking" in text_of(client.get(PATH))
    path = f"{SPECIAL}/{SpecialHours.objects.get().pk}"
    assert 'value="Stocktaking"' in client.get(path).content.decode()
    values |= {"last_day": f"{today + DAY}", "kind": "other", "closes_0_0": "01:00", "note": ""}
    assert client.post(path, values)["Location"] == PATH
    assert special_of(books) == [(today, today + DAY, ["09:00-01:00"], "")]
    assert client.post(path, values | {"kind": "all-day"})["Location"] == PATH
    assert special_of(books) == [(today, today + DAY, ["00:00-24:00"], "")]
    assert client.get(f"{path}/remove").status_code == 405
    assert client.post(f"{path}/remove")["Location"] == PATH
    assert special_of(books) == []
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/remove").status_code == 404


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"first_day": ""}, {"first_day": ["This field is required."]}),
        ({"last_day": "2020-01-01"}, {"last_day": ["It is before the first day."]}),
        ({"kind": "other"}, {"opens_0_0": ["Say when it opens."]}),
        (
            {"kind": "other", "opens_0_0": "09:00", "closes_0_0": "12:00", "opens_0_1": "11:00",
             "closes_0_1": "13:00"},
            {"opens_0_1": ["09:00-12:00 is not over by then."]},
        ),
        (
            {"kind": "other", "opens_0_0": "22:00", "closes_0_0": "02:00", "opens_0_1": "01:00",
             "closes_0_1": "03:00", "last_day": "tomorrow"},
            {"opens_0_1": ["22:00-02:00 is not over by then."]},
        ),
    ],
)  # fmt: skip
def test_what_special_days_cannot_be_is_told_beside_the_field(books, today, values, errors):
    values = {"first_day": f"{today}", "kind": "closed"} | values
    if values.get("last_day") == "tomorrow":
        values["last_day"] = f"{today + DAY}"
    answer = save(books, SPECIAL, **values)
    assert answer.status_code == 422
    assert answer.context["form"].errors == errors
    assert special_of(books) == []


def test_days_that_are_special_already_are_told_beside_the_field(books, today):
    save(books, SPECIAL, first_day=f"{today}", last_day=f"{today + 3 * DAY}", kind="closed")
    answer = save(books, SPECIAL, first_day=f"{today + DAY}", kind="closed")
    assert list(answer.context["form"].errors) == ["first_day"]
    assert len(special_of(books)) == 1


def test_days_of_another_shop_are_not_found(books, coffee, today):
    save(coffee, SPECIAL, first_day=f"{today}", kind="closed")
    path = f"{SPECIAL}/{SpecialHours.objects.get().pk}"
    assert open_staff_browser(books, "owner").get(path).status_code == 404
    assert save(books, f"{path}/remove").status_code == 404
    assert len(special_of(coffee)) == 1


# --- public holidays --------------------------------------------------------------------------
def test_holidays_are_proposed_and_taken_over_in_one_act(books):
    Retailer.objects.filter(pk=books.pk).update(country="DE", language="de")
    client = open_staff_browser(books, "owner")
    page = client.get(HOLIDAYS, {"region": "BE"})
    days = [row["value"] for row in page.context["holidays"]]
    assert "Erster Weihnachtstag" in text_of(page)
    assert "Frauentag" in text_of(page)
    assert special_of(books) == []
    assert client.post(HOLIDAYS, {"region": "BE", "day": [*days, "2020-01-01"]})["Location"] == PATH
    assert [f"{first}" for first, *_ in special_of(books)] == days
    assert {(tuple(spans), bool(note)) for *_, spans, note in special_of(books)} == {((), True)}
    again = client.get(HOLIDAYS, {"region": "BE"})
    assert {row["is_special"] for row in again.context["holidays"]} == {True}


def test_a_holiday_of_another_region_is_not_taken_over(books):
    Retailer.objects.filter(pk=books.pk).update(country="DE")
    client = open_staff_browser(books, "owner")
    berlin = {row["value"] for row in client.get(HOLIDAYS, {"region": "BE"}).context["holidays"]}
    country = {row["value"] for row in client.get(HOLIDAYS).context["holidays"]}
    client.post(HOLIDAYS, {"day": sorted(berlin)})
    assert {f"{first}" for first, *_ in special_of(books)} == country
    assert berlin > country


def test_the_region_is_that_of_the_shops_address_unless_another_is_chosen(books):
    Retailer.objects.filter(pk=books.pk).update(country="US", state="TX")
    client = open_staff_browser(books, "owner")
    assert "Texas Independence Day" in text_of(client.get(HOLIDAYS))
    assert "Texas Independence Day" not in text_of(client.get(HOLIDAYS, {"region": ""}))
    Retailer.objects.filter(pk=books.pk).update(state="texas")
    assert client.get(HOLIDAYS).context["region"] == "TX"


@pytest.mark.parametrize(
    ("country", "words"),
    [("", "In which country is the shop?"), ("IO", "No public holidays are known here")],
)
def test_where_none_are_known_the_page_says_what_to_do(books, country, words):
    Retailer.objects.filter(pk=books.pk).update(country=country)
    assert words in text_of(open_staff_browser(books, "owner").get(HOLIDAYS))


def test_what_holds_now_stands_on_the_page(books):
    client = open_staff_browser(books, "owner")
    assert client.get(PATH).context["status"] is None
    OpeningHours.objects.bulk_create(
        OpeningHours(retailer=books, weekday=day, opens="00:00", closes="00:00") for day in range(7)
    )
    assert "Open around the clock · All times" in text_of(client.get(PATH))
