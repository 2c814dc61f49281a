"""When a shop is open: a table of what was decided, and that all answers agree at every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.kernel.opening_hours import (
    ALL_DAY,
    WEEK,
    Overlap,
    Span,
    SpecialDays,
    Timetable,
    opening_at,
    overlaps_of,
)
from tenants.kernel.zones import latest_reading, moment_of

BERLIN, SYDNEY, HAVANA = "Europe/Berlin", "Australia/Sydney", "America/Havana"
LORD_HOWE, UTC_ZONE = "Australia/Lord_Howe", "UTC"
MINUTE = timedelta(minutes=1)


def span(text):
    """`22:00-02:00`; 24:00 is the midnight that ends the day."""
    opens, closes = (end.replace("24:00", "00:00") for end in text.split("-"))
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))


def spans(text):
    return tuple(span(part) for part in text.split())


def timetable(zone, week="", special=""):
    """`0 09:00-12:00; 1 ...` (`*`: every day), and `2026-12-24..2026-12-26 10:00-14:00; ...`."""
    days = {}
    for entry in filter(None, week.split("; ")):
        day, _, rest = entry.partition(" ")
        for weekday in range(7) if day == "*" else [int(day)]:
            days[weekday] = spans(rest)
    rows = []
    for entry in filter(None, special.split("; ")):
        dates, _, rest = entry.partition(" ")
        first, _, last = dates.partition("..")
        first, last = date.fromisoformat(first), date.fromisoformat(last or first)
        rows.append(SpecialDays(first, last, spans(rest)))
    return Timetable(ZoneInfo(zone), days, rows)


def local(zone, text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


SHOP = "* 09:00-12:30 14:00-18:30"
BAR = "4 22:00-02:00; 5 22:00-02:00"  # Fridays and Saturdays
MONDAYS = "0 09:00-18:00"
EARLY_END = "2026-11-27 22:00-24:00; 2026-11-28"
# 2026-11-27 is a Friday. In Berlin clocks jump 2026-03-29 from 2 to 3, and go back 2026-10-25 from
# 3 to 2; in Sydney 2026-10-04 and 2026-04-05; in Havana at midnight 2026-03-08, and 2026-11-01 from
# 1 to 0; on Lord Howe by half an hour, 2026-10-04 from 2:00 to 2:30.
TABLE = [
    # zone, week, special, now, open, changes at
    # several spans
    (BERLIN, SHOP, "", "2026-11-27 08:59", False, "2026-11-27 09:00"),
    (BERLIN, SHOP, "", "2026-11-27 09:00", True, "2026-11-27 12:30"),
    (BERLIN, SHOP, "", "2026-11-27 12:30", False, "2026-11-27 14:00"),
    (BERLIN, SHOP, "", "2026-11-27 18:30", False, "2026-11-28 09:00"),
    (BERLIN, MONDAYS, "", "2026-11-27 12:00", False, "2026-11-30 09:00"),
    # over midnight: it belongs to the day on which it begins
    (BERLIN, BAR, "", "2026-11-28 01:00", True, "2026-11-28 02:00"),
    (BERLIN, BAR, "", "2026-11-28 02:00", False, "2026-11-28 22:00"),
    (BERLIN, BAR, "", "2026-11-27 01:00", False, "2026-11-27 22:00"),
    (BERLIN, "6 22:00-02:00", "", "2026-11-30 01:00", True, "2026-11-30 02:00"),
    # till 24:00, and on without a break
    (BERLIN, "4 18:00-24:00", "", "2026-11-27 23:59", True, "2026-11-28 00:00"),
    (BERLIN, "4 18:00-24:00", "", "2026-11-28 00:00", False, "2026-12-04 18:00"),
    (BERLIN, "4 18:00-24:00; 5 00:00-03:00", "", "2026-11-27 23:00", True, "2026-11-28 03:00"),
    (BERLIN, "4 18:00-20:00 20:00-22:00", "", "2026-11-27 19:00", True, "2026-11-27 22:00"),
    # around the clock
    (BERLIN, "* 00:00-24:00", "", "2026-11-27 03:00", True, None),
    (BERLIN, "4 00:00-24:00", "", "2026-11-27 03:00", True, "2026-11-28 00:00"),
    (BERLIN, "* 00:00-24:00", "2026-11-30", "2026-11-27 03:00", True, "2026-11-30 00:00"),
    (BERLIN, "* 00:00-24:00", "2026-12-25", "2026-11-27 03:00", True, None),
    (BERLIN, "* 00:00-24:00", "2026-11-27", "2026-11-27 03:00", False, "2026-11-28 00:00"),
    # special days: closed, other hours, a span of dates
    (BERLIN, SHOP, "2026-11-27", "2026-11-27 10:00", False, "2026-11-28 09:00"),
    (BERLIN, SHOP, "2026-11-27..2026-12-06", "2026-11-27 10:00", False, "2026-12-07 09:00"),
    (BERLIN, SHOP, "2026-11-27 10:00-14:00", "2026-11-27 09:30", False, "2026-11-27 10:00"),
    (BERLIN, SHOP, "2026-11-27 10:00-14:00", "2026-11-27 13:00", True, "2026-11-27 14:00"),
    (BERLIN, SHOP, "2026-11-27 14:00-14:30", "2026-11-27 15:00", False, "2026-11-28 09:00"),
    (BERLIN, MONDAYS, "2026-11-27 10:00-14:00", "2026-11-27 11:00", True, "2026-11-27 14:00"),
    # what began the evening before runs to its end; what would begin does not
    (BERLIN, BAR, "2026-11-28", "2026-11-28 01:00", True, "2026-11-28 02:00"),
    (BERLIN, BAR, "2026-11-28", "2026-11-28 23:00", False, "2026-12-04 22:00"),
    (BERLIN, BAR, EARLY_END, "2026-11-28 01:00", False, "2026-12-04 22:00"),
    (BERLIN, SHOP, "2026-11-27 20:00-03:00", "2026-11-28 02:00", True, "2026-11-28 03:00"),
    (BERLIN, BAR, "2026-11-28 01:00-05:00", "2026-11-28 01:30", True, "2026-11-28 05:00"),
    # days that are named alone: a stall that comes now and then
    (BERLIN, "", "2026-12-24 10:00-14:00", "2026-11-27 12:00", False, "2026-12-24 10:00"),
    (BERLIN, "", "2026-12-24", "2026-11-27 12:00", None, None),
    (BERLIN, "", "2026-11-20 10:00-14:00", "2026-11-27 12:00", None, None),
    (BERLIN, "", "", "2026-11-27 12:00", None, None),
    (BERLIN, SHOP, "2026-01-01..2027-12-31", "2026-11-27 12:00", False, None),
    # spring: what lies in the hour that is left out happens at the jump, or not at all
    (BERLIN, "5 22:00-02:30", "", "2026-03-29 01:59", True, "2026-03-29 03:00"),
    (BERLIN, "5 22:00-05:00", "", "2026-03-29 03:00", True, "2026-03-29 05:00"),
    (BERLIN, "6 02:30-05:00", "", "2026-03-29 01:59", False, "2026-03-29 03:00"),
    (BERLIN, "6 02:15-02:45", "", "2026-03-29 01:00", False, "2026-04-05 02:15"),
    (BERLIN, "6 01:00-02:15 02:45-05:00", "", "2026-03-29 01:30", True, "2026-03-29 05:00"),
    (SYDNEY, "6 02:30-05:00", "", "2026-10-04 01:59", False, "2026-10-04 03:00"),
    (HAVANA, "5 18:00-24:00", "", "2026-03-07 23:30", True, "2026-03-08 01:00"),
    (LORD_HOWE, "6 02:15-05:00", "", "2026-10-04 01:59", False, "2026-10-04 02:30"),
    # autumn: the hour that comes twice counts once; what closed in it does not open again
    (BERLIN, "5 22:00-02:30", "", "2026-10-25 02:29", True, "2026-10-25 02:30"),
    (BERLIN, "5 22:00-02:30", "", "2026-10-25 02:10 again", False, "2026-10-31 22:00"),
    (BERLIN, "6 02:30-05:00", "", "2026-10-25 02:10 again", True, "2026-10-25 05:00"),
    (BERLIN, "5 22:00-03:00", "", "2026-10-25 02:59", True, "2026-10-25 03:00"),
    (BERLIN, "5 22:00-03:00", "", "2026-10-25 02:59 again", True, "2026-10-25 03:00"),
    (SYDNEY, "5 22:00-02:30", "", "2026-04-05 02:40", False, "2026-04-11 22:00"),
    (HAVANA, "6 00:30-05:00", "", "2026-11-01 00:10 again", True, "2026-11-01 05:00"),
    (BERLIN, "* 00:00-24:00", "", "2026-10-25 02:30 again", True, None),
    (BERLIN, "* 00:00-24:00", "", "2026-03-29 03:30", True, None),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "week", "special", "now", "is_open", "changes_at"), TABLE)
def test_what_is_open_and_until_when(zone, week, special, now, is_open, changes_at):
    moment = local(zone, now.removesuffix(" again"), fold=int(now.endswith(" again")))
    opening = opening_at(timetable(zone, week, special), moment)
    if is_open is None:
        assert opening is None
        return
    assert opening is not None
    expected = changes_at and local(zone, changes_at).astimezone(UTC)
    assert opening == (is_open, expected)
    assert (opening.closes_at, opening.opens_at) == ((expected, None), (None, expected))[
        not is_open
    ]


def test_an_hour_that_comes_twice_is_as_long_as_it_is():
    night = timetable(BERLIN, "5 22:00-03:00")
    opening = opening_at(night, local(BERLIN, "2026-10-24 22:00"))
    assert opening.changes_at - local(BERLIN, "2026-10-24 22:00").astimezone(UTC) == timedelta(
        hours=6
    )


def test_spans_that_overlap():
    week = {0: spans("09:00-12:00 11:00-13:00"), 1: spans("09:00-12:00 12:00-13:00")}
    assert overlaps_of(week) == [Overlap(0, 1, 0, span("09:00-12:00"))]
    night = {6: spans("22:00-04:00"), 0: spans("03:00-05:00 09:00-10:00"), 2: spans("00:00-24:00")}
    assert overlaps_of(night) == [Overlap(0, 0, 6, span("22:00-04:00"))]
    assert overlaps_of({0: spans("09:00-12:00 09:00-10:00")}) == [
        Overlap(0, 1, 0, span("09:00-12:00"))
    ]
    assert overlaps_of({day: [ALL_DAY] for day in range(7)}) == []
    assert overlaps_of({1: spans("09:00-12:00"), 0: spans("22:00-10:00")}) == [
        Overlap(1, 0, 0, span("22:00-10:00"))
    ]


# --- at every minute ----------------------------------------------------------------------------
TIMES = st.integers(0, 24 * 4 - 1).map(lambda number: time(number // 4, number % 4 * 15))


@st.composite
def many_spans(draw):
    ends = draw(st.lists(TIMES, min_size=0, max_size=4, unique=True).map(sorted))
    pairs = [Span(*ends[place : place + 2]) for place in range(0, len(ends) - 1, 2)]
    if draw(st.booleans()) and len(ends) > 1:  # the last one runs over midnight
        pairs[-1] = Span(ends[-1], draw(st.sampled_from([time(), ends[0]])))
    return tuple(pair for pair in pairs if pair.opens != pair.closes) or draw(
        st.sampled_from([(), (ALL_DAY,)])
    )


# Each fortnight has a night in which the clocks change.
FORTNIGHTS = st.sampled_from(
    [
        (BERLIN, datetime(2026, 3, 22, tzinfo=UTC)),
        (BERLIN, datetime(2026, 10, 18, tzinfo=UTC)),
        (SYDNEY, datetime(2026, 9, 27, tzinfo=UTC)),
        (SYDNEY, datetime(2026, 3, 29, tzinfo=UTC)),
        (HAVANA, datetime(2026, 3, 1, tzinfo=UTC)),
        (HAVANA, datetime(2026, 10, 25, tzinfo=UTC)),
        (LORD_HOWE, datetime(2026, 3, 29, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 24, tzinfo=UTC)),  # leaps over a day
        (UTC_ZONE, datetime(2026, 3, 22, tzinfo=UTC)),
    ]
)


@st.composite
def timetables(draw):
    zone, start = draw(FORTNIGHTS)
    week = {day: draw(many_spans()) for day in range(7)}
    number = draw(st.integers(0, 12))
    first = (start + timedelta(days=number)).date()
    special = [
        SpecialDays(first, first + timedelta(days=draw(st.integers(0, 3))), draw(many_spans()))
    ]
    return Timetable(ZoneInfo(zone), week, special), start


def is_within(table, now):
    """The same said otherwise: by the latest reading of the shop's clock."""
    reading = latest_reading(now, table.zone)
    today = reading.date()
    begins = [
        (day, span) for day in (today - timedelta(days=1), today) for span in table.spans_on(day)
    ]
    return any(
        datetime.combine(day, span.opens)
        <= reading
        < datetime.combine(day, span.opens) + span.length
        for day, span in begins
    )


@pytest.mark.world
@settings(max_examples=8, deadline=None)
@given(timetables())
def test_at_every_minute_of_a_fortnight_all_answers_agree(drawn):
    """What opens or closes does so at a quarter: there each answer is reckoned anew."""
    table, now = drawn
    end, opening, last = now + 2 * WEEK, None, None
    while now < end:
        if now.minute % 15 == 0:
            opening = opening_at(table, now)
        if opening is None:
            return
        assert opening.is_open is is_within(table, now), now
        if opening.changes_at:
            assert opening.changes_at > now
            assert is_within(table, opening.changes_at) is not opening.is_open
        elif opening.is_open:
            assert is_within(table, now + WEEK - MINUTE)
        if last and last.changes_at and last.changes_at > now:
            assert opening == last
        last, now = opening, now + MINUTE


@settings(max_examples=200, deadline=None)
@given(FORTNIGHTS, st.integers(0, 14 * 24 * 60), st.integers(0, 14 * 24 * 4))
def test_a_reading_is_shown_by_then_if_its_moment_has_come(fortnight, minutes, quarters):
    zone, start = fortnight
    now = start + minutes * MINUTE
    reading = (start + quarters * 15 * MINUTE).replace(tzinfo=None)
    has_come = moment_of(reading, ZoneInfo(zone)) <= now
    assert has_come == (reading <= latest_reading(now, ZoneInfo(zone)))
