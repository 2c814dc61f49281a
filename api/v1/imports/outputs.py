"""Imports, and the rows that they refused."""

from typing import Annotated, TypedDict

from api.outputs import Moment, Uuid, field
from api.v1 import samples
from api.v1.outputs import PageOutput, timestamp
from tenants.feeds.headings import SOURCES
from tenants.feeds.models import ImportJob, ImportRow


class ImportOutput(TypedDict):
    id: Annotated[Uuid, field("For `imports/{id}/`", "a1b2c3d4-e5f6-4789-8abc-def012345678")]
    file_name: Annotated[str, field("As it was sent", "products.csv")]
    format: Annotated[str, field("Empty until it is found out", "template")]
    status: Annotated[str, field("How far it is", "done", choices=ImportJob.Status.values)]
    is_dry_run: Annotated[bool, field("Whether it only reports", False)]
    rows: Annotated[int, field("Of the file; 0 until it is opened", 240)]
    imported_rows: Annotated[int, field("So far", 239)]
    refused_rows: Annotated[int, field("So far; `imports/{id}/errors/` has them", 1)]
    remarks: Annotated[int, field("Rows to look at", 0)]
    created: Annotated[int, field("Products and variants", 239)]
    updated: Annotated[int, field("Products and variants", 0)]
    unchanged: Annotated[int, field("Products and variants", 0)]
    progress: Annotated[int, field("Per cent of the rows", 100)]
    notes: Annotated[list[str], field("What is to say of the file as a whole", [])]
    error: Annotated[str, field("Why it failed, as a whole", "")]
    started_at: Annotated[Moment, field("When it was sent", samples.PLACED_AT)]
    finished_at: Annotated[Moment | None, field("null: not yet", "2026-11-21T09:30:04Z")]


class CellSampleOutput(TypedDict):
    cell: Annotated[str, field("As it stands in the file", "12,50 €")]
    reading: Annotated[str, field("What it is taken for", "12.50 EUR")]
    problem: Annotated[str, field("Why nothing can be read in it", "")]


class ListColumnOutput(TypedDict):
    letter: Annotated[str, field("As a spreadsheet names it", "C")]
    heading: Annotated[str, field("May be empty", "Preis")]
    field: Annotated[str, field("What it fills; empty for what is not read", "price")]
    source: Annotated[
        str, field("What told the field: names of headings first", "name", choices=SOURCES)
    ]
    samples: Annotated[list[CellSampleOutput], field("Some of its cells")]


class ListTableOutput(TypedDict):
    sheet: Annotated[str, field("A workbook's sheet; else what parts the cells", "semicolon")]
    header_row: Annotated[int, field("0: there are no headings", 1)]
    columns: Annotated[list[ListColumnOutput], field("In the order of the file, 200 at most")]


class ImportDetailOutput(ImportOutput):
    table: Annotated[
        ListTableOutput | None,
        field("How the columns of a list of anybody's are understood; null for another format"),
    ]


class ImportPageOutput(PageOutput):
    results: Annotated[list[ImportOutput], field("Newest first")]


class ImportErrorOutput(TypedDict):
    row: Annotated[int, field("As a spreadsheet counts them", 7)]
    kind: Annotated[
        str, field("Whether the row was left out", "refused", choices=ImportRow.Kind.values)
    ]
    field: Annotated[str, field("The column; may be empty", "price")]
    value: Annotated[str, field("What stood there", "on request")]
    name: Annotated[str, field("The product's, as the row has it", "Teapot")]
    reason: Annotated[str, field("What is wrong with it", "This is no price.")]


class ImportErrorPageOutput(PageOutput):
    results: Annotated[list[ImportErrorOutput], field("In the order of the file")]


def show_import(job: ImportJob) -> ImportOutput:
    rows_read = job.imported_rows + job.refused_rows
    return {
        "id": str(job.uuid),
        "file_name": job.file_name,
        "format": job.format,
        "status": job.status,
        "is_dry_run": job.is_dry_run,
        "rows": job.rows,
        "imported_rows": job.imported_rows,
        "refused_rows": job.refused_rows,
        "remarks": job.remarks,
        "created": job.created,
        "updated": job.updated,
        "unchanged": job.unchanged,
        "progress": 100 * rows_read // job.rows if job.rows else 0,
        "notes": job.notes,
        "error": job.error,
        "started_at": timestamp(job.started_at),
        "finished_at": timestamp(job.finished_at) if job.finished_at else None,
    }


def show_import_in_full(job: ImportJob) -> ImportDetailOutput:
    return {**show_import(job), "table": job.table}
