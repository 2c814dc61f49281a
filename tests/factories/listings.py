"""Many rows of the marketplace's lists at once."""

from django.db import connection

from marketplace.discovery.models import Listing

COPY = """
INSERT INTO discovery_listing ({names})
SELECT {values} FROM discovery_listing AS l, generate_series(1, %s) AS n WHERE l.uuid = %s
"""


def list_many(product, count):
    """So many listings like this product's, each compared by another price."""
    own = {
        "uuid": "gen_random_uuid()",
        "short_id": "left(md5(random()::text), 12)",
        "comparable": "n",
    }
    names = [field.column for field in Listing._meta.concrete_fields]
    values = ", ".join(own.get(name, f"l.{name}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(names=", ".join(names), values=values), [count, product.uuid])
