"""Imports that staff send: the file is kept, a task of the worker reads it (tasks.py).

Runs inside the shop's schema. The file lies below the shop's media in `imports/`, which is
served to nobody, until it was read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from os import SEEK_END
from pathlib import PurePath
from typing import IO
from uuid import UUID, uuid4
from zipfile import BadZipFile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext

from tenants.feeds.archives import BoundedArchive
from tenants.feeds.formats import FORMATS
from tenants.feeds.models import ImportJob
from tenants.feeds.sheets import UnreadableFile
from tenants.feeds.tasks import run_import
from tenants.kernel.errors import Invalid

LARGEST = 64 * 1024 * 1024  # bytes: some 200,000 rows
CSV, WORKBOOK = {".csv", ".tsv", ".txt"}, {".xlsx"}


@transaction.atomic
def queue_import(
    *,
    file: IO[bytes],
    name: str,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    dry_run: bool = False,
    actor: UUID | None = None,
    decimal: str = "",
) -> ImportJob:
    """Keep the file and enqueue its import. Raises Invalid (on the fields file and format)."""
    ending = PurePath(name).suffix.lower()
    _require_readable(file, ending)
    if format and format not in FORMATS:
        raise Invalid(
            fields={"format": [gettext("Use one of: %(names)s.") % {"names": ", ".join(FORMATS)}]}
        )
    upload = default_storage.save(f"imports/{uuid4().hex}{ending}", File(file))
    with _dropped_on_failure(upload):
        job = ImportJob.objects.create(
            file_name=PurePath(name).name[:255],
            format=format or "",
            status=ImportJob.Status.QUEUED,
            upload=upload,
            is_dry_run=dry_run,
            decimal=decimal,
            actor=actor,
        )
        run_import.enqueue(job=str(job.uuid))
    return job


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
    if ending not in CSV | WORKBOOK:
        raise Invalid(fields={"file": [gettext("Use a .csv or .xlsx file.")]})
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
