"""When shops are open, read from the registry; tenants.kernel.opening_hours reckons."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from tenants.kernel.opening_hours import DAY, Span, SpecialDays, Timetable
from tenants.kernel.zones import latest_reading, zone
from tenants.registry.models import Retailer

# Two columns of a shop: its week, and its special days from a day on. Takes the shop's id, its id
# again, and the day; written out, since every page of a shop asks for it.
COLUMNS = """
    (SELECT json_agg(json_build_array(weekday, opens, closes) ORDER BY weekday, opens)
     FROM public.tenants_openinghours WHERE retailer_id = {shop}),
    (SELECT json_agg(json_build_array(first_day, last_day, opens, closes, note)
                     ORDER BY first_day)
     FROM public.tenants_specialhours WHERE retailer_id = {shop} AND last_day >= {since})
"""
STATEMENT = (
    "SELECT id,"
    + COLUMNS.format(shop="shop.id", since="%(since)s")
    + "FROM unnest(%(shops)s::bigint[]) AS shop (id)"
)
# The same for all shops at once. A zone's clock is a row: what it shows, which day that is, the day
# before, and the first day that is told.
WITHIN = {
    "today": "span.opens <= clock.reading"
    " AND (span.closes > clock.reading OR span.closes <= span.opens)",
    "yesterday": "span.closes <= span.opens AND span.closes > clock.reading",
}
# By what began on a day, a column of the clock: what is special goes before the week.
BEGAN = """
    EXISTS (
        SELECT FROM public.tenants_specialhours AS special
        CROSS JOIN unnest(special.opens, special.closes) AS span (opens, closes)
        WHERE special.retailer_id = shop.id
          AND clock.{day} BETWEEN special.first_day AND special.last_day AND ({within})
    ) OR EXISTS (
        SELECT FROM public.tenants_openinghours AS span
        WHERE span.retailer_id = shop.id
          AND span.weekday = extract(isodow FROM clock.{day})::int - 1 AND ({within})
    ) AND NOT EXISTS (
        SELECT FROM public.tenants_specialhours AS special
        WHERE special.retailer_id = shop.id
          AND clock.{day} BETWEEN special.first_day AND special.last_day
    )
"""
OPEN = " OR ".join(BEGAN.format(day=day, within=within) for day, within in WITHIN.items())
CLOSED = f"""
    NOT ({OPEN}) AND (
        EXISTS (SELECT FROM public.tenants_openinghours WHERE retailer_id = shop.id)
        OR EXISTS (
            SELECT FROM public.tenants_specialhours
            WHERE retailer_id = shop.id AND last_day >= clock.since AND cardinality(opens) > 0
        )
    )
"""  # noqa: S608 - constants of this module
SHOPS = """
    SELECT shop.id FROM public.tenants_retailer AS shop
    JOIN unnest(%s::text[], %s::time[], %s::date[], %s::date[], %s::date[])
        AS clock (zone, reading, today, yesterday, since) ON clock.zone = shop.timezone
    WHERE {}
"""


def first_day_read(now: datetime) -> date:
    """What began the evening before may be open still, and it may be yesterday elsewhere."""
    return (now - 2 * DAY).date()


def timetable_from(
    retailer: Retailer,
    week: Iterable[Sequence[Any]] | None,
    special: Iterable[Sequence[Any]] | None,
) -> Timetable:
    """Of COLUMNS, as PostgreSQL writes them."""
    days: dict[int, list[Span]] = {}
    for weekday, opens, closes in week or ():
        days.setdefault(weekday, []).append(_span(opens, closes))
    return Timetable(
        zone=retailer.zone,
        week={weekday: tuple(spans) for weekday, spans in days.items()},
        special=tuple(_special_days(*row) for row in special or ()),
    )


def _span(opens: str, closes: str) -> Span:
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))


def _special_days(
    first: str, last: str, opens: list[str], closes: list[str], note: str
) -> SpecialDays:
    spans = tuple(sorted(_span(*ends) for ends in zip(opens, closes, strict=True)))
    return SpecialDays(date.fromisoformat(first), date.fromisoformat(last), spans, note)


def timetables_of(
    retailers: Sequence[Retailer], *, now: datetime | None = None
) -> dict[int, Timetable]:
    """By retailer id, with what is special from now on. One statement."""
    since = first_day_read(now or timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"shops": [shop.pk for shop in retailers], "since": since})
        rows = {pk: (week, special) for pk, week, special in cursor.fetchall()}
    return {shop.pk: timetable_from(shop, *rows[shop.pk]) for shop in retailers}


def timetable_of(retailer: Retailer, *, now: datetime | None = None) -> Timetable:
    """One statement."""
    return timetables_of([retailer], now=now)[retailer.pk]


# --- the same for all shops at once, in SQL ---------------------------------------------------
def filter_open(
    shops: QuerySet[Retailer], is_open: bool, *, now: datetime | None = None
) -> QuerySet[Retailer]:
    """Those that are open, or closed; what tells no hours is neither. The zones are looked up by
    one statement. That it agrees with `opening_at` is tested."""
    now = now or timezone.now()
    names = Retailer.objects.active().order_by().values_list("timezone", flat=True).distinct()
    clocks = [_clock(name, now) for name in names]
    columns = [list(column) for column in zip(*clocks, strict=True)] or [[]] * len(Clock._fields)
    chosen = RawSQL(SHOPS.format(OPEN if is_open else CLOSED), columns)  # noqa: S611 - constants
    return shops.filter(pk__in=chosen)


class Clock(NamedTuple):
    zone: str
    reading: time
    today: date
    yesterday: date
    since: date


def _clock(zone_name: str, now: datetime) -> Clock:
    """It stands still in the hour that autumn repeats."""
    here = zone(zone_name)
    reading = latest_reading(now, here)
    today = reading.date()
    return Clock(zone_name, reading.time(), today, today - DAY, now.astimezone(here).date() - DAY)
