"""What a reader makes of a file: products, and the rows it refused. Pure, no models.

Every data row of a file is in exactly one place: in the `rows` of one ProductRow, or in one
RefusedRow. So rows in = rows imported + rows reported, by construction (docs/import.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Kind = Literal["simple", "parent", "variant"]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Remark:
    """The row was imported, but somebody should look: stock below zero, odd barcode."""

    row: int
    field: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """The row was not imported. `row` counts as a spreadsheet does: the first line is 1."""

    row: int
    reason: str
    field: str = ""
    value: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product or variant; `price` includes tax and is exact in `currency`.

    `key` recognises it on re-import. `rows` are the rows of the file that went into it: a
    Shopify product takes its further picture rows along, and a parent that the file only
    implies has none. `stock` None is not counted, `price` None cannot be bought. `price_before`
    is above the price; `net_price` is without the tax of `tax_rate` per cent.

    `left_out` names fields whose cells could not be read (of one attribute: "attributes:Weight"):
    what the shop says of them stays, and a new product takes the value here. Under `former_key`
    an earlier import may have written it, when the number that is its key was lost.
    """

    key: str
    kind: Kind
    rows: tuple[int, ...]
    title: str
    currency: str
    parent_key: str | None = None
    description: str = ""
    brand: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    price: Decimal | None = None
    stock: int | None = None
    sku: str = ""
    barcode: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    options: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    images: tuple[str, ...] = ()
    is_active: bool = True
    is_featured: bool = False
    min_quantity: int = 1
    max_quantity: int | None = None
    position: int = 0
    remarks: tuple[Remark, ...] = ()
    # Told by the digest where the file has them (services.row_digest): one of before stays good.
    price_before: Decimal | None = field(default=None, repr=False)
    net_price: Decimal | None = field(default=None, repr=False)
    tax_rate: Decimal | None = field(default=None, repr=False)
    # Neither is part of what the file says of the product.
    left_out: frozenset[str] = field(default=frozenset(), repr=False)
    former_key: str = field(default="", repr=False)

    @property
    def mark(self) -> str:
        """What tells it from others of its name: a number or a handle; "" if nothing does."""
        if self.sku or self.barcode:
            return self.sku or self.barcode
        is_of_title = self.key == self.title or self.key.startswith(("title:", "unnumbered:"))
        return "" if is_of_title or self.kind == "variant" else self.key

    @property
    def first_row(self) -> int:
        return self.rows[0] if self.rows else 0


Result = ProductRow | RefusedRow
