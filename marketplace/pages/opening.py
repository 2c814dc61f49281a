"""A shop's opening hours as templates/components/opening_hours.html takes them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from tenants.models import OpeningHours, Retailer


def week_of(retailer: Retailer, *, now: datetime | None = None) -> list[dict[str, Any]]:
    """Seven rows from Monday on, or none for a shop that tells no hours; one statement."""
    spans = list(retailer.opening_hours.order_by("weekday", "opens", "id"))
    if not spans:
        return []
    today = local_time(retailer, now=now).weekday()
    return [
        {
            "day": WEEKDAYS[weekday],
            "intervals": _intervals(spans, weekday),
            "today": weekday == today,
        }
        for weekday in range(7)
    ]


def _intervals(spans: list[OpeningHours], weekday: int) -> list[dict[str, Any]]:
    return [
        {"opens": span.opens, "closes": span.closes} for span in spans if span.weekday == weekday
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
