"""Fields of a batch's rows that their file could not say: the shop's own values stay.

And products that stand in the shop under another key, since the number that is their key was
lost in the file of then.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, Value, When

from tenants.kernel.locks import hold
from tenants.shop.catalogue.batch_rows import ProductData, StoredProduct
from tenants.shop.catalogue.models import Product
from tenants.shop.guards import bulk_writes

ATTRIBUTE = "attributes:"  # before the name of one


def read_present(
    rows: Sequence[ProductData],
    products: Mapping[str, StoredProduct],
    columns: Mapping[str, tuple[str, ...]],
) -> dict[str, dict[str, Any]]:
    """Columns of the product that a row leaves out, by its key, as they are now; held."""
    patchy = {products[row.key].id: row for row in rows if row.left_out and row.key in products}
    if not patchy:
        return {}
    goods = hold(Product.objects.filter(id__in=list(patchy)), no_key=True)
    names = sorted({name for fill in columns.values() for name in fill})
    return {
        patchy[present["id"]].key: _present_columns(patchy[present["id"]], present, columns)
        for present in goods.values("id", *names)
    }


def _present_columns(
    row: ProductData, present: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    names = [name for field in row.left_out for name in columns.get(field, ())]
    values = {name: Product._meta.get_field(name).get_prep_value(present[name]) for name in names}
    attributes = [name.removeprefix(ATTRIBUTE) for name in row.left_out if ATTRIBUTE in name]
    if attributes and "specifications" not in values:
        stored = present["specifications"]
        values["specifications"] = dict(row.attributes) | {
            name: stored[name] for name in attributes if name in stored
        }
    return values


def keys_of(rows: Iterable[ProductData]) -> list[str]:
    """Under which the rows may stand in the shop."""
    return [key for row in rows for key in (row.key, row.former_key) if key]


def known_by_key(
    rows: Sequence[ProductData], stored: Mapping[str, StoredProduct]
) -> dict[str, StoredProduct]:
    """`stored` by the keys of today: what stands under a former one is the row's, once."""
    products = dict(stored)
    for row in rows:
        if row.former_key in products and row.key not in products:
            products[row.key] = products.pop(row.former_key)
    return products


def rename_keys(rows: Sequence[ProductData], products: Mapping[str, StoredProduct]) -> None:
    """Let them be found under the keys of today. One statement, where there are any."""
    names = {
        stored.id: row.key
        for row in rows
        if (stored := products.get(row.key)) and stored.external_key != row.key
    }
    if names:
        cases = [When(id=pk, then=Value(key)) for pk, key in names.items()]
        with bulk_writes():
            Product.objects.filter(id__in=list(names)).update(external_key=Case(*cases))
