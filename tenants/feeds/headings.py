"""Where a table's headings are, and which field each column fills. Pure.

Shops write a title and an address above their list, break headings into two lines, merge
cells over two rows: the row (or pair of rows) in which most headings are known wins.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypedDict

from tenants.feeds.cells import Cell, as_text
from tenants.feeds.sheets import Row, UnreadableFile

NOTHING = "nothing"
# What told the field of a column.
SOURCES = ("name", "mapping", "memory", "content", NOTHING)
FieldOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Header:
    """`last_row` is the number of its last row, 0 for a file without headings.

    `fields` has one entry per column, None for a column that is not read; `ignored` names
    those for the report. `labels` are the headings themselves, `sources` say what told each
    field (SOURCES). For the fields `not_read`
    somebody said that there is no column.
    """

    last_row: int
    fields: tuple[str | None, ...]
    ignored: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    not_read: frozenset[str] = frozenset()

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(field for field in self.fields if field)

    def of_memory(self) -> "Header":
        """What was named before is told apart from what is named now."""
        sources = ("memory" if source == "mapping" else source for source in self.sources)
        return replace(self, sources=tuple(sources))


class SampleView(TypedDict):
    """`problem` says why nothing could be read; then `reading` is empty."""

    cell: str
    reading: str
    problem: str


class ColumnView(TypedDict):
    """`field` is empty for a column that is not read."""

    letter: str
    heading: str
    field: str
    source: str
    samples: list[SampleView]


class TableView(TypedDict):
    """`sheet` is a text file's separator; `header_row` 0: there are no headings."""

    sheet: str
    header_row: int
    columns: list[ColumnView]


class UnclearList(UnreadableFile):
    """Somebody has to say more of a list before it is imported. `view` shows how it looks, and is
    made of `recognition` (recognition.py) where there is anything to look at."""

    recognition: Any = None
    view: TableView | None = None


def find_header(head: Sequence[Row], field_of: FieldOf, required: frozenset[str]) -> Header | None:
    """The best header among the first rows, or None when no row has the required fields."""
    headers = [
        header
        for header in _candidates(head, field_of)
        if required <= header.columns and len(header.columns) > 1
    ]
    return max(headers, key=lambda header: len(header.columns), default=None)


def _candidates(head: Sequence[Row], field_of: FieldOf) -> Iterator[Header]:
    """Single rows come first, so that a pair must know more headings to win."""
    for number, cells in head:
        yield _header(number, [[as_text(cell)] for cell in cells], field_of)
    for (_, above), (number, below) in pairwise(head):
        yield _header(number, _join_rows(above, below), field_of)


def _join_rows(above: Sequence[Cell], below: Sequence[Cell]) -> list[list[str]]:
    """Names a column may go by when its heading spans two rows ("Option 1" over "Name")."""
    names, over = [], ""
    for column in range(max(len(above), len(below))):
        upper = as_text(above[column]) if column < len(above) else ""
        lower = as_text(below[column]) if column < len(below) else ""
        over = upper or over
        names.append([f"{over} {lower}" if lower else "", lower, upper if not lower else ""])
    return names


def _header(number: int, columns: Sequence[Sequence[str]], field_of: FieldOf) -> Header:
    fields: list[str | None] = []
    labels = []
    for names in columns:
        field = next((field for name in names if name and (field := field_of(name))), None)
        if field in fields:
            field = None  # the first column of that meaning is read, the other is reported
        fields.append(field)
        labels.append(next((name for name in names if name), ""))
    ignored = [label for label, field in zip(labels, fields, strict=True) if label and not field]
    sources = ["name" if field else NOTHING for field in fields]
    return Header(number, tuple(fields), tuple(ignored), tuple(labels), tuple(sources))
