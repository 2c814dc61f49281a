"""Background work: the import of a file that staff sent."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.timezone import now
from django.utils.translation import gettext

from tenants.feeds.archives import unpacked_size
from tenants.feeds.headings import UnclearList
from tenants.feeds.layouts import layout_of_json
from tenants.feeds.models import ImportJob
from tenants.feeds.services import ImportRunning, ShopNotOpen, import_catalogue
from tenants.kernel.errors import Refusal
from tenants.shop.announcements import retailer_here
from tenants.tasks import bounds, task

SECONDS = 120  # of processor, for the smallest file ...
SECONDS_A_MB = 10  # ... and for each MB of it, unpacked


KEPT_FOR = timedelta(days=1)  # the file of an import that somebody may want to correct
ENDED = (ImportJob.Status.DONE, ImportJob.Status.FAILED)


def end_killed(*, job: str) -> None:
    """What was imported so far stays, and is counted in the job."""
    row = ImportJob.objects.filter(uuid=UUID(job)).first()
    if row and row.status != ImportJob.Status.DONE:
        _end_failed(row, gettext("This import took more than it may. Split the file into several."))
        _drop_upload(row)


@task(queue_name="imports", retries=10, backoff_seconds=15, on_killed=end_killed)
def run_import(*, job: str) -> None:
    """Comes back while another import runs, and behind the last batch if its worker died.

    A file that cannot be read, or takes more than it may, fails its job, and is not tried again.
    """
    row = ImportJob.objects.get(uuid=UUID(job))
    if not row.upload or row.status == ImportJob.Status.DONE:
        return
    reason, is_kept = _outcome_of(row)
    if reason:
        bounds.release()
        _end_failed(row, reason)
    if is_kept:
        forget_upload.using(run_after=now() + KEPT_FOR).enqueue(job=job)
    else:
        _drop_upload(row)


@task
def forget_upload(*, job: str) -> None:
    """What nobody came back to import."""
    if row := ImportJob.objects.filter(uuid=UUID(job), status__in=ENDED).first():
        _drop_upload(row)


def forget_ended_uploads() -> None:
    """In this transaction, of the shop of now: the latest file alone is kept."""
    jobs = ImportJob.objects.filter(status__in=ENDED).exclude(upload="")
    for uuid in jobs.values_list("uuid", flat=True):
        forget_upload.enqueue(job=str(uuid))


def _outcome_of(row: ImportJob) -> tuple[str, bool]:
    """Why it failed for good, "" when it did not, and whether its file is to be kept: somebody may
    come back with an answer. What held the memory is let go by then."""
    try:
        _import(row)
    except (ImportRunning, ShopNotOpen):
        raise
    except UnclearList as refusal:
        row.table = refusal.view
        return refusal.sentence, True
    except Refusal as refusal:
        return refusal.sentence, False
    except MemoryError:
        return gettext(
            "This file takes more memory than an import may have. Split it into several."
        ), False
    except bounds.OutOfTime:
        return gettext(
            "This file takes more time than an import may have. Split it into several."
        ), False
    return "", row.is_dry_run


def _end_failed(row: ImportJob, reason: str) -> None:
    row.status, row.error = ImportJob.Status.FAILED, reason
    row.save(update_fields=["status", "error", "table", "updated_at"])


def _drop_upload(row: ImportJob) -> None:
    if row.upload:
        default_storage.delete(row.upload)
    row.upload = ""
    row.save(update_fields=["upload", "updated_at"])


def _import(row: ImportJob) -> None:
    with _as_local_file(row.upload) as path:
        bounds.allow(seconds=SECONDS + SECONDS_A_MB * unpacked_size(path) // 1_000_000)
        import_catalogue(
            retailer=retailer_here(),
            path=path,
            format=row.format or None,
            dry_run=row.is_dry_run,
            decimal=row.decimal,
            tax_rate=row.tax_rate,
            job=row,
            layout=layout_of_json(row.layout),
        )


@contextmanager
def _as_local_file(name: str) -> Iterator[Path]:
    """The storage may be on another machine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix}"
        with default_storage.open(name) as upload, path.open("wb") as copy:
            shutil.copyfileobj(upload, copy)
        yield path
