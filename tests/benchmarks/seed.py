"""A marketplace of any size: `python -m tests.benchmarks.seed --listings 1000000 --shops 1000`.

The benchmarks' 20 shops of 1,000 products, and listings like theirs until there are so many in
all, shared out among so many shops more. These are rows of the registry and of the marketplace's
lists alone: they are listed, searched, counted and shown as cards, but have no schema, so that
their own pages and their products' cannot be opened. Works in GALLERIA_HOME, or else in
var/bench-LISTINGS-SHOPS.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 20_000
SHOPS = """
INSERT INTO tenants_retailer ({names})
SELECT {values} FROM tenants_retailer AS shop, generate_series(1, %(shops)s) AS n
WHERE shop.slug = %(like)s AND NOT EXISTS (
    SELECT FROM tenants_retailer AS present WHERE present.slug = 'seed-' || n
)
"""
NEW_SHOP = {
    "uuid": "gen_random_uuid()",
    "slug": "'seed-' || n",
    "schema_name": "'seed_' || n",
    "name": "'Seed Shop ' || n",
}
# The words of a title are drawn anew; all else that is searched is that of the listing copied.
LISTINGS = """
WITH like_these AS MATERIALIZED (
    SELECT listing.*, row_number() OVER (ORDER BY listing.uuid) - 1 AS place
    FROM discovery_listing AS listing
    JOIN tenants_retailer AS shop ON shop.id = listing.retailer_id AND shop.slug = %(like)s
),
shop AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
    FROM tenants_retailer WHERE slug LIKE 'seed-%%'
),
copy AS MATERIALIZED (
    SELECT n, gen_random_uuid() AS uuid, round((3 + 197 * random())::numeric, 2) AS price,
           concat_ws(' ',
               (%(styles)s::text[])[1 + floor(random() * cardinality(%(styles)s))::int],
               (%(materials)s::text[])[1 + floor(random() * cardinality(%(materials)s))::int],
               (%(nouns)s::text[])[1 + floor(random() * cardinality(%(nouns)s))::int], n
           ) AS title
    FROM generate_series(%(first)s, %(last)s) AS n
)
INSERT INTO discovery_listing ({names})
SELECT {values}
FROM copy
JOIN like_these AS listing ON listing.place = copy.n %% (SELECT count(*) FROM like_these)
JOIN shop ON shop.place = copy.n %% (SELECT count(*) FROM shop)
"""
NEW_LISTING = {
    "uuid": "copy.uuid",
    "retailer_id": "shop.id",
    "short_id": "public.galleria_short_id(copy.uuid)",
    "slug": "replace(lower(copy.title), ' ', '-')",
    "title": "copy.title",
    "price": "copy.price",
    "price_max": "copy.price",
    "comparable": "copy.price",
    "comparable_max": "copy.price",
    "has_variants": "false",
    "has_sales": "false",
    "created_at": "now() - copy.n * interval '1 minute'",
    "search": "setweight(to_tsvector('public.galleria', copy.title), 'A')"
    " || ts_filter(listing.search, '{b,c,d}')",
}


def main() -> None:
    options = read_options()
    settle(options.listings, options.shops)
    import django

    django.setup()
    from tenants.provisioning.services import prepare_database
    from tests.benchmarks import data

    say("Preparing the database and 20 shops of 1,000 products")
    prepare_database(lambda message: None)
    data.fill()
    seed(listings=options.listings, shops=options.shops)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--shops", type=int, default=1_000)
    return parser.parse_args()


def settle(listings: int, shops: int) -> None:
    """Where the database of this size is; before Django begins."""
    name = f"bench-{listings}-{shops}" if listings else "bench"
    os.environ.setdefault("GALLERIA_HOME", str(ROOT / "var" / name))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")


def say(message: str) -> None:
    print(f"==> {message}", file=sys.stderr, flush=True)


def seed(*, listings: int, shops: int) -> None:
    """Adds what is missing; there may be more already."""
    add(listings=listings, shops=shops)
    _execute("VACUUM ANALYZE", {})


def add(*, listings: int, shops: int) -> None:
    from marketplace.discovery.models import Listing
    from marketplace.discovery.services import count_terms

    present = Listing.objects.count()
    if present >= listings:
        return
    say(f"Adding {listings - present:,} listings of {shops:,} shops")
    _add_shops(shops)
    for first in range(present + 1, listings + 1, AT_ONCE):
        _add_listings(first, min(first + AT_ONCE - 1, listings))
    say("Counting words and categories")
    count_terms()
    _count_categories()


def _add_shops(shops: int) -> None:
    from tenants.registry.models import Retailer
    from tests.benchmarks.data import MEASURED

    sql = _copying(SHOPS, Retailer, NEW_SHOP, "shop")
    _execute(sql, {"shops": shops, "like": MEASURED})


def _add_listings(first: int, last: int) -> None:
    from marketplace.discovery.models import Listing
    from tests.benchmarks.data import MATERIALS, MEASURED, NOUNS, STYLES

    words = {"styles": STYLES, "materials": MATERIALS, "nouns": NOUNS}
    sql = _copying(LISTINGS, Listing, NEW_LISTING, "listing")
    _execute(sql, words | {"first": first, "last": last, "like": MEASURED})


def _copying(statement: str, model: Any, own: dict[str, str], row: str) -> str:
    """Every column but an automatic key: `own`, or that of the row that is copied."""
    columns = [field.column for field in model._meta.concrete_fields]
    columns = [name for name in columns if name in own or name != model._meta.pk.column]
    values = (own.get(name, f'{row}."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return statement.format(names=names, values=", ".join(values))


def _count_categories() -> None:
    from marketplace.discovery import counts
    from tenants.registry.models import Retailer

    for shop in Retailer.objects.filter(slug__startswith="seed-"):
        counts.mend(shop)
    counts.fold()


def _execute(statement: str, values: dict[str, Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


if __name__ == "__main__":
    main()
