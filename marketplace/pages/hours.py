"""A shop's opening hours in the shape that components/opening_hours.html takes."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.timezone import now

from tenants.models import OpeningHours, Retailer


def local_now(retailer: Retailer, *, at: datetime | None = None) -> datetime:
    """The shop's own clock; UTC when its time zone is not known here."""
    moment = at or now()
    try:
        return moment.astimezone(ZoneInfo(retailer.timezone))
    except (KeyError, ValueError):
        return moment.astimezone(ZoneInfo("UTC"))


def week_of(retailer: Retailer, *, at: datetime | None = None) -> list[dict[str, Any]]:
    """[{day, intervals: [{opens, closes}], today}] from Monday on; [] when none are known.

    One statement.
    """
    spans: dict[int, list[OpeningHours]] = defaultdict(list)
    for span in OpeningHours.objects.filter(retailer=retailer).order_by("weekday", "opens"):
        spans[span.weekday].append(span)
    if not spans:
        return []
    today = local_now(retailer, at=at).weekday()
    return [
        {"day": str(name), "intervals": spans.get(day, []), "today": day == today}
        for day, name in sorted(WEEKDAYS.items())
    ]
