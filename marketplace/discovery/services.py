"""Keeps the listings equal to the shops: written in the transaction that changed the shop.

Lock order: retailer, basket, stock, listing, each by id. Listings are locked before the shop
is read, so that of two transactions that change one product the later reads both changes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import now

from marketplace.discovery import mapping, projection, sales, tasks, vocabulary
from marketplace.discovery.locks import lock_listings, shut_gate, try_gate
from marketplace.discovery.models import CategoryMapping, Listing, MarketCategory
from marketplace.discovery.taxonomy import OTHER
from tenants.context import use_retailer
from tenants.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.offer.ranges import listed_in
from tenants.shop.offer.singles import ranges_of

BATCH = 2000  # products in one statement: some megabytes of JSON


class Difference(NamedTuple):
    """Where a listing, a variant or the place of a category is not what its shop says."""

    subject: UUID | str
    problem: str  # missing, stale or differs
    columns: str = ""


class Offers(NamedTuple):
    """Two JSON arrays as text, as read in a shop and handed on unparsed.

    `has_sales`: the shop has offers that may reduce a single piece.
    """

    listings: str
    variants: str
    has_sales: bool


@transaction.atomic
def write_listings(*, retailer: Retailer, products: Sequence[UUID]) -> int:
    """Make the listings of these stand-alone and parent products equal to the shop.

    Five statements per BATCH of products, whatever their number. Products that are no longer
    there lose their listing. Answers how many listings were written (unchanged ones are not).
    """
    with use_retailer(retailer):
        return sum(_write_batch(retailer, batch) for batch in _batches(products))


def _write_batch(retailer: Retailer, uuids: list[str], *, may_map: bool = True) -> int:
    """`may_map`: shop categories met for the first time are mapped, and the batch written again."""
    lock_listings(retailer, uuids)
    values = {"retailer": retailer.pk, "uuids": uuids}
    offers = _read(projection.READ_PRODUCTS, uuids)
    values |= offers._asdict()
    written, reworded, unmapped = _row(projection.WRITE_LISTINGS, values)
    _execute(projection.WRITE_VARIANTS, values)
    if offers.has_sales:
        sales.write_sales(uuids=uuids, at=now())
    if reworded:
        transaction.on_commit(partial(learn_terms, reworded), robust=True)
    if unmapped and may_map:
        mapping.map_categories(retailer=retailer, categories=unmapped)
        return max(int(written), _write_batch(retailer, uuids, may_map=False))
    return int(written)


@transaction.atomic
def write_offers(*, retailer: Retailer, products: Sequence[UUID]) -> None:
    """Only price or stock changed: three statements that leave texts and categories alone."""
    with use_retailer(retailer):
        for batch in _batches(products):
            if lock_listings(retailer, batch) < len(batch):
                _write_batch(retailer, batch)  # one was never listed, or is gone
            else:
                offers = _read(projection.READ_OFFERS, batch)
                (repriced,) = _row(projection.WRITE_OFFERS, offers._asdict())
                if repriced and offers.has_sales:
                    sales.write_sales(uuids=[str(uuid) for uuid in sorted(repriced)], at=now())


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
        if try_gate(retailer) and len(products := listed_in(ranges)) <= sales.HELD:
            for batch in _batches(products):
                sales.write_sales(uuids=batch, at=now())
        else:
            tasks.follow_offers.enqueue(promotions=[str(uuid) for uuid in promotions])


@transaction.atomic
def follow_categories(*, retailer: Retailer, categories: Iterable[int]) -> None:
    """Categories of the shop are new, renamed, moved or gone, and with them all below them."""
    with use_retailer(retailer):
        ids = mapping.with_descendants(categories)
        mapping.map_categories(retailer=retailer, categories=ids)
        if not mapping.changes(retailer=retailer, categories=ids).touch_listings:
            return
        shut_gate(retailer)
        found = mapping.changes(retailer=retailer, categories=ids)
        listed = _listed_in(retailer, list(found.gone.values()))
        mapping.follow(retailer=retailer, found=found)
        products = {*listed, *mapping.products_in(found.renamed)}
        write_listings(retailer=retailer, products=list(products))


@transaction.atomic
def confirm_category(
    *, retailer: Retailer, shop_category: int, category: MarketCategory
) -> CategoryMapping:
    """Staff say where a category of their shop stands; its products move there.

    Raises CategoryMapping.DoesNotExist for a category that this shop does not have.
    """
    with use_retailer(retailer):
        shut_gate(retailer)
        row = CategoryMapping.objects.get(retailer=retailer, shop_category=shop_category)
        row.category = category
        row.is_confirmed = True
        row.save(update_fields=["category", "is_confirmed"])
        write_listings(retailer=retailer, products=mapping.products_in([shop_category]))
    return row


def unmapped(*, retailer: Retailer) -> tuple[int, int]:
    """How many categories of a shop, and how many of its listings, stand in Other."""
    rows = CategoryMapping.objects.filter(retailer=retailer, category__slug=OTHER)
    listings = Listing.objects.filter(retailer=retailer, category__slug=OTHER)
    return rows.count(), listings.count()


def learn_terms(listings: list[UUID]) -> None:
    """Add the words of these listings to those that misspelt queries are corrected to.

    Runs after the commit, in a statement of its own: two transactions that add the same
    words would otherwise wait for each other, in either order.
    """
    with connection.cursor() as cursor:
        cursor.execute(vocabulary.LEARN_TERMS, {"uuids": [str(uuid) for uuid in listings]})


@transaction.atomic
def count_terms() -> None:
    """Count the words of all visible listings again and forget those no longer used."""
    with connection.cursor() as cursor:
        # Those who learn words lock them in order; this deletes in whatever order.
        cursor.execute("LOCK TABLE public.discovery_term IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(vocabulary.COUNT_TERMS)


def drop_listings(*, retailer: Retailer) -> None:
    """The retailer's schema is purged: nothing of it is left to show."""
    with connection.cursor() as cursor:
        cursor.execute(projection.DROP_LISTINGS, {"retailer": retailer.pk})


# --- all of a shop ----------------------------------------------------------------------------
Progress = Callable[[int], None]


def rebuild(*, retailer: Retailer, progress: Progress = lambda done: None) -> int:
    """Write every listing of a shop again, a batch a transaction; answers how many changed."""
    changed = 0
    with use_retailer(retailer):
        follow_categories(retailer=retailer, categories=_all_categories(retailer))
        for batch in _batches(_all_uuids(retailer)):
            with transaction.atomic():
                changed += _write_batch(retailer, batch)
            progress(len(batch))
    return changed


def _all_categories(retailer: Retailer) -> list[int]:
    rows = CategoryMapping.objects.filter(retailer=retailer)
    return sorted({*mapping.shop_categories(), *rows.values_list("shop_category", flat=True)})


def differences(
    *, retailer: Retailer, progress: Progress = lambda done: None
) -> Iterator[Difference]:
    """Compare every column but the times of each listing and variant with its shop."""
    with use_retailer(retailer):
        for path, problem in mapping.differences(retailer=retailer):
            yield Difference(path, problem)
        for batch in _batches(_all_uuids(retailer)):
            with transaction.atomic():
                yield from _batch_differences(retailer, batch)
            progress(len(batch))


def _batch_differences(retailer: Retailer, uuids: list[str]) -> list[Difference]:
    lock_listings(retailer, uuids)
    values = {"retailer": retailer.pk, "uuids": uuids}
    values |= _read(projection.READ_PRODUCTS, uuids)._asdict()
    found: list[Difference] = []
    for statement in (projection.COMPARE_LISTINGS, projection.COMPARE_VARIANTS):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found += [Difference._make(row) for row in cursor.fetchall()]
    found += [Difference._make(row) for row in sales.compare_sales(uuids, at=now())]
    return found


def _all_uuids(retailer: Retailer) -> list[UUID]:
    """What the shop has and what is listed of it: a listing may be left of what is gone."""
    canonical = Product.objects.exclude(structure=Product.CHILD)
    in_shop = canonical.order_by().values_list("uuid", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uuid FROM public.discovery_listing WHERE retailer_id = %s", [retailer.pk]
        )
        listed = {row[0] for row in cursor.fetchall()}
    return list(listed | set(in_shop))


# --- statements -------------------------------------------------------------------------------
def _batches(products: Iterable[UUID]) -> Iterator[list[str]]:
    """In the order of the UUIDs, which is the order in which listings are locked."""
    ordered = [str(uuid) for uuid in sorted(set(products))]
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _listed_in(retailer: Retailer, paths: list[str]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uuid FROM public.discovery_listing"
            " WHERE retailer_id = %s AND shop_categories ?| %s",
            [retailer.pk, paths],
        )
        return [row[0] for row in cursor.fetchall()]


def _read(statement: str, uuids: list[str]) -> Offers:
    listings, variants, has_sales = _row(statement, {"uuids": uuids})
    return Offers(listings or "[]", variants or "[]", has_sales)


def _row(statement: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _execute(statement: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
