"""What stands around each page of a shop, read in one statement: its menu and its hours."""

from dataclasses import dataclass

from django.db import connection

from marketplace.pages.shop.opening_hours import Span, span_of
from tenants.registry.models import Retailer

MOST_CATEGORIES = 7
# Written out: every page of a shop asks for it, and Django would build it anew each time.
STATEMENT = """
SELECT
    (SELECT json_agg(json_build_array(name, slug, id) ORDER BY path) FROM (
        SELECT name, slug, id, path FROM catalogue_category
        WHERE depth = 1 AND is_public ORDER BY path LIMIT %s
    ) first_level),
    (SELECT json_agg(json_build_array(weekday, opens, closes) ORDER BY weekday, opens, id)
     FROM public.tenants_openinghours WHERE retailer_id = %s)
"""


@dataclass(frozen=True, slots=True)
class ShopFrame:
    """`categories`: (name, slug, id) of the first level, at most MOST_CATEGORIES."""

    categories: list[tuple[str, str, int]]
    spans: list[Span]


def read_frame(retailer: Retailer) -> ShopFrame:
    """Of the shop whose schema is the current one."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [MOST_CATEGORIES, retailer.pk])
        categories, spans = cursor.fetchone()
    return ShopFrame(
        categories=[(name, slug, pk) for name, slug, pk in categories or []],
        spans=[span_of(*span) for span in spans or []],
    )
