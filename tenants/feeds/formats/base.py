"""What a format module provides, and the reading of one row that all formats share."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext

from tenants.feeds import cells
from tenants.feeds.amounts import Price, as_price
from tenants.feeds.cells import Cell, UnreadableCellError
from tenants.feeds.markup import as_plain_text
from tenants.feeds.rows import RefusedRow, Remark, Result
from tenants.feeds.spool import Place, RawRow
from tenants.kernel.names import is_visible
from tenants.kernel.taxes import gross_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Value = TypeVar("Value")

MAX_TITLE = 255
MAX_BRAND = 120
MAX_SKU = 128
MAX_KEY = 240
FURTHER_BARCODES = "Further barcodes"
NONE_LEFT: int | None = 0


@dataclass(frozen=True, slots=True)
class Context:
    """`currency` is the shop's; `mark` the file's decimal mark ("" or "?" when undecided);
    `today` decides whether a dated sale price holds; `has_group` tells whether the file has
    rows of that name (`Place.group`); the mark is sure where somebody said it; `tax_rate` is in
    per cent, for rows that have none of their own."""

    currency: str
    mark: str
    today: date
    has_group: Callable[[str], bool]
    is_mark_sure: bool = False
    tax_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One format: a module of its own and one line in the registry.

    `field_of` names the field that a heading stands for, `targets` the field of ProductRow
    that each fills. A format without headings has `positional` fields and `fits`, which
    looks at the first rows. `start` begins a file and gives what finds the product of each row
    in turn; `interpret` makes the results of one product's rows.
    """

    name: str
    label: "StrOrPromise"
    required: frozenset[str]
    start: Callable[[], Callable[[Mapping[str, Cell]], Place]]
    interpret: Callable[[Sequence[RawRow], Context], Iterator[Result]]
    field_of: Callable[[str], str | None]
    targets: Mapping[str, str]
    price_fields: tuple[str, ...] = ("price",)
    count_fields: tuple[str, ...] = ("stock",)
    picture_fields: tuple[str, ...] = ("images",)
    positional: tuple[str, ...] = ()
    fits: Callable[[Sequence[Sequence[Cell]]], bool] | None = None

    def fields_of(self, columns: frozenset[str]) -> frozenset[str]:
        """The fields of ProductRow that a file with these columns speaks of."""
        kinds = {name.partition(":")[0] for name in columns}
        return frozenset(self.targets[kind] for kind in kinds if kind in self.targets)


@dataclass(slots=True)
class RowReader:
    """Reads the cells of one row. Title, price, currency and SKU raise UnreadableCellError for
    what means nothing; what a product can do without is left out, with a remark.

    `fills` is the field of ProductRow that a cell is for.
    """

    row: RawRow
    context: Context
    remarks: list[Remark] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    # What was already made of this row: its product and its offer read the same cells.
    memo: dict[str, Any] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        return any(name in self.row.cells for name in names)

    def cell(self, name: str) -> Cell:
        cell = self.row.cells.get(name, "")
        cells.require_no_error(name, cell)
        return cell

    def remark(self, name: str, message: str) -> None:
        value = cells.as_text(self.row.cells.get(name, ""))[:200]
        self.remarks.append(Remark(self.row.number, name, value, message))

    def optional(self, fills: str, read: Callable[[], Value], default: Value) -> Value:
        """What `read` answers; the default, and a remark, where it cannot."""
        try:
            return read()
        except UnreadableCellError as error:
            self.leave_out(fills, error)
            return default

    def leave_out(self, fills: str, error: UnreadableCellError) -> None:
        message = gettext("Left out: %(reason)s") % {"reason": error.reason}
        remark = Remark(self.row.number, error.field, error.value[:200], message)
        if remark not in self.remarks:
            self.remarks.append(remark)
        self.left_out.add(fills)

    def words(self, name: str, fills: str, limit: int | None = None) -> str:
        return self.optional(fills, lambda: self.text(name, limit), "")

    def lines(self, name: str, fills: str) -> str:
        return self.optional(fills, lambda: cells.as_lines(self.cell(name)), "")

    def text(self, name: str, limit: int | None = None) -> str:
        text = cells.as_text(self.cell(name))
        if limit is not None and len(text) > limit:
            self.remark(name, gettext("Shortened to %(limit)s characters.") % {"limit": limit})
            text = text[: limit - 1].rstrip() + "…"
        return text

    def title(self, name: str = "title") -> str:
        title = cells.inert(self.text(name, MAX_TITLE))
        if not title:
            raise UnreadableCellError(name, "", gettext("A product needs a title."))
        if not is_visible(title):
            raise UnreadableCellError(name, title, gettext("Use letters that can be seen."))
        return title

    def description(self, name: str = "description") -> str:
        return as_plain_text(self.lines(name, "description"))

    def read_price(self, name: str, currency: str) -> Price:
        return as_price(
            name,
            self.cell(name),
            currency=currency,
            mark=self.context.mark,
            is_sure=self.context.is_mark_sure,
        )

    def price(
        self, name: str = "price", currency: str = "", tax: Decimal | None = None
    ) -> tuple[Decimal | None, str]:
        """(amount, currency); no amount for a blank price: not for sale. Zero is given away.

        The cell is without the `tax` of so much per cent, the amount with it.
        """
        currency = currency or self.context.currency
        if self.cell(name) == "":
            self.remark(name, gettext("There is no price: imported, but it cannot be bought."))
            return None, currency
        price = self.read_price(name, currency)
        if tax is not None:
            return gross_of(price.exact, rate=tax, currency=price.currency), price.currency
        if price.rounded:
            self.remark(
                name,
                gettext("Rounded to %(amount)s %(currency)s.")
                % {"amount": price.amount, "currency": price.currency},
            )
        if not price.amount:
            self.remark(name, gettext("The price is zero: it is given away. Blank: not for sale."))
        return price.amount, price.currency

    def stock(self, name: str = "stock") -> int | None:
        """None for a blank cell: not counted. Below zero is nothing left; so is, of a new product,
        what cannot be read: it must not sell without end."""
        return self.optional("stock", lambda: self._count(name), NONE_LEFT)

    def _count(self, name: str) -> int | None:
        cell = self.cell(name)
        if cell == "":
            return None
        count = cells.as_count(name, cell, self.context.mark)
        if count < 0:
            self.remark(name, gettext("Stock below zero is taken as none left."))
        return max(count, 0)

    def sku(self, name: str = "sku") -> str:
        sku = cells.without_exponent(name, self.cell(name))
        if len(sku) > MAX_SKU:
            raise UnreadableCellError(
                name,
                sku,
                gettext("An article number has at most %(max_sku)s characters.")
                % {"max_sku": MAX_SKU},
            )
        return sku

    def barcodes(self, name: str = "barcode") -> list[str]:
        try:
            return self.required_barcodes(name)
        except UnreadableCellError as error:
            self.leave_out("barcode", error)
            self.left_out.add(f"attributes:{FURTHER_BARCODES}")
            return []

    def required_barcodes(self, name: str = "barcode") -> list[str]:
        codes = cells.as_barcodes(name, self.cell(name))
        wrong = [code for code in codes if not cells.has_valid_check_digit(code)]
        if wrong:
            self.remark(
                name,
                gettext("The check digit of %(names)s is wrong.") % {"names": ", ".join(wrong)},
            )
        return codes

    def flag(self, name: str, fills: str, *, default: bool) -> bool:
        """No where it cannot be read: what was not to be shown must not be."""
        return self.optional(
            fills, lambda: cells.as_bool(name, self.cell(name), default=default), default=False
        )

    def quantity(self, name: str) -> int | None:
        return self.optional(name, lambda: self._quantity(name), None)

    def _quantity(self, name: str) -> int | None:
        cell = self.cell(name)
        if cell == "":
            return None
        count = cells.as_count(name, cell, self.context.mark)
        if count < 1:
            raise UnreadableCellError(name, cell, gettext("A quantity is at least 1."))
        return count


def barcode_fields(codes: Sequence[str], attributes: Mapping[str, str]) -> dict[str, Any]:
    """The first barcode is the product's, further ones become an attribute."""
    further = {FURTHER_BARCODES: ", ".join(codes[1:])} if codes[1:] else {}
    return {"barcode": codes[0] if codes else "", "attributes": {**attributes, **further}}


def short_key(key: str) -> str:
    """Keys are columns of limited length; a long one ends in its own digest."""
    if len(key) <= MAX_KEY:
        return key
    digest = hashlib.blake2b(key.encode(), digest_size=12).hexdigest()
    return f"{key[: MAX_KEY - 25]}~{digest}"


def variant_key(product: str, options: Mapping[str, str], extra: str = "") -> str:
    """Made of the product and what tells the variant apart, whatever its SKU says."""
    choices = ";".join(f"{name}={value}" for name, value in sorted(options.items()))
    return short_key(f"{product}#{choices}{extra}")


def product_key(name: str) -> str:
    """`#` begins the variant's part."""
    return short_key(name.replace("#", "%23"))


def refuse_row(row: RawRow, error: UnreadableCellError, name: str = "") -> RefusedRow:
    return RefusedRow(row.number, error.reason, error.field, error.value[:200], name)


def refuse_all(rows: Sequence[RawRow], reason: str, name: str = "") -> Iterator[RefusedRow]:
    for row in rows:
        yield RefusedRow(row.number, reason, name=name)
