"""A shop's opening hours as templates/components/opening_hours.html takes them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from tenants.models import OpeningHours, Retailer

# Written out: every page of a shop asks for it, and Django would build it anew each time.
SPANS = """
SELECT weekday, opens, closes FROM public.tenants_openinghours
WHERE retailer_id = %s ORDER BY weekday, opens, id
"""


def week_of(retailer: Retailer, *, now: datetime | None = None) -> list[dict[str, Any]]:
    """Seven rows from Monday on, or none for a shop that tells no hours; one statement."""
    days: dict[int, list[dict[str, Any]]] = {weekday: [] for weekday in range(7)}
    with connection.cursor() as cursor:
        cursor.execute(SPANS, [retailer.pk])
        for weekday, opens, closes in cursor.fetchall():
            days[weekday].append({"opens": opens, "closes": closes})
    if not any(days.values()):
        return []
    today = local_time(retailer, now=now).weekday()
    return [
        {"day": WEEKDAYS[weekday], "intervals": intervals, "today": weekday == today}
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
