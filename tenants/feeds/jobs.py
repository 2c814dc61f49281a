"""The job of an import: a new one, one that waited, or one that goes on where it stopped."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from tenants.feeds.files import Feed
from tenants.feeds.layouts import Layout
from tenants.feeds.models import ImportJob, RememberedLayout
from tenants.feeds.reports import Entries, NotedEntries, StoredEntries
from tenants.registry.models import Retailer

COUNTS = ("imported_rows", "refused_rows", "remarks", "created", "updated", "unchanged")


@dataclass(slots=True)
class Run:
    """One import under way; what a dry run notes goes into its job, where it has one."""

    retailer: Retailer
    feed: Feed
    entries: Entries
    job: ImportJob | None
    counts: Counter[str] = field(default_factory=Counter)
    is_dry_run: bool = False


def begin_job(
    retailer: Retailer, feed: Feed, path: Path, dry_run: bool, actor: UUID | None
) -> tuple[Run, bool]:
    if dry_run:
        return Run(retailer, feed, NotedEntries(), None, is_dry_run=True), False
    job, resumed = _open_job(feed, path, actor)
    counts = Counter({name: getattr(job, name) for name in COUNTS})
    return Run(retailer, feed, StoredEntries(job, retailer), job, counts), resumed


def take_up_job(retailer: Retailer, feed: Feed, job: ImportJob) -> Run:
    """A job that waited, or that stopped in the middle when its worker did."""
    job.status, job.error = ImportJob.Status.RUNNING, ""
    job.work_digest, job.format = work_digest(feed), feed.format.name
    job.rows, job.notes, job.table = feed.rows, feed.notes, feed.view
    if feed.recognition.is_said:
        job.layout = feed.recognition.layout.as_json()
    job.save()
    counts = Counter({name: getattr(job, name) for name in COUNTS})
    entries = StoredEntries(job, retailer)
    return Run(retailer, feed, entries, job, counts=counts, is_dry_run=job.is_dry_run)


def work_digest(feed: Feed) -> str:
    """Of the file's bytes, the format, the reader's version and what was said: the same work."""
    return hashlib.blake2b(feed.work.encode(), digest_size=16).hexdigest()


def _open_job(feed: Feed, path: Path, actor: UUID | None) -> tuple[ImportJob, bool]:
    """The unfinished job of the same work, or a new one."""
    digest = work_digest(feed)
    jobs = ImportJob.objects.filter(work_digest=digest, is_dry_run=False, upload="")
    last = jobs.order_by("-started_at", "-id").first()
    if last and last.status != ImportJob.Status.DONE:
        last.status, last.error = ImportJob.Status.RUNNING, ""
        last.save(update_fields=["status", "error", "updated_at"])
        return last, last.position > 0
    job = ImportJob.objects.create(
        file_name=path.name[:255],
        work_digest=digest,
        format=feed.format.name,
        rows=feed.rows,
        notes=feed.notes,
        table=feed.view,
        actor=actor,
    )
    return job, False


def recall_layout(prints: Collection[str]) -> tuple[str, Layout] | None:
    """The layout that the shop had last for one of these rows of headings."""
    layouts = RememberedLayout.objects.filter(headings__in=prints).order_by("-used_at", "-id")
    layout = layouts.first()
    return (layout.headings, Layout(columns=layout.columns)) if layout else None


def remember_layout(feed: Feed) -> None:
    """What somebody said of a list's columns holds for the next list with the same headings."""
    recognition = feed.recognition
    if recognition.is_said and (headings := recognition.headings_print):
        RememberedLayout.objects.bulk_create(
            [RememberedLayout(headings=headings, columns=recognition.layout.columns)],
            update_conflicts=True,
            unique_fields=["headings"],
            update_fields=["columns", "used_at"],
        )
