"""A shop's opening hours as templates/components/opening_hours.html takes them."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from tenants.models import OpeningHours, Retailer


class Span(NamedTuple):
    """Open on this weekday (Monday is 0) from `opens` to `closes`."""

    weekday: int
    opens: time
    closes: time


def span_of(weekday: int, opens: str, closes: str) -> Span:
    """As PostgreSQL writes times in JSON: "09:00:00"."""
    return Span(weekday, time.fromisoformat(opens), time.fromisoformat(closes))


def spans_of(retailer: Retailer) -> list[Span]:
    """One statement."""
    rows = OpeningHours.objects.filter(retailer=retailer).order_by("weekday", "opens", "id")
    return [Span(*row) for row in rows.values_list("weekday", "opens", "closes")]


def week_of(
    retailer: Retailer, spans: Iterable[Span], *, now: datetime | None = None
) -> list[dict[str, Any]]:
    """Seven rows from Monday on, or none for a shop that tells no hours."""
    days: dict[int, list[dict[str, Any]]] = {weekday: [] for weekday in range(7)}
    for span in spans:
        days[span.weekday].append({"opens": span.opens, "closes": span.closes})
    if not any(days.values()):
        return []
    today = local_time(retailer, now=now).weekday()
    return [
        {"day": str(WEEKDAYS[weekday]), "intervals": intervals, "today": weekday == today}
        for weekday, intervals in days.items()
    ]


def local_time(retailer: Retailer, *, now: datetime | None = None) -> datetime:
    """The time at the shop; UTC where its time zone is not known."""
    moment = now or timezone.now()
    try:
        return moment.astimezone(ZoneInfo(retailer.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def open_now(retailers: list[Retailer], *, now: datetime | None = None) -> dict[int, bool]:
    """By retailer id; shops that tell no hours are left out. One statement."""
    places = {retailer.pk: local_time(retailer, now=now) for retailer in retailers}
    found: dict[int, bool] = {}
    for span in OpeningHours.objects.filter(retailer__in=places).order_by("id"):
        here = places[span.retailer_id]
        within = span.weekday == here.weekday() and span.opens <= here.time() < span.closes
        found[span.retailer_id] = found.get(span.retailer_id, False) or within
    return found
