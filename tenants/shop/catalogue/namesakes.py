"""Goods of a file that are called, or chosen, as others of the shop are.

A file may have several goods of one name: their number or handle tells them apart, stands in the
address of all but the first, and a remark says so. Where there is neither, the row is refused; so
is a variant with the options of one that the shop made otherwise.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from tenants.kernel.names import name_key, options_key
from tenants.kernel.slugs import make_slug
from tenants.shop.catalogue.batch_rows import ProductData, RowRefused, RowRemark, StoredProduct
from tenants.shop.catalogue.models import Product

LONGEST_SLUG, LONGEST_MARK = 255, 80


@dataclass(slots=True)
class Namesakes:
    """`slugs` are those of rows that are not the first of their name."""

    refusals: dict[str, RowRefused] = field(default_factory=dict)
    remarks: list[RowRemark] = field(default_factory=list)
    slugs: dict[str, str] = field(default_factory=dict)


def tell_apart(
    rows: Sequence[ProductData],
    writable: Sequence[ProductData],
    products: Mapping[str, StoredProduct],
) -> Namesakes:
    """Of a batch's `rows`, those that are `writable`. One statement."""
    heads = {row.key: name_key(row.title) for row in writable if row.kind != "variant"}
    older = _products_called(set(heads.values()))
    marks = _marks(rows)
    names = Namesakes()
    new: set[str] = set()
    for row in rows:
        if (name := heads.get(row.key)) is None:
            continue
        stored = products.get(row.key)
        others = [pk for pk in older[name] if stored is None or pk < stored.id]
        if others or (stored is None and name in new):
            _add(names, row, marks.get(row.key, ""), is_new=stored is None)
        if stored is None and row.key not in names.refusals:
            new.add(name)
    return names


def _add(names: Namesakes, row: ProductData, mark: str, *, is_new: bool) -> None:
    if mark:
        end = make_slug(mark, length=LONGEST_MARK, fallback="")
        start = make_slug(row.title, length=LONGEST_SLUG - len(end) - 1, fallback="product")
        names.slugs[row.key] = f"{start}-{end}".rstrip("-")
        text = gettext("Another product has this name: “%(mark)s” tells this one apart.")
        names.remarks.append(RowRemark(row.key, "title", row.title, text % {"mark": mark}))
    elif is_new:
        reason = gettext(
            "Another product has this name: a SKU, a barcode or a handle would tell this one apart."
        )
        names.refusals[row.key] = RowRefused(row.key, "title", row.title, reason)


def _products_called(keys: set[str]) -> Mapping[str, list[int]]:
    products = Product.objects.filter(parent=None, archived_at=None, name_key__in=keys)
    ids: dict[str, list[int]] = defaultdict(list)
    for name, pk in products.order_by("id").values_list("name_key", "id"):
        ids[name].append(pk)
    return ids


def _marks(rows: Sequence[ProductData]) -> dict[str, str]:
    """A product without a number of its own is known by that of its first variant."""
    marks: dict[str, str] = {}
    for row in rows:
        key = row.parent_key or row.key
        if row.mark and key not in marks:
            marks[key] = row.mark
    return marks


def taken_options(
    rows: Sequence[ProductData],
    fresh: Sequence[ProductData],
    products: Mapping[str, StoredProduct],
) -> dict[str, RowRefused]:
    """New variants that a product has already, not by this file. The products are held."""
    parents = {
        row.key: products[row.parent_key].id
        for row in fresh
        if row.parent_key and row.parent_key in products
    }
    if not parents:
        return {}
    others = Product.objects.filter(parent_id__in=parents.values(), archived_at=None)
    others = others.exclude(external_key__in=[row.key for row in rows]).order_by("id")
    pairs = others.values_list("parent_id", "variant_options")
    there = {(parent, options_key(options)) for parent, options in pairs}
    return {
        row.key: _refuse_options(row)
        for row in fresh
        if row.key in parents and (parents[row.key], options_key(row.options)) in there
    }


def _refuse_options(row: ProductData) -> RowRefused:
    options = ", ".join(f"{name}: {value}" for name, value in row.options.items())
    return RowRefused(row.key, "options", options, gettext("Another variant has these options."))
