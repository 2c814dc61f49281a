"""Which column of a list fills which field, as somebody says or a shop said before. Pure.

A column is named by its heading, its letter or its number from 1; a heading wins where a word
could be either, and "#3" is the third column whatever the headings are. What nobody speaks of is
known by its heading's words (column_words.toml).
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.cells import Cell, as_text, heading_key
from tenants.feeds.column_words import COLUMNS, field_of, own_field
from tenants.feeds.guesses import find_heading_row
from tenants.feeds.headings import NOTHING, Header, UnclearList
from tenants.feeds.sheets import HEAD_ROWS, MAX_COLUMNS, Row

NOT_READ = "-"  # instead of a column: the list has none for this field
_LETTERS = re.compile(r"[A-Za-z]{1,3}")


class LayoutMisfit(UnclearList):
    code = "columns-do-not-fit"
    title = _("The columns that were named are not those of this file.")
    meaning = _("A column or a field that the mapping names does not exist, or is named twice.")
    remedy = _("Name columns by heading, letter or number, as a dry run shows them.")


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` has a column for each field that somebody speaks of, or NOT_READ.

    `header_row` is the number of the row with the headings, 0 where there is none, None to look
    for it. `sheet` is a sheet's name, or its number from 1; of a text file, its separator's name.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    sheet: str = ""

    @property
    def is_silent(self) -> bool:
        return not self.columns and self.header_row is None

    def as_json(self) -> dict[str, Any]:
        return {"columns": dict(self.columns), "header_row": self.header_row, "sheet": self.sheet}


SILENT = Layout()


def layout_of_json(content: Mapping[str, Any] | None) -> Layout:
    return Layout(**content) if content else SILENT


def place_name(position: int) -> str:
    """How a column is named whatever its heading is."""
    return f"#{position + 1}"


# Of these prints of rows, the one that a shop has a layout for, and the layout.
Recall = Callable[[Collection[str]], tuple[str, Layout] | None]


def forget(prints: Collection[str]) -> None:
    """The memory of nobody."""


def read_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """ "price=Preis" and "attribute: Weight=C" as the columns of fields. Raises LayoutMisfit."""
    columns = {}
    for pair in pairs:
        name, _sign, column = map(str.strip, pair.partition("="))
        field_name = name if name in COLUMNS else own_field(name)
        if field_name is None or not column:
            raise LayoutMisfit(
                gettext("“%(pair)s” names no field and its column. There are: %(names)s.")
                % {"pair": pair, "names": ", ".join((*COLUMNS, "attribute:…", "option:…"))}
            )
        columns[field_name] = column
    return columns


def print_headings(cells: Sequence[Cell]) -> str:
    """Of a row of headings; "" for a row that has fewer than two."""
    keys = [heading_key(cell) for cell in cells]
    while keys and not keys[-1]:
        keys.pop()
    if len(list(filter(None, keys))) < 2:
        return ""
    return hashlib.blake2b("\n".join(keys).encode(), digest_size=16).hexdigest()


def lay_out(head: Sequence[Row], layout: Layout) -> Header:
    """The header of a table with these first rows. Raises LayoutMisfit."""
    last_row = _heading_row(head, layout)
    labels = _labels(head, last_row)
    fields: list[str | None] = [None] * len(labels)
    sources = [NOTHING] * len(labels)
    for name, column in layout.columns.items():
        if column == NOT_READ:
            continue
        position = position_of(column, labels)
        if fields[position]:
            raise LayoutMisfit(
                gettext("“%(column)s” is named for two fields, %(first)s and %(second)s.")
                % {"column": column, "first": fields[position], "second": name}
            )
        fields[position], sources[position] = name, "mapping"
    _fill_by_names(fields, sources, labels, layout)
    header = Header(last_row, tuple(fields), labels=tuple(labels), sources=tuple(sources))
    not_read = {name for name, column in layout.columns.items() if column == NOT_READ}
    return replace(header, ignored=ignored_labels(header), not_read=frozenset(not_read))


def ignored_labels(header: Header) -> tuple[str, ...]:
    pairs = zip(header.labels, header.fields, strict=True)
    return tuple(label for label, name in pairs if label and not name)


def _fill_by_names(
    fields: list[str | None], sources: list[str], labels: Sequence[str], layout: Layout
) -> None:
    for position, label in enumerate(labels):
        name = field_of(label) if label and not fields[position] else None
        if name and name not in fields and name not in layout.columns:
            fields[position], sources[position] = name, "name"


def _labels(head: Sequence[Row], last_row: int) -> list[str]:
    width = max((len(cells) for _, cells in head), default=0)
    cells = next((cells for number, cells in head if number == last_row), [])
    return [as_text(cell) for cell in cells] + [""] * (width - len(cells))


def _heading_row(head: Sequence[Row], layout: Layout) -> int:
    if layout.header_row is None:
        return _find_heading_row(head, layout)
    if layout.header_row and layout.header_row not in {number for number, _ in head}:
        raise LayoutMisfit(
            gettext("There is no row %(number)s of headings among the first %(count)s rows.")
            % {"number": layout.header_row, "count": HEAD_ROWS}
        )
    return layout.header_row


def _find_heading_row(head: Sequence[Row], layout: Layout) -> int:
    """The row with most of the headings that are named or known; else one that looks like it."""
    named = {heading_key(column) for column in layout.columns.values()}
    best, most = 0, (0, 0)
    for number, cells in head:
        labels = [as_text(cell) for cell in cells]
        score = (
            len(named & set(map(heading_key, filter(None, labels)))),
            len(set(map(field_of, filter(None, labels))) - {None}),
        )
        if score > most:
            best, most = number, score
    return best if most[0] or most[1] > 1 else find_heading_row(head)


def position_of(column: str, labels: Sequence[str]) -> int:
    is_place = column.startswith("#") and column[1:].isdigit()
    key = heading_key(column)
    for position, label in enumerate(() if is_place else labels):
        if label and (label == column or (key and heading_key(label) == key)):
            return position
    position = _number_of(column.removeprefix("#")) - 1
    if not 0 <= position < len(labels):
        raise LayoutMisfit(
            gettext("There is no column “%(column)s”. There are: %(names)s.")
            % {"column": column, "names": ", ".join(_shown(labels)) or "A"}
        )
    return position


def _number_of(column: str) -> int:
    """3 of "3" and of "C"; 0 of anything else."""
    if column.isascii() and column.isdigit() and len(column) < 6:
        return int(column)
    if not _LETTERS.fullmatch(column):
        return 0
    number = 0
    for letter in column.upper():
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number if number <= MAX_COLUMNS else 0


def letter_of(position: int) -> str:
    """ "A" of 0, "AA" of 26, as spreadsheets name columns."""
    letters, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def _shown(labels: Iterable[str]) -> list[str]:
    return [label[:40] or letter_of(place) for place, label in enumerate(labels) if place < 40]
