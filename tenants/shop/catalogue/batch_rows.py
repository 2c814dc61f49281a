"""What a batch of products is made of, and what becomes of its rows."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, Protocol
from uuid import UUID


class ProductData(Protocol):
    """One product or variant; `price` is exact in `currency` and includes tax, `stock` None
    is not counted. Variants follow their parent in the same batch."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...  # simple, parent, variant
    @property
    def parent_key(self) -> str | None: ...
    @property
    def mark(self) -> str: ...  # its number or handle; "" where its name is all there is
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def brand(self) -> str: ...
    @property
    def categories(self) -> Sequence[Sequence[str]]: ...
    @property
    def price(self) -> Decimal | None: ...
    @property
    def price_before(self) -> Decimal | None: ...  # above the price
    @property
    def net_price(self) -> Decimal | None: ...  # with `tax_rate`
    @property
    def tax_rate(self) -> Decimal | None: ...  # per cent
    @property
    def currency(self) -> str: ...
    @property
    def stock(self) -> int | None: ...
    @property
    def sku(self) -> str: ...
    @property
    def barcode(self) -> str: ...
    @property
    def attributes(self) -> Mapping[str, str]: ...
    @property
    def options(self) -> Mapping[str, str]: ...
    @property
    def images(self) -> Sequence[str]: ...
    @property
    def is_active(self) -> bool: ...
    @property
    def is_featured(self) -> bool: ...
    @property
    def min_quantity(self) -> int: ...
    @property
    def max_quantity(self) -> int | None: ...
    @property
    def position(self) -> int: ...
    @property
    def left_out(self) -> Set[str]: ...  # fields to leave as they are; "attributes:Weight" is one
    @property
    def former_key(self) -> str: ...  # "", or under which it may stand in the shop


class RowRefused(NamedTuple):
    """A product that the shop's present state does not allow to be written so."""

    key: str
    field: str
    value: str
    reason: str


class RowRemark(NamedTuple):
    """A product that is written, and that somebody should look at."""

    key: str
    field: str
    value: str
    message: str


@dataclass(slots=True)
class Outcome:
    """Counts of products and variants; `refused` ones are in none of them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[RowRefused] = field(default_factory=list)
    remarks: list[RowRemark] = field(default_factory=list)


class StoredProduct(NamedTuple):
    id: int
    uuid: UUID
    structure: str
    row_digest: str
    external_key: str


class Reservation(NamedTuple):
    quantity: int
    in_stock: int | None
    price: Decimal | None = None
    price_before: Decimal | None = None
