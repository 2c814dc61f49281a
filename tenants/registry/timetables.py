"""When shops are open, read from the registry; tenants.kernel.opening_hours reckons."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from tenants.kernel.opening_hours import DAY, Span, SpecialDays, Timetable
from tenants.kernel.zones import latest_reading, zone
from tenants.registry.models import OpeningHours, Retailer, SpecialHours

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
# Of special days and a time: whether a span that began that day, or one of the day before, is open.
SPAN = "EXISTS (SELECT FROM unnest(opens, closes) AS span (opens, closes) WHERE {})"
BEGAN_TODAY = "span.opens <= %s AND (span.closes > %s OR span.closes <= span.opens)"
BEGAN_BEFORE = "span.closes <= span.opens AND span.closes > %s"
ENDS_LATER = Q(closes__lte=F("opens"))


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
    chosen = Q(pk__in=[])
    for name in names:
        chosen |= Q(timezone=name) & _state_in(name, is_open, now)
    return shops.filter(chosen)


def _state_in(zone_name: str, is_open: bool, now: datetime) -> Q:
    """By the shop's clock, which stands still in the hour that autumn repeats."""
    here = zone(zone_name)
    reading = latest_reading(now, here)
    today, yesterday = reading.date(), (reading - timedelta(days=1)).date()
    began_today = Q(opens__lte=reading.time()) & (Q(closes__gt=reading.time()) | ENDS_LATER)
    began_before = Q(closes__gt=reading.time()) & ENDS_LATER
    times = [reading.time(), reading.time()]
    is_within = _is_open_by(today, began_today, BEGAN_TODAY, times) | _is_open_by(
        yesterday, began_before, BEGAN_BEFORE, times[1:]
    )
    if is_open:
        return is_within
    day = now.astimezone(here).date() - DAY
    coming = _special(Q(last_day__gte=day, opens__len__gt=0))
    return (Q(Exists(_week(Q()))) | Q(Exists(coming))) & ~is_within


def _is_open_by(day: date, within: Q, condition: str, times: list[time]) -> Q:
    """By what began on this day."""
    covering = _special(Q(first_day__lte=day, last_day__gte=day))
    span = RawSQL(SPAN.format(condition), times)  # noqa: S611 - constants, values are parameters
    usual = Exists(_week(Q(weekday=day.weekday()) & within))
    return Q(Exists(covering.annotate(is_within=span).filter(is_within=True))) | (
        Q(usual) & ~Q(Exists(covering))
    )


def _week(condition: Q) -> QuerySet[OpeningHours]:
    return OpeningHours.objects.filter(condition, retailer=OuterRef("pk")).order_by()


def _special(condition: Q) -> QuerySet[SpecialHours]:
    return SpecialHours.objects.filter(condition, retailer=OuterRef("pk")).order_by()
