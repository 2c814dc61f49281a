"""Makes one product, with or without variants, out of the rows that belong to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from tenants.feeds.cells import UnreadableCellError, require_no_error
from tenants.feeds.formats.base import (
    MAX_TITLE,
    Context,
    RowReader,
    product_key,
    refuse_all,
    refuse_row,
    variant_key,
)
from tenants.feeds.rows import ProductRow, RefusedRow, Remark, Result
from tenants.feeds.spool import RawRow
from tenants.kernel.names import options_key

# Fields of ProductRow by name; raises UnreadableCellError.
Fields = Callable[[RowReader], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A row that can be bought, and what tells it from its siblings: {"Colour": "Red"}."""

    row: RawRow
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows of one product; `name` is its key, `label` what people call it.

    `head` gives the product's own fields and may be an offer as well; `own` are the rows
    that count to the product itself: a parent's row, rows with further pictures. With
    `is_parent` the product takes variants even when it has none.
    """

    name: str
    head: RawRow
    own: Sequence[RawRow]
    offers: Sequence[Offer]
    label: str
    is_parent: bool = False

    @property
    def all(self) -> list[RawRow]:
        return sorted([*self.own, *(offer.row for offer in self.offers)], key=_number)


@dataclass(frozen=True, slots=True)
class FieldReaders:
    """`product` reads what variants share, `offer` price, stock, SKU, barcode, limits."""

    product: Fields
    offer: Fields


def _number(row: RawRow) -> int:
    return row.number


def assemble(rows: RowGroup, readers: FieldReaders, context: Context) -> Iterator[Result]:
    """One simple product, or a parent followed by its variants; refused rows among them."""
    reader = RowReader(rows.head, context)
    try:
        shared = readers.product(reader)
    except UnreadableCellError as error:
        yield from _refused_with_head(rows, error)
        return
    if rows.is_parent or len(rows.offers) > 1 or any(offer.options for offer in rows.offers):
        yield from _with_variants(rows, readers, context, shared, reader)
    else:
        yield from _simple(rows, readers, shared, reader)


def _refused_with_head(rows: RowGroup, error: UnreadableCellError) -> Iterator[RefusedRow]:
    others = [row for row in rows.all if row.number != rows.head.number]
    yield refuse_row(rows.head, error, rows.label)
    reason = gettext("It belongs to the product of row %(number)s, which was refused.") % {
        "number": rows.head.number
    }
    yield from refuse_all(others, reason, rows.label)


def _simple(
    rows: RowGroup, readers: FieldReaders, shared: dict[str, Any], reader: RowReader
) -> Iterator[Result]:
    row = rows.offers[0].row if rows.offers else rows.head
    offer = reader if row.number == rows.head.number else RowReader(row, reader.context)
    try:
        fields = _merge_fields(shared, readers.offer(offer))
    except UnreadableCellError as error:
        others = [other for other in rows.all if other.number != row.number]
        yield refuse_row(row, error, rows.label)
        yield from refuse_all(
            others,
            gettext("It belongs to row %(number)s, refused.") % {"number": row.number},
            rows.label,
        )
        return
    remarks = reader.remarks if offer is reader else [*reader.remarks, *offer.remarks]
    yield ProductRow(
        key=product_key(rows.name),
        kind="simple",
        rows=tuple(dict.fromkeys(part.number for part in rows.all)),
        remarks=tuple(remarks),
        left_out=frozenset(reader.left_out | offer.left_out),
        **fields,
    )


def _merge_fields(shared: dict[str, Any], offer: dict[str, Any]) -> dict[str, Any]:
    """Attributes and pictures of both; the offer's other fields win."""
    fields = {**shared, **offer}
    fields["attributes"] = {**shared.get("attributes", {}), **offer.get("attributes", {})}
    images = [*shared.get("images", ()), *offer.get("images", ())]
    return {**fields, "images": tuple(dict.fromkeys(images))}


def _with_variants(
    rows: RowGroup,
    readers: FieldReaders,
    context: Context,
    shared: dict[str, Any],
    reader: RowReader,
) -> Iterator[Result]:
    variants = list(_variants(rows, readers, context, shared))
    if rows.offers and all(isinstance(variant, RefusedRow) for variant in variants):
        yield from refuse_all(
            rows.own, gettext("None of its variants could be imported."), rows.label
        )
    else:
        yield ProductRow(
            key=product_key(rows.name),
            kind="parent",
            rows=tuple(row.number for row in rows.own),
            currency=context.currency,
            remarks=tuple(reader.remarks),
            left_out=frozenset(reader.left_out),
            **{name: value for name, value in shared.items() if name != "currency"},
        )
    yield from (_without_remarks(variant, reader.remarks) for variant in variants)


def _without_remarks(result: Result, remarks: Sequence[Remark]) -> Result:
    """Product and variant may read the same cell: it is remarked once."""
    if isinstance(result, RefusedRow) or not result.remarks or not remarks:
        return result
    own = tuple(remark for remark in result.remarks if remark not in remarks)
    return replace(result, remarks=own)


def _variants(
    rows: RowGroup, readers: FieldReaders, context: Context, shared: dict[str, Any]
) -> Iterator[Result]:
    by_key: dict[str, ProductRow] = {}
    by_options: dict[frozenset[tuple[str, str]], ProductRow] = {}
    for position, offer in enumerate(rows.offers):
        result = _variant(rows, offer, readers, context, shared)
        if isinstance(result, RefusedRow):
            yield result
            continue
        result = _tell_apart(result, by_key, by_options.get(options_key(result.options)))
        twin = by_key.get(result.key) or by_options.get(options_key(result.options))
        if twin:
            first = twin.first_row
            reason = gettext("It repeats row %(first)s: the same product and options.") % {
                "first": first
            }
            yield RefusedRow(offer.row.number, reason, name=result.title)
            continue
        by_key[result.key] = by_options[options_key(result.options)] = result
        yield replace(result, position=position)


def _tell_apart(
    variant: ProductRow, others: Mapping[str, ProductRow], twin: ProductRow | None
) -> ProductRow:
    """Rows without options, or with those of a `twin`, still differ by SKU or barcode.

    A key that no other row has stays as it is: the shop may know the variant by it.
    """
    article = variant.sku or variant.barcode
    if article and not variant.options:
        options = {"Article": article}
        key = variant_key(variant.parent_key or "", options)
        return replace(variant, key=key, options=options)
    if article and twin and article != (twin.sku or twin.barcode):
        key = variant.key
        if key in others:
            key = variant_key(variant.parent_key or "", variant.options, f"|{article}")
        return replace(variant, key=key, options={**variant.options, "Article": article})
    return variant


def _variant(
    rows: RowGroup, offer: Offer, readers: FieldReaders, context: Context, shared: dict[str, Any]
) -> ProductRow | RefusedRow:
    reader = RowReader(offer.row, context)
    parent = product_key(rows.name)
    try:
        for name, choice in offer.options.items():
            require_no_error(name, choice)
        fields = readers.offer(reader)
        _require_number(reader, offer, fields)
    except UnreadableCellError as error:
        return refuse_row(offer.row, error, rows.label)
    fields.setdefault("title", _variant_title(shared["title"], offer.options))
    return ProductRow(
        key=variant_key(parent, offer.options),
        kind="variant",
        rows=(offer.row.number,),
        parent_key=parent,
        options=dict(offer.options),
        remarks=tuple(reader.remarks),
        left_out=frozenset(reader.left_out),
        **fields,
    )


def _require_number(reader: RowReader, offer: Offer, fields: Mapping[str, Any]) -> None:
    """A variant that only its barcode tells apart would come twice once that is mended."""
    if "barcode" in reader.left_out and not offer.options and not fields.get("sku"):
        reader.required_barcodes()


def _variant_title(title: str, options: Mapping[str, str]) -> str:
    choices = ", ".join(options.values())
    return f"{title} - {choices}"[:MAX_TITLE] if choices else title
