"""Keeps the listings equal to the shops: offers and categories that change, a shop as a whole.

What products bring is in writing.py. Of many products the task worker writes the listings.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.timezone import now

from marketplace.discovery import (
    category_matches,
    counts,
    listing_batches,
    projection,
    sales,
    tasks,
    vocabulary,
)
from marketplace.discovery.listings import batches, read_offers, write_batch, write_listings
from marketplace.discovery.locks import lock_listings, lock_places, try_gate
from marketplace.discovery.models import CategoryCount, CategoryMapping, MarketCategory
from marketplace.discovery.taxonomy import OTHER
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.offer.piece_prices import ranges_of
from tenants.shop.offer.ranges import listed_in

LEARNT_AT_ONCE = 10_000  # listings: a second or so


class Difference(NamedTuple):
    """Where a listing, a variant or the place of a category is not what its shop says."""

    subject: UUID | str
    problem: str  # missing, stale or differs
    columns: str = ""


@transaction.atomic
def follow_offers(*, retailer: Retailer, promotions: Sequence[UUID]) -> None:
    """Offers of the shop are new or have ended: the sales of all that they are about are anew.

    Whoever makes an offer holds the shop's checkouts. So only the sales of few products are
    written at once, while nobody writes listings of this shop: a product that somebody adds at
    this moment would not know of the offer, nor the offer of it. Those of many, or if somebody
    is writing, are left to the task.
    """
    with use_retailer(retailer):
        ranges = ranges_of(promotions)
        if not ranges:
            return
        if try_gate(retailer) and len(products := listed_in(ranges)) <= listing_batches.AT_ONCE:
            for batch in batches(products):
                sales.write_sales(uuids=batch, at=now())
        else:
            tasks.follow_offers.enqueue(promotions=[str(uuid) for uuid in promotions])


@transaction.atomic
def follow_categories(*, retailer: Retailer, categories: Iterable[int]) -> None:
    """Categories of the shop are new, renamed, moved or gone, and with them all below them."""
    with use_retailer(retailer):
        ids = category_matches.with_descendants(categories)
        category_matches.map_categories(retailer=retailer, categories=ids)
        if not category_matches.compare_categories(
            retailer=retailer, categories=ids
        ).touch_listings:
            return
        lock_places(retailer)
        changes = category_matches.compare_categories(retailer=retailer, categories=ids)
        category_matches.follow(retailer=retailer, changes=changes)
        _move_products(retailer, list(changes.renamed), list(changes.gone.values()))


@transaction.atomic
def confirm_category(
    *, retailer: Retailer, shop_category: int, category: MarketCategory
) -> CategoryMapping:
    """Staff say where a category of their shop stands; its products move there.

    Raises CategoryMapping.DoesNotExist for a category that this shop does not have.
    """
    with use_retailer(retailer):
        lock_places(retailer)
        row = CategoryMapping.objects.get(retailer=retailer, shop_category=shop_category)
        row.category = category
        row.is_confirmed = True
        row.save(update_fields=["category", "is_confirmed"])
        _move_products(retailer, [shop_category], [])
    return row


def _move_products(retailer: Retailer, categories: list[int], paths: list[str]) -> None:
    """The products of these categories, and what is listed under these paths, stand elsewhere.

    As with offers: few are written at once, if nobody is writing; the task writes the rest.
    """
    if try_gate(retailer):
        products = category_matches.products_placed(
            retailer=retailer, categories=categories, paths=paths
        )
        if len(products) <= listing_batches.AT_ONCE:
            write_listings(retailer=retailer, products=list(products))
            return
    tasks.follow_categories.enqueue(categories=categories, paths=paths)


def count_unmapped(*, retailer: Retailer) -> tuple[int, int]:
    """How many categories of a shop, and how many of its visible listings, stand in Other."""
    rows = CategoryMapping.objects.filter(retailer=retailer, category__slug=OTHER)
    counts = CategoryCount.objects.filter(retailer=retailer, category__slug=OTHER)
    return rows.count(), counts.aggregate(listings=Sum("listings"))["listings"] or 0


@transaction.atomic
def count_terms() -> None:
    """Count the words of all visible listings again and forget those no longer used."""
    with connection.cursor() as cursor:
        cursor.execute(vocabulary.LOCK)
        cursor.execute(vocabulary.COUNT_TERMS)


@transaction.atomic
def learn_terms(*, most: int = LEARNT_AT_ONCE) -> int:
    """Add the words of listings that are new or reworded to those that misspelt queries are
    corrected to; answers how many listings. At most so many, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(vocabulary.LOCK)
        cursor.execute(vocabulary.LEARN_TERMS, {"most": most})
        return int(cursor.fetchone()[0])


def drop_listings(*, retailer: Retailer) -> None:
    """The retailer's schema is purged: nothing of it is left to show."""
    with connection.cursor() as cursor:
        cursor.execute(projection.DROP_LISTINGS, {"retailer": retailer.pk})


# --- all of a shop ----------------------------------------------------------------------------
Progress = Callable[[int], None]


def rebuild(*, retailer: Retailer, progress: Progress = lambda count: None) -> int:
    """Write every listing of a shop again, a batch a transaction; answers how many changed."""
    changed = 0
    with use_retailer(retailer):
        follow_categories(retailer=retailer, categories=_all_categories(retailer))
        for batch in batches(list_uuids(retailer)):
            with transaction.atomic():
                changed += write_batch(retailer, batch)
            progress(len(batch))
    counts.mend(retailer)
    return changed


def _all_categories(retailer: Retailer) -> list[int]:
    rows = CategoryMapping.objects.filter(retailer=retailer)
    return sorted(
        {*category_matches.shop_categories(), *rows.values_list("shop_category", flat=True)}
    )


def differences(
    *, retailer: Retailer, progress: Progress = lambda count: None
) -> Iterator[Difference]:
    """Compare every column but the times of each listing and variant with its shop."""
    with use_retailer(retailer):
        for path, problem in category_matches.differences(retailer=retailer):
            yield Difference(path, problem)
        for batch in batches(list_uuids(retailer)):
            with transaction.atomic():
                yield from _batch_differences(retailer, batch)
            progress(len(batch))
        for path in counts.compare(retailer):
            yield Difference(path, "differs", "count")


def _batch_differences(retailer: Retailer, uuids: list[str]) -> list[Difference]:
    lock_listings(retailer, uuids)
    values = {"retailer": retailer.pk, "uuids": uuids}
    values |= read_offers(projection.READ_PRODUCTS, uuids)._asdict()
    problems: list[Difference] = []
    for statement in (projection.COMPARE_LISTINGS, projection.COMPARE_VARIANTS):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            problems += [Difference._make(row) for row in cursor.fetchall()]
    problems += [Difference._make(row) for row in sales.compare_sales(uuids, at=now())]
    return problems


def list_uuids(retailer: Retailer) -> list[UUID]:
    """What the shop has and what is listed of it: a listing may be left of what is gone."""
    canonical = Product.objects.exclude(structure=Product.CHILD)
    in_shop = canonical.order_by().values_list("uuid", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uuid FROM public.discovery_listing WHERE retailer_id = %s", [retailer.pk]
        )
        listed = {row[0] for row in cursor.fetchall()}
    return list(listed | set(in_shop))
