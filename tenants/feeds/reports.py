"""The report of an import: counts, and every row that was refused or remarked upon."""

import csv
import json
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Q

from tenants.feeds.headings import TableView
from tenants.feeds.models import ImportJob, ImportRow
from tenants.feeds.rows import ProductRow, RefusedRow, Result
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer

PAGE = 2_000


class Entry(NamedTuple):
    """`kind` is refused or remark; `row` counts as a spreadsheet does."""

    row: int
    kind: str
    field: str
    value: str
    name: str
    reason: str


def entries_of(results: Iterable[Result]) -> Iterator[Entry]:
    for result in results:
        if isinstance(result, RefusedRow):
            yield _entry(
                result.row, "refused", result.field, result.value, result.name, result.reason
            )
        else:
            yield from _remarks(result)


def _remarks(product: ProductRow) -> Iterator[Entry]:
    for remark in product.remarks:
        yield _entry(
            remark.row, "remark", remark.field, remark.value, product.title, remark.message
        )


def _entry(row: int, kind: str, field: str, value: str, name: str, reason: str) -> Entry:
    return Entry(row, kind, field[:120], value[:200], name[:255], reason[:500])


class StoredEntries:
    """In the shop's schema, written with each batch; read from any schema, by row."""

    def __init__(self, job: ImportJob, retailer: Retailer) -> None:
        self.job = job
        self.retailer = retailer

    def add(self, entries: Iterable[Entry]) -> None:
        ImportRow.objects.bulk_create(
            ImportRow(job=self.job, **entry._asdict()) for entry in entries
        )

    def __iter__(self) -> Iterator[Entry]:
        last = (0, 0)
        while page := self._page(*last):
            for _, *values in page:
                yield Entry(*values)
            last = (page[-1][1], page[-1][0])

    def _page(self, row: int, pk: int) -> list[Any]:
        """The entries behind this one; the schema is left again before anybody sees them."""
        behind = Q(row__gt=row) | Q(row=row, id__gt=pk)
        with use_retailer(self.retailer):
            entries = ImportRow.objects.filter(behind, job=self.job).order_by("row", "id")
            return list(entries.values_list("id", *Entry._fields)[:PAGE])


class NotedEntries:
    """In a temporary file: a dry run writes nothing into the shop."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - kept open
        weakref.finalize(self, self._file.close)

    def add(self, entries: Iterable[Entry]) -> None:
        self._file.seek(0, 2)
        self._file.writelines(json.dumps(entry) + "\n" for entry in entries)

    def __iter__(self) -> Iterator[Entry]:
        self._file.seek(0)
        for line in self._file:
            yield Entry(*json.loads(line))


Entries = StoredEntries | NotedEntries


@dataclass(slots=True)
class ImportReport:
    """`rows` of the file = `imported_rows` + `refused_rows`; `created`, `updated` and
    `unchanged` count products and variants, `remarks` rows that somebody should look at."""

    retailer: str
    file_name: str
    label: str
    is_dry_run: bool
    is_resumed: bool
    rows: int
    imported_rows: int
    refused_rows: int
    remarks: int
    created: int
    updated: int
    unchanged: int
    notes: list[str]
    job: str | None
    seconds: float
    view: TableView | None
    entries: Entries = field(repr=False)

    @property
    def refused(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.kind == "refused")

    def lines(self) -> Iterator[str]:
        verb = "would be " if self.is_dry_run else ""
        yield f"{self.file_name}: {self.label}"
        yield f"{self.rows} rows: {self.imported_rows} {verb}imported, {self.refused_rows} refused"
        yield (
            f"products and variants: {self.created} {verb}created, {self.updated} {verb}changed, "
            f"{self.unchanged} unchanged; {self.remarks} remarks"
        )
        yield from self.notes

    def write(self, path: Path) -> None:
        """As CSV; raises OSError."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(Entry._fields)
            for entry in self.entries:
                writer.writerow([_no_formula(str(value)) for value in entry])


def lines_of(view: TableView) -> Iterator[str]:
    """For a terminal: a line a column, with a cell and what was read in it."""
    for column in view["columns"]:
        sample = next(iter(column["samples"]), None)
        field = f"{column['field']} ({column['source']})" if column["field"] else "not read"
        text = ""
        if sample:
            reading = sample["problem"] or sample["reading"]
            text = f": “{sample['cell']}”" + (f" is {reading}" if column["field"] else "")
        yield f"  {column['letter']:>3} {column['heading'] or '-'} → {field}{text}"


def _no_formula(text: str) -> str:
    """A spreadsheet that opens the report must not run what a feed put there."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


Progress = Callable[[int, int], None]
