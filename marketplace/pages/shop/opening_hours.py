"""A shop's opening hours as templates/components/opening_hours.html takes them."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, NamedTuple

from django.utils.dates import WEEKDAYS

from marketplace.discovery.shops import local_time
from tenants.registry.models import OpeningHours, Retailer


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
