"""What stands around each page of a shop, read in one statement: its menu and its hours."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from tenants.kernel.opening_hours import Timetable
from tenants.registry.models import Retailer
from tenants.registry.timetables import COLUMNS, first_day_read, timetable_from

MOST_CATEGORIES = 7
# Written out: every page of a shop asks for it, and Django would build it anew each time.
STATEMENT = f"""
SELECT
    (SELECT json_agg(json_build_array(name, slug, id) ORDER BY path) FROM (
        SELECT name, slug, id, path FROM catalogue_category
        WHERE depth = 1 AND is_public ORDER BY path LIMIT %s
    ) first_level),
    {COLUMNS.format(shop="%s", since="%s")}
"""  # noqa: S608 - constants of the registry, values are parameters


@dataclass(frozen=True, slots=True)
class ShopFrame:
    """`categories`: (name, slug, id) of the first level, at most MOST_CATEGORIES."""

    categories: list[tuple[str, str, int]]
    timetable: Timetable


def read_frame(retailer: Retailer) -> ShopFrame:
    """Of the shop whose schema is the current one."""
    since = first_day_read(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [MOST_CATEGORIES, retailer.pk, retailer.pk, since])
        categories, week, special = cursor.fetchone()
    return ShopFrame(
        categories=[(name, slug, pk) for name, slug, pk in categories or []],
        timetable=timetable_from(retailer, week, special),
    )
