"""Imports a catalogue into a shop: streamed, in batches, resumable, one at a time per shop."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.files import READER_VERSION, Feed, open_feed
from tenants.feeds.headings import UnclearList
from tenants.feeds.jobs import (
    COUNTS,
    Run,
    begin_job,
    recall_layout,
    remember_layout,
    take_up_job,
)
from tenants.feeds.layouts import SILENT, Layout
from tenants.feeds.models import ImportJob
from tenants.feeds.prefetch import ahead
from tenants.feeds.reports import ImportReport, Progress, entries_of
from tenants.feeds.rows import ProductRow, RefusedRow, Remark, Result
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import Advisory
from tenants.registry.accounts import account_id
from tenants.registry.audit import record
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.origins import use_origin
from tenants.shop.catalogue.batch_rows import Outcome
from tenants.shop.catalogue.batches import make_categories, plan_products, write_products

BATCH_ROWS = 1_000
LOCK_PATIENCE = 10.0  # seconds: how long the connection of a killed import may outlive it


class ImportRunning(Refusal):
    code = "import-running"
    title = _("Another import of this shop is running.")
    meaning = _("Imports of one shop come one after the other.")
    remedy = _("Wait for the running one.")


class ShopNotOpen(Refusal):
    code = "shop-not-open"
    title = _("This shop takes no products now.")
    meaning = _("Imports go to shops that are active.")
    remedy = _("Have the shop approved or resumed.")


class PricesNotNamed(UnclearList):
    code = "prices-not-named"
    title = _("No column of this list holds prices.")
    meaning = _("No heading is known as one of prices, and nobody named a column.")
    remedy = _("Name the column of prices (price), or say that there is none: price is “-”.")


class TaxNotNamed(UnclearList):
    code = "tax-not-named"
    title = _("The prices of this list are without tax.")
    meaning = _("Prices here include tax, and no column of the list holds its rate.")
    remedy = _(
        "Say the rate in per cent (`tax_rate`), name its column, or name a column of prices."
    )
    names = ("tax_rate",)


def import_catalogue(
    *,
    retailer: Retailer,
    path: Path,
    format: str | None = None,  # noqa: A002 - what it is called everywhere
    dry_run: bool = False,
    progress: Progress | None = None,
    actor: UUID | None = None,
    today: date | None = None,
    job: ImportJob | None = None,
    decimal: str = "",
    layout: Layout = SILENT,
    tax_rate: Decimal | None = None,
) -> ImportReport:
    """Bring a file's products into the retailer's shop.

    Rows are committed in batches; a run that was killed goes on behind its last batch when
    the same file is imported again. Rows equal to those of the last import are left alone, and
    so is whatever the file does not mention. `progress` gets (rows done, rows in all). `job` is
    one that waited (tenants.feeds.uploads); a dry run writes its report into that too. `layout`
    says which column fills which field; what the shop said last for the same headings holds
    where it is silent. `decimal` is comma or point where numbers can be read both ways;
    `tax_rate` the per cent of tax of rows that have none of their own.
    Raises UnreadableFile, UnclearList, ImportRunning, ShopNotOpen.
    """
    if not (retailer.is_staffed or retailer.status == Retailer.Status.SUSPENDED):
        raise ShopNotOpen(
            gettext("The status of %(name)s is %(status)s.")
            % {"name": retailer.name, "status": retailer.get_status_display()}
        )
    began = time.monotonic()
    is_dry = job.is_dry_run if job else dry_run
    with use_retailer(retailer):
        feed = open_feed(
            path,
            format_name=format,
            currency=retailer.currency,
            today=today or localdate(timezone=retailer.zone),
            decimal=decimal,
            tax_rate=tax_rate,
            layout=layout,
            recall=recall_layout,
            guess=is_dry,
        )
    with feed, use_retailer(retailer), _hold_import_lock(retailer):
        _ask_of_prices(feed, is_dry_run=is_dry)
        if job is None:
            run, resumed = begin_job(retailer, feed, path, dry_run, actor)
        else:
            run, resumed = take_up_job(retailer, feed, job), job.position > 0
        with _failure_noted(run), _origin_of(run):
            _carry_out(run, progress)
        return _report(run, path, resumed=resumed, seconds=time.monotonic() - began)


def _ask_of_prices(feed: Feed, *, is_dry_run: bool) -> None:
    """Goods without prices cannot be bought, and those of net prices are sold without their tax:
    nobody means that. A dry run only says so."""
    refusal: UnclearList
    if feed.lacks_prices:
        refusal = PricesNotNamed()
    elif feed.lacks_tax:
        refusal = TaxNotNamed()
    else:
        return
    if is_dry_run:
        feed.notes.append(f"{refusal.title} {refusal.remedy}")
        return
    refusal.view = feed.view
    raise refusal


@contextmanager
def _hold_import_lock(retailer: Retailer) -> Iterator[None]:
    """A lock of the connection: it goes when the process dies."""
    deadline = time.monotonic() + LOCK_PATIENCE
    while not _advisory("pg_try_advisory_lock", retailer):
        if time.monotonic() > deadline:
            raise ImportRunning(gettext("Wait until it is done, then try again."))
        time.sleep(0.2)
    try:
        yield
    finally:
        if connection.is_usable():
            _advisory("pg_advisory_unlock", retailer)


def _advisory(function: str, retailer: Retailer) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [Advisory.IMPORT, retailer.pk])
        return bool(cursor.fetchone()[0])


@contextmanager
def _origin_of(run: Run) -> Iterator[None]:
    """What the audit tells of it: by whom, and from which import."""
    if run.job is None or run.is_dry_run:
        yield
        return
    with use_origin(f"import {run.job.uuid}", account=account_id(run.job.actor)):
        yield


@contextmanager
def _failure_noted(run: Run) -> Iterator[None]:
    """What stopped an import stands in its job; the next run goes on behind the last batch."""
    try:
        yield
    except Exception as error:
        if run.job and connection.is_usable():
            ImportJob.objects.filter(pk=run.job.pk).update(
                status=ImportJob.Status.FAILED, error=f"{type(error).__name__}: {error}"[:2000]
            )
        raise


# --- batch by batch ---------------------------------------------------------------------------
def _carry_out(run: Run, progress: Progress | None) -> None:
    after = run.job.position if run.job else 0
    for batch in ahead(_batches(run.feed, after)):
        _import_batch(run, batch)
        if progress:
            row_count = run.counts["imported_rows"] + run.counts["refused_rows"]
            progress(row_count, run.feed.rows)
    if run.job:
        _end(run, run.job)


@transaction.atomic
def _end(run: Run, job: ImportJob) -> None:
    job.status, job.finished_at = ImportJob.Status.DONE, now()
    job.save(update_fields=["status", "finished_at", "updated_at"])
    if not run.is_dry_run:
        remember_layout(run.feed)
        counts = {name: run.counts[name] for name in COUNTS}
        record(what="import.ended", on=job.uuid, after={"file": job.file_name} | counts)


class Batch(NamedTuple):
    """What the reading thread hands over; `digests` of its products, by their keys."""

    position: int
    results: Sequence[Result]
    digests: dict[str, str]


def _batches(feed: Feed, after: int) -> Iterator[Batch]:
    """About BATCH_ROWS results each, a product and its variants never parted."""
    results: list[Result] = []
    position = after
    for position, group in feed.products(after=after):
        results += group
        if len(results) >= BATCH_ROWS:
            yield Batch(position, results, _digests(results, feed.fields))
            results = []
    if results:
        yield Batch(position, results, _digests(results, feed.fields))


def _digests(results: Sequence[Result], fields: frozenset[str]) -> dict[str, str]:
    return {row.key: row_digest(row, fields) for row in results if isinstance(row, ProductRow)}


def _import_batch(run: Run, batch: Batch) -> None:
    products, refused = _sorted_out(batch.results, run.retailer.currency)
    if not run.is_dry_run:
        make_categories(rows=products, digests=batch.digests)
    _write_batch(run, batch.position, products, refused, batch.digests)


@transaction.atomic
def _write_batch(
    run: Run,
    position: int,
    products: list[ProductRow],
    refused: list[RefusedRow],
    digests: dict[str, str],
) -> None:
    """Products, report and position in one transaction: all of it is there, or none."""
    write = plan_products if run.is_dry_run else write_products
    outcome = write(rows=products, digests=digests, fields=run.feed.fields)
    products, late = _without_refused(_with_remarks(products, outcome), outcome)
    refused = [*refused, *late]
    entries = list(entries_of([*refused, *products]))
    run.entries.add(entries)
    _count(run, products, refused, outcome, len(entries) - len(refused))
    if run.job:
        run.job.position = position
        for name in COUNTS:
            setattr(run.job, name, run.counts[name])
        run.job.save(update_fields=["position", *COUNTS, "updated_at"])


def _sorted_out(
    results: Sequence[Result], currency: str
) -> tuple[list[ProductRow], list[RefusedRow]]:
    """A shop sells in one currency: a cart could not be paid otherwise."""
    products: list[ProductRow] = []
    refused: list[RefusedRow] = []
    for result in results:
        if isinstance(result, RefusedRow):
            refused.append(result)
        elif result.kind != "parent" and result.currency != currency:
            reason = gettext("The shop sells in %(shop)s, this price is in %(row)s.") % {
                "shop": currency,
                "row": result.currency,
            }
            refused += _as_refused(result, "currency", result.currency, reason)
        else:
            products.append(result)
    return _without_bare_parents(products, results, refused)


def _without_bare_parents(
    products: list[ProductRow], results: Sequence[Result], refused: list[RefusedRow]
) -> tuple[list[ProductRow], list[RefusedRow]]:
    """A product all of whose variants are in another currency is refused with them."""
    had = {row.parent_key for row in results if isinstance(row, ProductRow)}
    have = {row.parent_key for row in products}
    bare = {row.key for row in products if row.kind == "parent"} & had - have
    for row in products:
        if row.key in bare:
            reason = gettext("None of its variants could be imported.")
            refused += _as_refused(row, "", "", reason)
    return [row for row in products if row.key not in bare], refused


def _as_refused(row: ProductRow, field: str, value: str, reason: str) -> Iterator[RefusedRow]:
    for number in row.rows:
        yield RefusedRow(number, reason, field, value, row.title)


def _without_refused(
    products: Sequence[ProductRow], outcome: Outcome
) -> tuple[list[ProductRow], list[RefusedRow]]:
    """The shop itself refused some: their rows are reported instead of imported."""
    reasons = {refusal.key: refusal for refusal in outcome.refused}
    refused = [
        entry
        for row in products
        if (why := reasons.get(row.key))
        for entry in _as_refused(row, why.field, why.value, why.reason)
    ]
    return [row for row in products if row.key not in reasons], refused


def _with_remarks(products: Sequence[ProductRow], outcome: Outcome) -> list[ProductRow]:
    """What the shop remarks, at the first row of the product or of its first variant."""
    first_rows: dict[str, int] = {}
    for row in products:
        if row.rows:
            first_rows.setdefault(row.parent_key or row.key, row.first_row)
    remarks = {
        remark.key: Remark(first_rows[remark.key], remark.field, remark.value[:200], remark.message)
        for remark in outcome.remarks
        if remark.key in first_rows
    }
    return [
        replace(row, remarks=(*row.remarks, remarks[row.key])) if row.key in remarks else row
        for row in products
    ]


def _count(
    run: Run,
    products: Sequence[ProductRow],
    refused: Sequence[RefusedRow],
    outcome: Outcome,
    remarks: int,
) -> None:
    run.counts["imported_rows"] += sum(len(row.rows) for row in products)
    run.counts["refused_rows"] += len(refused)
    run.counts["remarks"] += remarks
    for name in ("created", "updated", "unchanged"):
        run.counts[name] += getattr(outcome, name)


def row_digest(row: ProductRow, fields: frozenset[str]) -> str:
    """Of everything the file says of a product, and not of where in the file it stands."""
    bare = replace(row, rows=(), remarks=())
    content = f"{READER_VERSION}|{sorted(fields)}|{bare!r}"
    for name in ("price_before", "net_price", "tax_rate"):
        if (amount := getattr(row, name)) is not None:
            content += f"|{name}={amount}"
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _report(run: Run, path: Path, *, resumed: bool, seconds: float) -> ImportReport:
    return ImportReport(
        retailer=run.retailer.slug,
        file_name=path.name,
        label=run.feed.label,
        is_dry_run=run.is_dry_run,
        is_resumed=resumed,
        rows=run.feed.rows,
        notes=run.feed.notes,
        job=str(run.job.uuid) if run.job else None,
        seconds=seconds,
        view=run.feed.view,
        entries=run.entries,
        **{name: run.counts[name] for name in COUNTS},
    )
