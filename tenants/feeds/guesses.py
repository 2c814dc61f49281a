"""What a column holds, by its cells where no heading tells: barcodes, prices, pictures. Pure.

A guess is shown and asked about, never imported by itself (layouts.py). Where two columns look
like prices neither is guessed: one of them may be what the shop pays.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tenants.feeds.cells import GTIN_LENGTHS, Cell, as_text, has_valid_check_digit
from tenants.feeds.headings import Header
from tenants.feeds.sheets import Row

MOSTLY = 0.8  # of the filled cells
LOOKED_AT = 250  # characters of a cell
LONG_TEXT = 100  # characters on average: rather a description than a title
_NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")
_AMOUNT = re.compile(
    r"(?:[A-Z]{3}|[^\w\s]{1,2})?\s?\d[\d.,' \u00a0\u202f]*[.,]\d{2}\s?(?:[A-Z]{3}|[^\w\s]{1,2})?"
    r"|(?:€|\$|£|¥|₹)\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|\$|£|¥|₹)"
)
_PICTURE = re.compile(r"https?://\S+\.(?:jpe?g|png|webp|gif|avif)(?:[?#]\S*)?", re.IGNORECASE)


def find_heading_row(head: Sequence[Row]) -> int:
    """The number of the first wide row of words that stands above something else; 0 for none."""
    widths = [sum(bool(as_text(cell)) for cell in cells) for _, cells in head]
    widest = max(widths, default=0)
    for place, (number, cells) in enumerate(head):
        if widths[place] < 2 or widths[place] * 2 < widest:
            continue
        below = [row for _, row in head[place + 1 :]]
        return number if _is_heading(cells, below) else 0
    return 0


def _is_heading(cells: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Words in every cell, each said once, and below them numbers, addresses or longer texts."""
    texts = [as_text(cell)[:LOOKED_AT] for cell in cells]
    filled = [text for text in texts if text]
    if any(_is_value(text) for text in filled) or len(set(filled)) < len(filled):
        return False
    return any(
        text and _is_mostly(_column(below, position), _is_value)
        for position, text in enumerate(texts)
    )


def _is_value(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _AMOUNT.fullmatch(text)) or "://" in text


def _column(rows: Sequence[Sequence[Cell]], position: int) -> list[str]:
    texts = (as_text(row[position]) for row in rows if position < len(row))
    return [text[:LOOKED_AT] for text in texts if text]


def _is_mostly(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(test, texts)) >= MOSTLY * len(texts)


def with_guesses(header: Header, head: Sequence[Row]) -> Header:
    """The header with fields for columns that no heading explains, as far as their cells do."""
    rows = [cells for number, cells in head if number > header.last_row]
    fields, sources = list(header.fields), list(header.sources)
    free = {
        position: texts
        for position, name in enumerate(fields)
        if not name and (texts := _column(rows, position))
    }
    for name, position in _guesses(free, set(filter(None, fields)) | header.not_read):
        fields[position], sources[position] = name, "content"
    ignored = tuple(
        label for label, name in zip(header.labels, fields, strict=True) if label and not name
    )
    return replace(header, fields=tuple(fields), sources=tuple(sources), ignored=ignored)


def _guesses(free: dict[int, list[str]], taken_fields: set[str]) -> Iterator[tuple[str, int]]:
    for name, test in (("barcode", _is_barcode), ("images", _is_picture), ("price", _is_amount)):
        places = [place for place, texts in free.items() if _is_mostly(texts, test)]
        for place in places:
            del free[place]  # what is a number or an address is no text either
        if name == "price" and "net_price" in taken_fields:
            continue
        if name not in taken_fields and (len(places) == 1 or (places and name != "price")):
            yield name, places[0]
    yield from _guess_texts(free, taken_fields)


def _guess_texts(free: dict[int, list[str]], taken_fields: set[str]) -> Iterator[tuple[str, int]]:
    """The column whose words differ most is the title, one of long texts the description."""
    texts = {place: cells for place, cells in free.items() if _is_mostly(cells, _is_words)}
    lengths = {place: sum(map(len, cells)) / len(cells) for place, cells in texts.items()}
    long = [place for place in texts if lengths[place] > LONG_TEXT]
    short = [place for place in texts if place not in long]
    if "title" not in taken_fields and short:
        yield "title", max(short, key=lambda place: (len(set(texts[place])), lengths[place]))
    if "description" not in taken_fields and long:
        yield "description", long[0]


def _is_barcode(text: str) -> bool:
    bare = text.replace(" ", "").replace("-", "")
    is_long = len(bare) in GTIN_LENGTHS and bare.isascii() and bare.isdigit()
    return is_long and has_valid_check_digit(bare)


def _is_picture(text: str) -> bool:
    return bool(_PICTURE.match(text))


def _is_amount(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text))


def _is_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) * 2 > len(text) and "://" not in text
