"""Imports that staff send: the file is kept, a task of the worker reads it (tasks.py).

Runs inside the shop's schema. The file lies below the shop's media in `imports/`, which is
served to nobody, until it was read; that of a dry run, and of an import that asks something, for
a day more (tasks.KEPT_FOR), so that nobody has to send it twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from os import SEEK_END
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID, uuid4
from zipfile import BadZipFile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext

from tenants.feeds.archives import BoundedArchive
from tenants.feeds.formats import FORMATS
from tenants.feeds.headings import TableView
from tenants.feeds.layouts import SILENT, Layout, LayoutMisfit, layout_of_json
from tenants.feeds.models import ImportJob
from tenants.feeds.sheets import UnreadableFile
from tenants.feeds.table_views import correct, has_guesses
from tenants.feeds.tasks import ENDED, forget_ended_uploads, run_import
from tenants.kernel.errors import Invalid

LARGEST = 64 * 1024 * 1024  # bytes: some 200,000 rows
TEXT, WORKBOOK = {".csv", ".tsv", ".txt", ".xml"}, {".xlsx"}


@transaction.atomic
def queue_import(
    *,
    file: IO[bytes],
    name: str,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    dry_run: bool = False,
    actor: UUID | None = None,
    decimal: str = "",
    tax_rate: Decimal | None = None,
    layout: Layout = SILENT,
) -> ImportJob:
    """Keep the file and enqueue its import. Raises Invalid (on the fields file and format).

    Of the files that a shop's earlier imports left to be imported (`queue_again`) none stays.
    """
    ending = PurePath(name).suffix.lower()
    _require_readable(file, ending)
    if format and format not in FORMATS:
        raise Invalid(
            fields={"format": [gettext("Use one of: %(names)s.") % {"names": ", ".join(FORMATS)}]}
        )
    upload = default_storage.save(f"imports/{uuid4().hex}{ending}", File(file))
    with _dropped_on_failure(upload):
        forget_ended_uploads()
        return _queue(
            file_name=PurePath(name).name[:255],
            format=format or "",
            upload=upload,
            is_dry_run=dry_run,
            decimal=decimal,
            tax_rate=tax_rate,
            layout=None if layout == SILENT else layout.as_json(),
            actor=actor,
        )


@transaction.atomic
def queue_again(
    *,
    job: UUID,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    dry_run: bool = False,
    actor: UUID | None = None,
    decimal: str = "",
    tax_rate: Decimal | None = None,
    layout: Layout = SILENT,
) -> ImportJob:
    """Import the file of a dry run as it was shown there, but for what the layout says otherwise;
    or that of an import which could not be told what its columns are.

    The file goes over to the new import. Raises Invalid (import_id, mapping).
    """
    jobs = ImportJob.objects.filter(uuid=job, status__in=ENDED).exclude(upload="")
    former = jobs.first()
    corrected = layout if format or not former else _corrected(former, layout)
    # Of two that ask for it at once, one gets it.
    if former is None or not jobs.update(upload=""):
        message = gettext("The file of this import is not there. Send it again.")
        raise Invalid(fields={"import_id": [message]})
    return _queue(
        file_name=former.file_name,
        format=format or ("" if former.table else former.format),
        upload=former.upload,
        is_dry_run=dry_run,
        decimal=decimal or former.decimal,
        tax_rate=former.tax_rate if tax_rate is None else tax_rate,
        layout=None if corrected == SILENT else corrected.as_json(),
        actor=actor,
    )


def _queue(**values: Any) -> ImportJob:
    job = ImportJob.objects.create(status=ImportJob.Status.QUEUED, **values)
    run_import.enqueue(job=str(job.uuid))
    return job


def _corrected(former: ImportJob, layout: Layout) -> Layout:
    """What names alone told is told by them once more."""
    view: TableView | None = former.table
    if view is None or (layout == SILENT and not has_guesses(view)):
        return layout if layout != SILENT else layout_of_json(former.layout)
    try:
        return correct(view, layout)
    except LayoutMisfit as refusal:
        raise Invalid(fields={"mapping": [refusal.detail]}) from refusal


@contextmanager
def _dropped_on_failure(upload: str) -> Iterator[None]:
    """A database that takes no rows leaves no files of 64 MB behind, however often it is tried.

    Around the statements alone: a commit whose answer is lost may have happened, and the job
    needs its file.
    """
    try:
        yield
    except Exception:
        default_storage.delete(upload)
        raise


def _require_readable(file: IO[bytes], ending: str) -> None:
    """What can be told at once; whether it is a catalogue, the task finds out."""
    if ending not in TEXT | WORKBOOK:
        raise Invalid(fields={"file": [gettext("Use a .csv, .tsv, .txt, .xml or .xlsx file.")]})
    if ending in WORKBOOK:
        _require_bounds(file)
    if not file.seek(0, SEEK_END):
        raise Invalid(fields={"file": [gettext("The file is empty.")]})
    file.seek(0)


def _require_bounds(file: IO[bytes]) -> None:
    try:
        BoundedArchive(file).close()
    except BadZipFile as error:
        raise Invalid(fields={"file": [gettext("This is no .xlsx workbook.")]}) from error
    except UnreadableFile as refusal:
        raise Invalid(fields={"file": [refusal.detail]}) from refusal
