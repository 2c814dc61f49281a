"""When shops are open: kept, told to the audit, and the same in SQL as where it is reckoned."""

import random
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.audit.models import Entry
from tenants.kernel.errors import Invalid, NotFound
from tenants.kernel.opening_hours import ALL_DAY, Span, SpecialDays, opening_at
from tenants.kernel.zones import zone_options
from tenants.registry.models import OpeningHours, Retailer, SpecialHours
from tenants.registry.opening_hours import (
    MOST_SPECIAL,
    change_week,
    close_on_holidays,
    remove_special_days,
    save_special_days,
    week_of,
)
from tenants.registry.public_holidays import Holiday, holidays_from, regions_of
from tenants.registry.timetables import filter_open, timetables_of

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
MORNING, NIGHT = Span(time(9), time(12)), Span(time(22), time(2))


def special_of(retailer):
    rows = SpecialHours.objects.filter(retailer=retailer).order_by("first_day")
    return [(row.first_day, row.last_day, row.opens, row.note) for row in rows]


def last_entry(retailer):
    return Entry.objects.filter(retailer_id=retailer.pk, what="hours.changed").latest("id")


# --- the week ---------------------------------------------------------------------------------
def test_a_week_is_kept_and_the_audit_tells_what_changed(books):
    change_week(retailer=books, week={0: [NIGHT, MORNING], 6: [ALL_DAY], 3: []})
    assert week_of(books) == {0: [MORNING, NIGHT], 6: [ALL_DAY]}
    entry = last_entry(books)
    assert entry.before == {"monday": [], "sunday": []}
    assert entry.after == {"monday": ["09:00-12:00", "22:00-02:00"], "sunday": ["00:00-24:00"]}

    change_week(retailer=books, week={0: [MORNING, NIGHT], 6: [ALL_DAY]})
    assert last_entry(books) == entry


def test_spans_that_overlap_are_refused_and_nothing_changes(books):
    change_week(retailer=books, week={0: [MORNING]})
    with pytest.raises(Invalid):
        change_week(retailer=books, week={0: [NIGHT], 1: [Span(time(1), time(3))]})
    assert week_of(books) == {0: [MORNING]}


def test_a_span_without_length_cannot_be_written(books):
    with pytest.raises(IntegrityError, match="opening_hours_last"), transaction.atomic():
        OpeningHours.objects.create(retailer=books, weekday=0, opens=time(9), closes=time(9))


# --- special days -----------------------------------------------------------------------------
def test_special_days_come_change_and_go(books, coffee):
    days = SpecialDays(TODAY, TODAY + DAY, (MORNING,), "Fair")
    row = save_special_days(retailer=books, days=days)
    assert special_of(books) == [(TODAY, TODAY + DAY, [time(9)], "Fair")]
    assert last_entry(books).after == {"special_days": f"{TODAY} / {TODAY + DAY}: 09:00-12:00 Fair"}
    save_special_days(retailer=books, row=row.pk, days=SpecialDays(TODAY, TODAY))
    assert special_of(books) == [(TODAY, TODAY, [], "")]
    for verb in (remove_special_days, save_special_days):
        more = {"days": days} if verb is save_special_days else {}
        with pytest.raises(NotFound):
            verb(retailer=coffee, row=row.pk, **more)
    remove_special_days(retailer=books, row=row.pk)
    assert special_of(books) == []
    assert last_entry(books).before == {"special_days": f"{TODAY}: -"}


@pytest.mark.parametrize(
    ("days", "field"),
    [
        (SpecialDays(TODAY, TODAY - DAY), "last_day"),
        (SpecialDays(TODAY, TODAY + 366 * DAY), "last_day"),
        (SpecialDays(TODAY + 5 * DAY, TODAY + 9 * DAY), "first_day"),
        (SpecialDays(TODAY, TODAY + 5 * DAY), "first_day"),
        (SpecialDays(TODAY, TODAY, (MORNING, Span(time(11), time(13)))), None),
        (SpecialDays(TODAY, TODAY + DAY, (Span(time(1), time(3)), NIGHT)), None),
    ],
)
def test_days_that_cannot_be(books, days, field):
    save_special_days(retailer=books, days=SpecialDays(TODAY + 4 * DAY, TODAY + 6 * DAY))
    with pytest.raises(Invalid) as refusal:
        save_special_days(retailer=books, days=days)
    assert next(iter(refusal.value.fields), None) == field
    assert len(special_of(books)) == 1


def test_days_of_a_shop_lie_apart_in_the_database_too(books, coffee):
    def insert(shop):
        SpecialHours.objects.create(retailer=shop, first_day=TODAY, last_day=TODAY + DAY)

    insert(books)
    insert(coffee)
    with pytest.raises(IntegrityError, match="special_hours_apart"), transaction.atomic():
        insert(books)


def test_there_is_a_most_and_what_is_long_past_goes(books):
    SpecialHours.objects.bulk_create(
        SpecialHours(retailer=books, first_day=day, last_day=day)
        for day in (TODAY + number * DAY for number in range(10, 10 + MOST_SPECIAL - 1))
    )
    SpecialHours.objects.create(
        retailer=books, first_day=date(2020, 1, 1), last_day=date(2020, 1, 2)
    )
    save_special_days(retailer=books, days=SpecialDays(TODAY, TODAY))
    assert len(special_of(books)) == MOST_SPECIAL
    with pytest.raises(Invalid):
        save_special_days(retailer=books, days=SpecialDays(TODAY + DAY, TODAY + DAY))
    with pytest.raises(Invalid):
        close_on_holidays(retailer=books, holidays=[Holiday(TODAY + DAY, "Rest")])


# --- public holidays --------------------------------------------------------------------------
def test_holidays_are_those_of_the_country_or_its_region():
    first = date(2026, 12, 2)
    germany = holidays_from(first, country="DE", language="de")
    assert germany[0] == (date(2026, 12, 25), "Erster Weihnachtstag")
    assert germany[-1].day == date(2027, 10, 3)
    berlin = holidays_from(first, country="DE", region="BE", language="en")
    assert {row.day for row in berlin} - {row.day for row in germany} == {date(2027, 3, 8)}
    assert (date(2027, 3, 8), "Women's Day") in berlin
    assert ("BE", "Berlin") in regions_of("DE")
    assert regions_of("JP") == []


@pytest.mark.parametrize(("country", "region"), [("", ""), ("XX", ""), ("DE", "nowhere")])
def test_of_a_place_that_is_not_known_there_are_none(country, region):
    assert holidays_from(TODAY, country=country, region=region, language="en") == []


def test_they_are_taken_over_but_for_days_that_are_special_already(books):
    save_special_days(retailer=books, days=SpecialDays(TODAY, TODAY + DAY, (MORNING,)))
    holidays = [Holiday(TODAY + DAY, "Eve"), Holiday(TODAY + 2 * DAY, "Feast")]
    close_on_holidays(retailer=books, holidays=holidays)
    assert special_of(books)[1:] == [(TODAY + 2 * DAY, TODAY + 2 * DAY, [], "Feast")]
    assert close_on_holidays(retailer=books, holidays=holidays) == []


# --- in SQL -----------------------------------------------------------------------------------
def random_spans(chance):
    ends = sorted(chance.sample(range(96), chance.choice([0, 2, 2, 4])))
    times = [time(end // 4, end % 4 * 15) for end in ends]
    spans = [Span(*times[place : place + 2]) for place in range(0, len(times), 2)]
    if spans and chance.random() < 0.4:
        spans[-1] = Span(spans[-1].opens, chance.choice([time(), spans[0].opens]))
    spans = [span for span in spans if span.opens != span.closes]
    return spans or chance.choice([[], [ALL_DAY]])


ZONES = ["Europe/Berlin", "America/Havana", "Australia/Sydney", "Mars/Olympus", "Pacific/Apia"]
# Clocks change in Berlin and on the southern half within two days of each.
MOMENTS = [
    datetime(2026, 3, 28, 22, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
    datetime(2026, 4, 4, 13, tzinfo=UTC),
    datetime(2026, 11, 1, 2, tzinfo=UTC),
]


def test_sql_and_python_agree(db):
    chance, shops = random.Random(5), shops_in(ZONES * 8)
    for start in MOMENTS:
        OpeningHours.objects.all().delete()
        SpecialHours.objects.all().delete()
        furnish(shops, start.date(), chance)
        for step in range(40):
            require_agreement(shops, start + step * timedelta(minutes=20))


def test_they_agree_all_around_the_world(db):
    chance, shops = random.Random(7), shops_in([name for name, _ in zone_options()][::3])
    assert len(shops) > 120
    furnish(shops, MOMENTS[1].date(), chance)
    for _ in range(25):
        require_agreement(shops, MOMENTS[1] + timedelta(minutes=chance.randint(-2000, 2000)))


def test_another_zone_is_a_row_for_the_database_and_nothing_more(db):
    zones = [name for name, _ in zone_options()][:100]
    shops = shops_in(zones[:2] * 50)
    few = cost_of_asking()
    for shop, name in zip(shops, zones, strict=True):
        shop.timezone = name
    Retailer.objects.bulk_update(shops, ["timezone"])
    many = cost_of_asking()
    assert many["length"] < few["length"] + 100 * 100
    assert many["subplans"] == few["subplans"]


def cost_of_asking():
    with CaptureQueriesContext(connection) as statements:
        list(filter_open(Retailer.objects.all(), False, now=MOMENTS[0]))
    _zones, query = (row["sql"] for row in statements)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}")
        plan = [line for (line,) in cursor.fetchall()]
    return {"length": len(query), "subplans": sum("SubPlan" in line for line in plan)}


def shops_in(zones):
    """One in each."""
    Retailer.objects.bulk_create(
        Retailer(slug=name, name=name, schema_name=f"shop_{name}", status="active", timezone=zone)
        for name, zone in ((f"hours{number}", zone) for number, zone in enumerate(zones))
    )
    return list(Retailer.objects.filter(slug__startswith="hours").order_by("id"))


def require_agreement(shops, now):
    timetables = timetables_of(shops, now=now)
    reckoned = {pk: opening_at(table, now) for pk, table in timetables.items()}
    for is_open in (True, False):
        rows = filter_open(Retailer.objects.filter(pk__in=reckoned), is_open, now=now)
        expected = {
            pk for pk, opening in reckoned.items() if opening and opening.is_open is is_open
        }
        assert {shop.pk for shop in rows} == expected, now


def furnish(shops, today, chance):
    for number, shop in enumerate(shops):
        if number % 8:
            OpeningHours.objects.bulk_create(
                OpeningHours(retailer=shop, weekday=day, opens=span.opens, closes=span.closes)
                for day in range(7)
                for span in random_spans(chance)
            )
        if number % 3:
            first = today + chance.randint(-3, 2) * DAY
            spans = random_spans(chance)
            SpecialHours.objects.create(
                retailer=shop,
                first_day=first,
                last_day=first + chance.choice([0, 0, 1]) * DAY,
                opens=[span.opens for span in spans],
                closes=[span.closes for span in spans],
            )


# --- the upgrade ------------------------------------------------------------------------------
def test_days_that_ended_as_late_as_they_could_end_at_midnight(books):
    migration = import_module("tenants.registry.migrations.0015_opening_hours_past_midnight")
    for day, closes in enumerate(["18:00", "23:59", "23:59:59.999999", "23:58"]):
        OpeningHours.objects.create(retailer=books, weekday=day, opens="00:00", closes=closes)
    with connection.schema_editor() as editor:
        migration.close_at_midnight(apps, editor)
    assert [spans[0].closes for spans in week_of(books).values()] == [
        time(18), time(0), time(0), time(23, 58),
    ]  # fmt: skip
