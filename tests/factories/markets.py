"""A market of many shops and many listings, written past all services."""

from django.db import connection

from marketplace.discovery import jobs
from marketplace.discovery.models import FacetCount, Listing
from tenants.registry.models import Retailer
from tests.factories.copies import copy_row
from tests.factories.plans import analyse

SHOPS, BRANDS = 1000, 2000
# What changes every few minutes PostgreSQL analyses by itself; shops are too few for that.
SOON_KNOWN = (
    "discovery_listing",
    "discovery_categorycount",
    "discovery_facetcount",
    "discovery_term",
)
TABLES = ("tenants_retailer", *SOON_KNOWN)
COUNT = """
DELETE FROM discovery_categorycount;
INSERT INTO discovery_categorycount
    (retailer_id, category_id, brand_key, currency, is_available, listings)
SELECT retailer_id, category_id, brand_key, currency, is_available, count(*)
FROM discovery_listing GROUP BY 1, 2, 3, 4, 5
"""


def open_shops(shop):
    """As many as SHOPS like this one, `shop-1` and so on, without schemas."""
    names = {"slug": "'shop-' || n", "schema_name": "'shop_many_' || n", "name": "'Shop ' || n"}
    copy_row(Retailer, shop.uuid, SHOPS, **names)


def list_copies(product, count, *, already=0):
    """So many more listings like this one's, shared out among those shops, over the categories
    and brands; counted, and the counts summed up."""
    first = Retailer.objects.get(slug="shop-1").pk
    category = "(SELECT id FROM discovery_marketcategory ORDER BY (id * 7919 + n) %% 113 LIMIT 1)"
    number = f"(n + {already})"
    own = {"retailer_id": f"{first} + n %% {SHOPS}", "category_id": category}
    own |= {"short_id": f"left(md5({number}::text), 12)", "title": f"'Blue mug ' || {number}"}
    own |= {"comparable": number}
    own |= {"brand_key": f"'brand ' || n %% {BRANDS}", "brand": f"'Brand ' || n %% {BRANDS}"}
    copy_row(Listing, product.uuid, count, **own)
    FacetCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
    analyse(*SOON_KNOWN)  # as the server would have, between so many
    jobs.fold_counts()
