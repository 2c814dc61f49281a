"""Background work: the import of a file that staff sent."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage

from tenants.feeds.models import ImportJob
from tenants.feeds.services import ImportRunning, ShopNotOpen, import_catalogue
from tenants.kernel.errors import Refusal
from tenants.shop.announce import retailer_here
from tenants.tasks import task


@task(queue_name="default", retries=10, backoff_seconds=15)
def run_import(*, job: str) -> None:
    """Comes back while another import runs, and behind the last batch if its worker died.

    A file that cannot be read fails its job, and is not tried again.
    """
    row = ImportJob.objects.get(uuid=UUID(job))
    if not row.upload or row.status == ImportJob.Status.DONE:
        return
    try:
        _import(row)
    except (ImportRunning, ShopNotOpen):
        raise
    except Refusal as refusal:
        row.status = ImportJob.Status.FAILED
        row.error = f"{refusal.title} {refusal.detail}".strip()
        row.save(update_fields=["status", "error", "updated_at"])
    default_storage.delete(row.upload)
    row.upload = ""
    row.save(update_fields=["upload", "updated_at"])


def _import(row: ImportJob) -> None:
    with _as_local_file(row.upload) as path:
        import_catalogue(
            retailer=retailer_here(),
            path=path,
            format=row.format or None,
            dry_run=row.is_dry_run,
            job=row,
        )


@contextmanager
def _as_local_file(name: str) -> Iterator[Path]:
    """The storage may be on another machine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(name).suffix}"
        with default_storage.open(name) as kept, path.open("wb") as copy:
            shutil.copyfileobj(kept, copy)
        yield path
