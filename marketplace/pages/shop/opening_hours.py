"""When a shop is open, as cards and templates/components/opening_hours.html take it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext

from tenants.kernel.opening_hours import (
    DAY,
    MIDNIGHT,
    Opening,
    Span,
    SpecialDays,
    Timetable,
    opening_at,
)
from tenants.registry.opening_hours import write_end

Shape = dict[str, Any]
FORESIGHT = timedelta(days=60)  # special days further off interest nobody yet
DAYS_WITH_NAMES = 6  # a week from now it is another day of the same name


def hours_of(timetable: Timetable, *, now: datetime | None = None) -> Shape:
    """{status, week, special}; empty for a shop that does not tell when it is open.

    Of the week today's row says what holds today, the others what is usual.
    """
    now = now or timezone.now()
    opening = opening_at(timetable, now)
    if opening is None:
        return {}
    today = timetable.today(now)
    return {
        "status": _status(timetable, opening, now),
        "week": [_usual_day(timetable, weekday, today) for weekday in range(7)],
        "special": [
            show_special_days(days)
            for days in timetable.special
            if days.last >= today and days.first - today <= FORESIGHT
        ],
    }


def status_of(timetable: Timetable, *, now: datetime | None = None) -> Shape | None:
    """{is_open, words}: "Open now · closes 18:30"."""
    now = now or timezone.now()
    opening = opening_at(timetable, now)
    return opening and _status(timetable, opening, now)


def _status(timetable: Timetable, opening: Opening, now: datetime) -> Shape:
    return {"is_open": opening.is_open, "words": _words(timetable, opening, now)}


def _words(timetable: Timetable, opening: Opening, now: datetime) -> str:
    """Any time is the shop's."""
    if opening.changes_at is None:
        return gettext("Open around the clock") if opening.is_open else gettext("Closed")
    moment, today = opening.changes_at.astimezone(timetable.zone), timetable.today(now)
    if opening.is_open:
        return _words_of_end(moment, today)
    words = {"time": f"{moment:%H:%M}", "day": _name_of(moment.date(), today)}
    match (moment.date() - today).days:
        case 0:
            return gettext("Closed · opens %(time)s") % words
        case 1:
            return gettext("Closed · opens tomorrow %(time)s") % words
    return gettext("Closed · opens %(day)s %(time)s") % words


def _words_of_end(moment: datetime, today: date) -> str:
    """Midnight ends the day before; a night's end needs no day."""
    is_midnight = moment.time() == MIDNIGHT
    day = moment.date() - DAY if is_midnight else moment.date()
    time = "24:00" if is_midnight else f"{moment:%H:%M}"
    if day == today or (day == today + DAY and moment.hour < 12 and not is_midnight):
        return gettext("Open now · closes %(time)s") % {"time": time}
    words = {"time": time, "day": _name_of(day, today)}
    return gettext("Open now · closes %(day)s %(time)s") % words


def _name_of(day: date, today: date) -> str:
    if (day - today).days <= DAYS_WITH_NAMES:
        return str(WEEKDAYS[day.weekday()])
    return date_format(day, "MONTH_DAY_FORMAT")


def _usual_day(timetable: Timetable, weekday: int, today: date) -> Shape:
    is_today = weekday == today.weekday()
    special = timetable.special_on(today) if is_today else None
    spans = timetable.spans_on(today) if is_today else timetable.week.get(weekday, ())
    return {
        "day": str(WEEKDAYS[weekday]),
        "intervals": [_interval(span) for span in spans],
        "today": is_today,
        "note": special.note if special else "",
    }


def show_special_days(days: SpecialDays) -> Shape:
    return {
        "days": name_days(days.first, days.last),
        "intervals": [_interval(span) for span in days.spans],
        "note": days.note,
    }


def _interval(span: Span) -> Shape:
    """`all_day`; `closes` is 24:00 at midnight, and `later` on the next day."""
    return {
        "opens": f"{span.opens:%H:%M}",
        "closes": write_end(span),
        "all_day": span.is_all_day,
        "later": span.ends_later and span.closes != MIDNIGHT,
    }


def name_days(first: date, last: date) -> str:
    """`Thursday, December 24`, or from one day to the other."""
    if first == last:
        return f"{WEEKDAYS[first.weekday()]}, {date_format(first, 'MONTH_DAY_FORMAT')}"
    return " – ".join(date_format(day, "MONTH_DAY_FORMAT") for day in (first, last))
