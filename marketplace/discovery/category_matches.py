"""Where each category of a shop stands in the marketplace.

A mapping row also keeps the category's path of names, which is what listings show: listings
are made from the shop's products and from these rows, never from the shop's category table.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from marketplace.discovery.models import CategoryMapping
from marketplace.discovery.taxonomy import Suggester
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Category

SEPARATOR = " > "
PATH_LENGTH = 1000

# Treebeard's materialised path has four characters a level.
READ_PATHS = """
SELECT category.id, array_agg(ancestor.name ORDER BY ancestor.depth)
FROM catalogue_category AS category
CROSS JOIN LATERAL generate_series(4, length(category.path), 4) AS place
JOIN catalogue_category AS ancestor ON ancestor.path = left(category.path, place)
WHERE category.id = ANY(%s)
GROUP BY category.id
ORDER BY category.id
"""
READ_DESCENDANTS = """
SELECT DISTINCT below.id
FROM catalogue_category AS category
JOIN catalogue_category AS below
    ON left(below.path, length(category.path)) = category.path
WHERE category.id = ANY(%s)
"""


READ_PRODUCTS_IN = """
SELECT DISTINCT product.uuid
FROM catalogue_productcategory AS link
JOIN catalogue_product AS product ON product.id = link.product_id
WHERE link.category_id = ANY(%s) AND product.structure <> 'child'
"""
READ_LISTED_UNDER = """
SELECT uuid FROM public.discovery_listing WHERE retailer_id = %s AND shop_categories ?| %s
"""


class Changes(NamedTuple):
    """How the mapping rows of some categories differ from the shop."""

    new: dict[int, list[str]]  # shop category -> names from the root
    renamed: dict[int, list[str]]
    gone: dict[int, str]  # shop category -> the path it had

    @property
    def touch_listings(self) -> bool:
        return bool(self.renamed or self.gone)


def shop_categories() -> list[int]:
    return list(Category.objects.order_by("id").values_list("id", flat=True))


def with_descendants(categories: Iterable[int]) -> list[int]:
    """These and all below them; ids that are not (or no longer) in the shop are kept."""
    ids = set(categories)
    with connection.cursor() as cursor:
        cursor.execute(READ_DESCENDANTS, [list(ids)])
        return sorted(ids | {row[0] for row in cursor.fetchall()})


def compare_categories(*, retailer: Retailer, categories: Iterable[int]) -> Changes:
    """Compare the rows of these categories with the shop; two statements."""
    ids = sorted(set(categories))
    with connection.cursor() as cursor:
        cursor.execute(READ_PATHS, [ids])
        names = dict(cursor.fetchall())
    rows = CategoryMapping.objects.filter(retailer=retailer, shop_category__in=ids)
    stored_paths = dict(rows.values_list("shop_category", "shop_path"))
    return Changes(
        new={key: path for key, path in names.items() if key not in stored_paths},
        renamed={
            key: path
            for key, path in names.items()
            if key in stored_paths and stored_paths[key] != join_path(path)
        },
        gone={key: path for key, path in stored_paths.items() if key not in names},
    )


def products_placed(
    *, retailer: Retailer, categories: Iterable[int], paths: list[str]
) -> set[UUID]:
    """What stands in these very categories of the shop, and what is listed under these paths."""
    with connection.cursor() as cursor:
        cursor.execute(READ_PRODUCTS_IN, [sorted(categories)])
        products = {row[0] for row in cursor.fetchall()}
        if paths:
            cursor.execute(READ_LISTED_UNDER, [retailer.pk, paths])
            products |= {row[0] for row in cursor.fetchall()}
    return products


def join_path(names: list[str]) -> str:
    return SEPARATOR.join(names)[:PATH_LENGTH]


def map_categories(*, retailer: Retailer, categories: Iterable[int]) -> None:
    """Suggest a place for categories that have none; others are left as they are."""
    new = compare_categories(retailer=retailer, categories=categories).new
    if new:
        suggester = Suggester.load()
        CategoryMapping.objects.bulk_create(
            [
                CategoryMapping(
                    retailer=retailer,
                    shop_category=key,
                    shop_path=join_path(names),
                    category=suggester.suggest(names),
                )
                for key, names in sorted(new.items())
            ],
            ignore_conflicts=True,
        )


def follow(*, retailer: Retailer, changes: Changes) -> None:
    """Write new names down, suggest again what nobody confirmed, forget what is gone.

    The caller holds `lock_places`, and has the products' listings written again.
    """
    suggester = Suggester.load()
    rows = CategoryMapping.objects.filter(retailer=retailer, shop_category__in=changes.renamed)
    for row in rows.order_by("shop_category"):
        names = changes.renamed[row.shop_category]
        row.shop_path = join_path(names)
        if not row.is_confirmed:
            row.category = suggester.suggest(names)
        row.save(update_fields=["shop_path", "category"])
    CategoryMapping.objects.filter(retailer=retailer, shop_category__in=changes.gone).delete()


def differences(*, retailer: Retailer) -> Iterator[tuple[str, str]]:
    """(path, problem) of each category whose row is missing, renamed or left over."""
    mappings = CategoryMapping.objects.filter(retailer=retailer)
    ids = {*shop_categories(), *mappings.values_list("shop_category", flat=True)}
    changes = compare_categories(retailer=retailer, categories=ids)
    for names in changes.new.values():
        yield join_path(names), "missing"
    for names in changes.renamed.values():
        yield join_path(names), "differs"
    for path in changes.gone.values():
        yield path, "stale"
