"""Writes thousands of products at once: what an import calls, batch by batch.

One batch is one transaction and a fixed number of statements: products, stock records,
category links, then one notice with all UUIDs, which lists them in the marketplace.
Locks are taken in the order of the whole product: stock by id, then listings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from tenants.kernel.locks import hold
from tenants.kernel.names import name_key
from tenants.kernel.slugs import make_slug
from tenants.registry import notices
from tenants.registry.audit import record_all
from tenants.shop.announcements import retailer_here
from tenants.shop.catalogue.batch_rows import (
    Outcome,
    ProductData,
    Reservation,
    RowRefused,
    StoredProduct,
)
from tenants.shop.catalogue.category_paths import category_ids
from tenants.shop.catalogue.left_out import (
    keys_of,
    known_by_key,
    read_present,
    rename_keys,
)
from tenants.shop.catalogue.models import Product, ProductCategory
from tenants.shop.catalogue.namesakes import taken_options, tell_apart
from tenants.shop.catalogue.remote_images import name_images
from tenants.shop.catalogue.services import default_class
from tenants.shop.catalogue.tasks import enqueue_fetch
from tenants.shop.guards import bulk_writes
from tenants.shop.partner.models import Partner, StockRecord
from tenants.shop.partner.services import close_record, price_event
from tenants.shop.upserts import upsert

# Columns that a field of ProductData fills; written only where the source speaks of it.
PRODUCT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "slug", "name_key"),
    "description": ("description",),
    "brand": ("brand",),
    "barcode": ("upc",),
    "attributes": ("specifications",),
    "images": ("image_urls",),
    "is_active": ("is_public",),
    "is_featured": ("is_featured",),
    "min_quantity": ("min_quantity",),
    "max_quantity": ("max_quantity",),
}
STOCK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    # The price tells of a sale too: one without an older price beside it is none.
    "price": ("price", "price_currency", "price_before", "net_price", "tax_rate"),
    "stock": ("num_in_stock",),
    "sku": ("partner_sku",),
}
EVERYTHING = frozenset(PRODUCT_COLUMNS) | frozenset(STOCK_COLUMNS) | {"categories"}
ALWAYS = ("structure", "parent_id", "variant_options", "position", "row_digest", "date_updated")

STRUCTURES = {"simple": Product.STANDALONE, "parent": Product.PARENT, "variant": Product.CHILD}


@dataclass(slots=True)
class Plan:
    """What a batch would do: `changes` are to be written, in the order of the batch."""

    products: dict[str, StoredProduct]
    reservations: dict[int, Reservation]
    changes: list[ProductData]
    to_parents: list[Product]
    slugs: Mapping[str, str]
    outcome: Outcome


@transaction.atomic
def write_products(
    *,
    rows: Sequence[ProductData],
    digests: Mapping[str, str],
    fields: frozenset[str] = EVERYTHING,
) -> Outcome:
    """Create or change the products of one batch; those of the same digest stay untouched.

    `digests` has one of each row by its key. `fields` names the fields that the source speaks
    of: the others keep what the shop says, and new products take the row's default.
    """
    plan = _plan(rows, digests, fields)
    if not plan.changes:
        return plan.outcome
    for product in plan.to_parents:
        close_record(product=product)
    rename_keys(plan.changes, plan.products)
    products = _write_rows(plan, digests, fields)
    _write_stock(plan, products, fields)
    if "price" in fields:
        _audit_prices(plan)
    if "categories" in fields:
        _write_categories(plan, products)
    if "images" in fields and name_images(products=[products[row.key] for row in plan.changes]):
        enqueue_fetch()
    _announce(plan, products)
    return plan.outcome


@transaction.atomic
def plan_products(
    *,
    rows: Sequence[ProductData],
    digests: Mapping[str, str],
    fields: frozenset[str] = EVERYTHING,
) -> Outcome:
    """What `write_products` would answer; writes nothing."""
    return _plan(rows, digests, fields).outcome


def make_categories(*, rows: Sequence[ProductData], digests: Mapping[str, str]) -> None:
    """Make the categories that a batch will need, in a transaction of its own.

    Call it before the batch's transaction: a new category waits until nobody writes listings
    of this shop, which must not happen while stock is locked. Unchanged rows need none.
    """
    products = _read_products(rows)
    paths = [
        path
        for row in rows
        if row.key not in products or products[row.key].row_digest != digests[row.key]
        for path in row.categories
    ]
    with transaction.atomic():
        category_ids(paths)


# --- what is to be done -----------------------------------------------------------------------
def _plan(rows: Sequence[ProductData], digests: Mapping[str, str], fields: frozenset[str]) -> Plan:
    products = _read_products(rows)
    fresh = [row for row in rows if row.key not in products]
    changed = [
        row
        for row in rows
        if row.key in products and products[row.key].row_digest != digests[row.key]
    ]
    reservations = _lock_stock(products[row.key].id for row in changed)
    parents = _hold_parents(rows, fresh, products)
    names = tell_apart(rows, [*fresh, *changed], products)
    refusals = _state_refusals(changed, products, reservations, fields)
    refusals |= names.refusals | taken_options(rows, fresh, products)
    refusals |= _refusals_with_parent(rows, refusals)
    updates = [row for row in changed if row.key not in refusals]
    creations = [row for row in fresh if row.key not in refusals]
    writable = {row.key for row in (*updates, *creations)}
    growing = [products[row.key].id for row in updates if _gets_variants(row, products)]
    outcome = Outcome(
        created=len(creations),
        updated=len(updates),
        unchanged=len(rows) - len(creations) - len(updates) - len(refusals),
        refused=list(refusals.values()),
        remarks=[remark for remark in names.remarks if remark.key in writable],
    )
    changes = [row for row in rows if row.key in writable]
    return Plan(
        products, reservations, changes, [parents[pk] for pk in growing], names.slugs, outcome
    )


def _gets_variants(row: ProductData, products: Mapping[str, StoredProduct]) -> bool:
    stored = products.get(row.key)
    return bool(stored and row.kind == "parent" and stored.structure == Product.STANDALONE)


def _hold_parents(
    rows: Sequence[ProductData],
    fresh: Sequence[ProductData],
    products: Mapping[str, StoredProduct],
) -> dict[int, Product]:
    """Products that get variants, held so that nobody else adds some meanwhile."""
    keys = {row.key for row in rows if _gets_variants(row, products)}
    keys |= {row.parent_key for row in fresh if row.parent_key and row.parent_key in products}
    ids = [products[key].id for key in keys]
    rows_held = hold(Product.objects.filter(id__in=ids), no_key=True) if ids else ()
    return {product.pk: product for product in rows_held}


def _read_products(rows: Sequence[ProductData]) -> dict[str, StoredProduct]:
    """By the keys of the rows, those that stand under a former one too."""
    products = Product.objects.filter(external_key__in=keys_of(rows)).order_by("id")
    stored = [StoredProduct(*row) for row in products.values_list(*StoredProduct._fields)]
    return known_by_key(rows, {product.external_key: product for product in stored})


def _lock_stock(products: Iterable[int]) -> dict[int, Reservation]:
    """What is promised to customers, and the price, held so until the end; by product."""
    records = hold(StockRecord.objects.filter(product_id__in=list(products)), no_key=True)
    fields = ("product_id", "num_allocated", "num_in_stock", "price", "price_before")
    return {row[0]: Reservation(*row[1:]) for row in records.values_list(*fields)}


def _state_refusals(
    changed: Sequence[ProductData],
    products: Mapping[str, StoredProduct],
    reservations: Mapping[int, Reservation],
    fields: frozenset[str],
) -> dict[str, RowRefused]:
    refusals: dict[str, RowRefused] = {}
    for row in changed:
        here = products[row.key]
        reason = _structure_refusal(row, here, reservations)
        if reason:
            refusals[row.key] = RowRefused(row.key, "", "", reason)
        elif "stock" in fields - row.left_out and row.stock is not None and row.kind != "parent":
            reserved = reservations.get(here.id, Reservation(0, None)).quantity
            if row.stock < reserved:
                reason = gettext(
                    "%(reserved)s are promised to open orders; stock cannot be less."
                ) % {"reserved": reserved}
                refusals[row.key] = RowRefused(row.key, "stock", str(row.stock), reason)
    return refusals


def _refusals_with_parent(
    rows: Sequence[ProductData], refusals: Mapping[str, RowRefused]
) -> dict[str, RowRefused]:
    """Variants of what was refused are refused with it."""
    return {
        row.key: RowRefused(
            row.key,
            "",
            "",
            gettext("Its product was refused: %(reason)s")
            % {"reason": refusals[row.parent_key].reason},
        )
        for row in rows
        if row.parent_key and row.parent_key in refusals and row.key not in refusals
    }


def _structure_refusal(
    row: ProductData, here: StoredProduct, reservations: Mapping[int, Reservation]
) -> str:
    """A product may get variants as long as nothing of it is promised to anybody."""
    if here.structure == STRUCTURES[row.kind]:
        return ""
    if here.structure == Product.STANDALONE and row.kind == "parent":
        reserved = reservations.get(here.id, Reservation(0, None)).quantity
        return (
            gettext(
                "%(reserved)s of it are promised to open orders, so it cannot get variants yet."
            )
            % {"reserved": reserved}
            * (reserved > 0)
        )
    if here.structure == Product.PARENT and row.kind == "simple":
        return gettext("It has variants in the shop, and none in the file.")
    return gettext("It is a variant of another product in the shop, or was one.")


# --- writing ----------------------------------------------------------------------------------
def _columns(table: Mapping[str, tuple[str, ...]], fields: frozenset[str]) -> list[str]:
    return [column for name, columns in table.items() if name in fields for column in columns]


def _write_rows(plan: Plan, digests: Mapping[str, str], fields: frozenset[str]) -> dict[str, int]:
    """Parents first, since variants point to them; answers all ids by key."""
    ids = {key: product.id for key, product in plan.products.items()}
    updated = [*ALWAYS, *_columns(PRODUCT_COLUMNS, fields)]
    goods = default_class().pk
    present = read_present(plan.changes, plan.products, PRODUCT_COLUMNS)
    for variants in (False, True):
        rows = [
            _product(row, ids, digests[row.key], goods)
            | {"slug": plan.slugs.get(row.key) or make_slug(row.title, fallback="product")}
            | present.get(row.key, {})
            for row in plan.changes
            if (row.kind == "variant") is variants
        ]
        ids |= upsert(Product, rows, unique="external_key", updated=updated)
    return ids


def _product(row: ProductData, ids: Mapping[str, int], digest: str, goods: int) -> dict[str, Any]:
    is_variant = row.kind == "variant"
    return {
        "external_key": row.key,
        "row_digest": digest,
        "structure": STRUCTURES[row.kind],
        "parent_id": ids[row.parent_key] if is_variant and row.parent_key else None,
        "product_class_id": None if is_variant else goods,
        "title": row.title,
        "name_key": name_key(row.title),
        "description": row.description,
        "brand": row.brand,
        "upc": row.barcode or None,
        "specifications": dict(row.attributes),
        "variant_options": dict(row.options),
        "image_urls": list(row.images),
        "is_public": row.is_active,
        "is_featured": row.is_featured,
        "min_quantity": row.min_quantity,
        "max_quantity": row.max_quantity,
        "position": row.position,
    }


def _write_stock(plan: Plan, ids: Mapping[str, int], fields: frozenset[str]) -> None:
    partner = Partner.objects.earliest("id").pk
    records = [
        {
            "product_id": ids[row.key],
            "partner_id": partner,
            "partner_sku": row.sku,
            "price": row.price,
            "price_currency": row.currency,
            "price_before": _before_of(row, plan.reservations.get(ids[row.key])),
            "net_price": row.net_price,
            "tax_rate": row.tax_rate,
            "num_in_stock": _stock_of(row, plan.reservations.get(ids[row.key])),
        }
        for row in plan.changes
        if row.kind != "parent"
    ]
    updated = [*_columns(STOCK_COLUMNS, fields), "date_updated"]
    upsert(StockRecord, records, unique="product_id", updated=updated)


def _stock_of(row: ProductData, here: Reservation | None) -> int | None:
    """What the shop counts, held, where the row cannot say."""
    return here.in_stock if here and "stock" in row.left_out else row.stock


def _before_of(row: ProductData, here: Reservation | None) -> Decimal | None:
    """What the shop says, held, where the row cannot and the price allows it."""
    if "price_before" not in row.left_out or not here or not here.price_before:
        return row.price_before
    is_above = row.price is not None and here.price_before > row.price
    return here.price_before if is_above else None


def _audit_prices(plan: Plan) -> None:
    """Of each product whose price is another now, so that its history can be asked; all at once.

    What is new has no price of before.
    """
    events = [
        price_event(stored.uuid, before=old.price, after=row.price, currency=row.currency)
        for row in plan.changes
        if (stored := plan.products.get(row.key))
        and (old := plan.reservations.get(stored.id))
        and row.kind != "parent"
        and old.price != row.price
    ]
    if events:
        record_all(events)


# --- categories -------------------------------------------------------------------------------
def _write_categories(plan: Plan, ids: Mapping[str, int]) -> None:
    """Links of variants are their parent's."""
    rows = [
        row
        for row in plan.changes
        if row.kind != "variant" and not ("categories" in row.left_out and row.key in plan.products)
    ]
    categories = category_ids(path for row in rows for path in row.categories)
    pairs = {(ids[row.key], categories[tuple(path)]) for row in rows for path in row.categories}
    older = [ids[row.key] for row in rows if row.key in plan.products]
    links = ProductCategory.objects.filter(product_id__in=older)
    there = {(product, category): pk for pk, product, category in _read_links(links)}
    gone = [pk for link, pk in there.items() if link not in pairs]
    new = [
        ProductCategory(product_id=product, category_id=category)
        for product, category in sorted(pairs - there.keys())
    ]
    with bulk_writes():
        if gone:
            ProductCategory.objects.filter(id__in=gone).delete()
        ProductCategory.objects.bulk_create(new)


def _read_links(links: Any) -> Iterable[tuple[int, int, int]]:
    rows: Iterable[tuple[int, int, int]]
    rows = links.order_by("id").values_list("id", "product_id", "category_id")
    return rows


# --- telling the stages above -----------------------------------------------------------------
def _announce(plan: Plan, ids: Mapping[str, int]) -> None:
    """A variant is listed under its parent."""
    keys = {row.parent_key if row.kind == "variant" else row.key for row in plan.changes}
    listed = Product.objects.filter(id__in=[ids[key] for key in keys if key])
    uuids = list(listed.order_by("uuid").values_list("uuid", flat=True))
    notices.product_changed.send(Product, retailer=retailer_here(), products=uuids)
