"""What a demo shop is made of; the shops themselves are one module each in demo/shops."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """`kind` is what tests/drawing draws of it; `options` make variants, one per combination.

    Where the first option is a size (SIZES), each larger one costs `step` more.
    """

    title: str
    kind: str
    price: Decimal
    category: str
    text: str
    brand: str = ""
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    step: Decimal = Decimal(0)
    stock: int | None = 24
    featured: bool = False
    max_quantity: int | None = None
    facts: dict[str, str] = field(default_factory=dict)


SIZES = frozenset({"Size", "Weight", "Volume", "Cups", "Format", "Length"})


@dataclass(frozen=True, slots=True)
class DemoShop:
    slug: str
    name: str
    tagline: str
    trade: str
    currency: str
    language: str
    timezone: str
    city: str
    country: str
    street: str
    postcode: str
    latitude: str
    longitude: str
    headline: str
    intro: str
    colours: dict[str, str]
    fonts: tuple[str, str]
    hours: dict[int, tuple[tuple[str, str], ...]]
    delivery_fee: Decimal
    free_over: Decimal | None
    products: tuple[DemoProduct, ...]
    state: str = ""


WEEKDAYS = range(5)
Spans = tuple[tuple[str, str], ...]
Hours = dict[int, Spans]


def _daily(days: range, *spans: tuple[str, str]) -> Hours:
    return dict.fromkeys(days, spans)


SHOP_HOURS = _daily(WEEKDAYS, ("10:00", "18:30")) | {5: (("10:00", "16:00"),)}
LUNCH_BREAK_HOURS = _daily(range(1, 6), ("09:00", "12:30"), ("14:00", "18:00"))
CAFE_HOURS = _daily(range(6), ("08:00", "19:00")) | {6: (("10:00", "17:00"),)}
# Past midnight on Fridays, till midnight on Saturdays.
NIGHT_HOURS = CAFE_HOURS | {4: (("08:00", "01:00"),), 5: (("10:00", "00:00"),)}


def rows(table: str, **common: object) -> tuple[DemoProduct, ...]:
    """Products from lines of "title | kind | price | category | options | text".

    Options read "Colour: Sand, Ink; Size: S, M"; a leading * marks a featured product.
    """
    return tuple(_row(line, common) for line in table.strip().splitlines())


def _row(line: str, common: dict[str, object]) -> DemoProduct:
    title, kind, price, category, options, text = (part.strip() for part in line.split("|"))
    values: dict[str, object] = {
        "title": title.lstrip("* "),
        "kind": kind,
        "price": Decimal(price),
        "category": category,
        "options": _options(options),
        "text": text,
        "featured": title.startswith("*"),
    }
    return DemoProduct(**(common | values))  # type: ignore[arg-type]


def _options(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (part.split(":") for part in text.split(";") if part.strip())
    return {
        name.strip(): tuple(value.strip() for value in values.split(",")) for name, values in pairs
    }
