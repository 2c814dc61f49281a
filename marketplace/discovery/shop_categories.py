"""A shop's own categories as shoppers see them: from the projection, not from its schema."""

from django.db import connection

from marketplace.discovery.models import CategoryMapping
from tenants.registry.models import Retailer

SEPARATOR = " > "
# Each listing counts once on every shelf that it stands on, or under.
COUNT = """
SELECT array_to_string(names[1:depth], ' > '), count(DISTINCT listing.uuid)
FROM public.discovery_listing AS listing,
     jsonb_array_elements_text(listing.shop_categories) AS place,
     string_to_array(place, ' > ') AS names,
     generate_series(1, cardinality(names)) AS depth
WHERE listing.retailer_id = %s AND listing.is_visible
GROUP BY 1
"""


def read_shelves(retailer: Retailer) -> list[tuple[str, int]]:
    """(path, products on it and below it) of every category, those above first."""
    paths = CategoryMapping.objects.filter(retailer=retailer).order_by("shop_path", "id")
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [retailer.pk])
        counts = dict(cursor.fetchall())
    return [(path, counts.get(path, 0)) for path in paths.values_list("shop_path", flat=True)]
