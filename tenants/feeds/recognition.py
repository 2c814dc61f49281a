"""Which table of a file is the list, in which format, and what its columns are.

A layout that somebody names goes first, then one that the shop had for the same headings, then
the format in which most headings are known. What only the cells suggest is a guess: a dry run
goes by it, and shows it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.cells import as_text
from tenants.feeds.formats import FORMATS
from tenants.feeds.formats.base import Format
from tenants.feeds.guesses import with_guesses
from tenants.feeds.headings import Header, UnclearList, find_header
from tenants.feeds.layouts import (
    NOT_READ,
    SILENT,
    Layout,
    LayoutMisfit,
    Recall,
    forget,
    lay_out,
    place_name,
    print_headings,
)
from tenants.feeds.other_lists import require_products
from tenants.feeds.sheets import Row, Table

OWN = "template"  # the format whose columns may be named


class UnknownFormat(UnclearList):
    code = "unknown-format"
    title = _("This file is in no format that is known here.")
    meaning = _("None of the catalogue formats has these columns.")
    remedy = _("Say which column is which, or start from our own template.")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a file: `guess` takes fields from the cells too, as a dry run does."""

    format_name: str | None = None
    layout: Layout = SILENT
    recall: Recall = forget
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """`others` are the sheets with something in them that are not read."""

    table: Table
    head: Sequence[Row]
    format: Format
    header: Header
    others: Sequence[str] = ()

    @property
    def score(self) -> int:
        return len(self.header.columns)

    @property
    def fit(self) -> tuple[int, float, int]:
        """Of ways to split a text file that fill as many fields the one is right in which most
        rows are of one width; of two such the one with more cells."""
        widths = Counter(len(row) for number, row in self.head if number > self.header.last_row)
        width, count = max(widths.items(), key=itemgetter(1), default=(0, 0))
        return self.score, count / max(widths.total(), 1), width

    @property
    def has_named_columns(self) -> bool:
        return self.format is FORMATS[OWN]

    @property
    def is_said(self) -> bool:
        """Whether it is more than the names of the headings that tells the columns."""
        is_other = not {"mapping", "memory", "content"}.isdisjoint(self.header.sources)
        return is_other or bool(self.header.not_read)

    @property
    def layout(self) -> Layout:
        """By which the same list is read the same way again."""
        columns = {name: place_name(place) for place, name in enumerate(self.header.fields) if name}
        none = dict.fromkeys(sorted(self.header.not_read), NOT_READ)
        return Layout({**columns, **none}, self.header.last_row, self.table.name)

    @property
    def headings_print(self) -> str:
        """By which a shop remembers a layout; "" for a list without headings."""
        return next(
            (print_headings(row) for number, row in self.head if number == self.header.last_row),
            "",
        )


def recognise(tables: Sequence[Table], question: Question) -> Recognition:
    """Raises UnknownFormat, LayoutMisfit, OtherList, UnreadableFile."""
    if question.format_name is not None and question.format_name not in FORMATS:
        raise UnknownFormat(
            gettext("There is no format “%(name)s”; there are %(names)s.")
            % {"name": question.format_name, "names": ", ".join(FORMATS)}
        )
    heads = [(table, table.head()) for table in _chosen(tables, question.layout.sheet)]
    best = _with_layout(heads, question) or _by_headings(heads, question)
    if best is None:
        raise _unknown(heads, question)
    others = [
        table.sheet
        for table, head in heads
        if table.sheet and table is not best.table and any(map(_is_filled, head))
    ]
    return Recognition(best.table, best.head, best.format, best.header, others)


Heads = Sequence[tuple[Table, list[Row]]]


def _chosen(tables: Sequence[Table], sheet: str) -> Sequence[Table]:
    """The sheet of this name, or of this number from 1, or split so; all where none is named."""
    if not sheet:
        return tables
    chosen = [table for table in tables if table.name == sheet] or [
        table
        for number, table in enumerate(tables, start=1)
        if table.sheet and str(number) == sheet
    ]
    if not chosen:
        raise LayoutMisfit(
            gettext("There is no sheet “%(name)s”. There are: %(names)s.")
            % {
                "name": sheet,
                "names": ", ".join(filter(None, (table.name for table in tables))) or "-",
            }
        )
    return chosen


def _with_layout(heads: Heads, question: Question) -> Recognition | None:
    """By what is said now or was said before; None where nothing was."""
    if question.layout.is_silent:
        return None if question.format_name else _by_memory(heads, question)
    if question.format_name not in (None, OWN):
        raise LayoutMisfit(
            gettext("The columns of this format stand for themselves. Leave the format out.")
        )
    best = _best_of(_laid_out(heads, question))
    if "title" not in best.header.columns:
        raise _unknown(heads, question)
    return best


def _best_of(candidates: Sequence[Recognition]) -> Recognition:
    """A comma stands in texts and prices, a tab hardly: of two that fit alike the last is right,
    of the sheets of a workbook the first."""
    in_order = candidates if candidates[0].table.sheet else candidates[::-1]
    return max(in_order, key=lambda candidate: candidate.fit)


def _laid_out(heads: Heads, question: Question) -> list[Recognition]:
    """Of the ways to split the file those that have the columns; raises LayoutMisfit for none."""
    candidates, misfit = [], None
    for table, head in heads:
        try:
            header = lay_out(head, question.layout)
        except LayoutMisfit as error:
            # The way of reading with most columns has the most to say of what there is.
            misfit = max(misfit or error, error, key=lambda refusal: len(refusal.detail))
            continue
        candidates.append(_own(table, head, header, guess=question.guess))
    if not candidates and misfit:
        raise misfit
    return candidates


def _own(table: Table, head: list[Row], header: Header, *, guess: bool) -> Recognition:
    header = with_guesses(header, head) if guess else header
    return Recognition(table, head, FORMATS[OWN], header)


def _by_memory(heads: Heads, question: Question) -> Recognition | None:
    rows = {
        key: (table, head, number)
        for table, head in heads
        for number, cells in head
        if (key := print_headings(cells))
    }
    memory = question.recall(rows.keys())
    if memory is None:
        return None
    key, layout = memory
    table, head, number = rows[key]
    header = lay_out(head, Layout(layout.columns, header_row=number)).of_memory()
    return _own(table, head, header, guess=False)


def _by_headings(heads: Heads, question: Question) -> Recognition | None:
    if question.format_name is None:
        require_products([head for _, head in heads])
    candidates = list(_known(heads, question.format_name))
    if candidates:
        best = max(candidates, key=lambda candidate: candidate.score)
        if question.guess and best.has_named_columns:
            return _own(best.table, list(best.head), best.header, guess=True)
        return best
    if not question.guess or question.format_name not in (None, OWN):
        return None
    best = _best_of(_laid_out(heads, question))
    return best if "title" in best.header.columns else None


def _known(heads: Heads, name: str | None) -> Iterator[Recognition]:
    """Where two know a table equally well the earlier one reads it."""
    formats = [FORMATS[name]] if name else list(FORMATS.values())
    for table, head in heads:
        for candidate in formats:
            if header := _header(candidate, head):
                yield Recognition(table, head, candidate, header)


def _header(candidate: Format, head: Sequence[Row]) -> Header | None:
    if candidate.fits is None:
        return find_header(head, candidate.field_of, candidate.required)
    if candidate.fits([cells for _, cells in head]):
        return Header(0, candidate.positional)
    return None


def _is_filled(row: Row) -> bool:
    return any(as_text(cell) for cell in row[1])


def _unknown(heads: Heads, question: Question) -> UnknownFormat:
    """With the way of reading that splits the file best, so that its columns can be named."""
    refusal = UnknownFormat(_describe_headings([head for _, head in heads]))
    candidates = [
        _own(table, head, lay_out(head, SILENT), guess=True) for table, head in heads if head
    ]
    refusal.recognition = _best_of(candidates) if candidates else None
    return refusal


def _describe_headings(heads: Sequence[Sequence[Row]]) -> str:
    """The row with most cells, of whichever way of reading splits it best."""
    rows = [cells for head in heads for _, cells in head]
    widest = max(rows, key=lambda cells: sum(bool(as_text(cell)) for cell in cells), default=[])
    headings = ", ".join(as_text(cell)[:40] for cell in widest[:12] if as_text(cell))
    return gettext(
        "No row has headings of a known format. Seen: %(headings)s. Say which column holds the "
        "titles, or start from our template: a column “title” is needed."
    ) % {"headings": headings or gettext("nothing")}
