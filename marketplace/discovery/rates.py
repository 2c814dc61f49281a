"""The rates by which prices of several currencies are compared: where from, and how they spread.

Rates are written in one short transaction, the listings that they concern afterwards, some at a
time. A transaction that read the rates before may still write a listing by them: so listings
are compared with the rates again for a day (`jobs.follow_rates`).
"""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import requests
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from marketplace.discovery.models import ExchangeRate
from tenants.kernel.rates import BASE, Rates, UnusableRates, read_rates, reference_rates
from tenants.registry.models import Retailer

logger = logging.getLogger("galleria.rates")

OLD = timedelta(days=7)
TIMEOUT_SECONDS = 10  # to connect, and between two pieces of the answer
LONGEST_SECONDS = 30  # for the whole answer
MAX_BYTES = 100_000
MOST_AT_ONCE = Decimal(10)  # no currency gains or loses more between two tables
BATCH = 1000  # listings that one transaction holds
SETTLED = timedelta(days=1)

# Those whose comparable prices are not what the rates say, in the order of their locks. Whoever
# writes one of them at this moment works it out himself: it is left to the next pass.
ALIGN = """
WITH stale AS MATERIALIZED (
    SELECT priced.{key}, round(priced.price / rate.per_euro, 9) AS comparable,
           round(priced.price_max / rate.per_euro, 9) AS comparable_max
    FROM public.{table} AS priced
    JOIN public.discovery_exchangerate AS rate ON rate.currency = priced.currency
    WHERE (%(after)s::{type} IS NULL OR priced.{key} > %(after)s::{type})
      AND priced.price IS NOT NULL
      AND (priced.comparable, priced.comparable_max) IS DISTINCT FROM
          (round(priced.price / rate.per_euro, 9), round(priced.price_max / rate.per_euro, 9))
    ORDER BY priced.{key}
    LIMIT %(batch)s
    FOR NO KEY UPDATE OF priced SKIP LOCKED
),
aligned AS (
    UPDATE public.{table} AS priced
    SET comparable = stale.comparable, comparable_max = stale.comparable_max
    FROM stale WHERE priced.{key} = stale.{key}
)
SELECT count(*), (array_agg({key} ORDER BY {key} DESC))[1] FROM stale
"""
ALIGN_LISTINGS = ALIGN.format(table="discovery_listing", key="uuid", type="uuid")
ALIGN_SALES = ALIGN.format(table="discovery_sale", key="id", type="bigint")
# As ALIGN, of where listings with sales stand: by the listing, or by its sale of that time.
ALIGN_LISTED = """
WITH stale AS MATERIALIZED (
    SELECT listed.id, CASE WHEN sale.id IS NULL THEN listing.comparable ELSE sale.comparable END
           AS comparable
    FROM public.discovery_listedprice AS listed
    JOIN public.discovery_listing AS listing ON listing.uuid = listed.listing_id
    LEFT JOIN public.discovery_sale AS sale
        ON sale.product = listed.listing_id AND sale.starts_at = listed.starts_at
    WHERE (%(after)s::bigint IS NULL OR listed.id > %(after)s::bigint)
      AND listed.comparable IS DISTINCT FROM
          CASE WHEN sale.id IS NULL THEN listing.comparable ELSE sale.comparable END
    ORDER BY listed.id
    LIMIT %(batch)s
    FOR NO KEY UPDATE OF listed SKIP LOCKED
),
aligned AS (
    UPDATE public.discovery_listedprice AS listed SET comparable = stale.comparable
    FROM stale WHERE listed.id = stale.id
)
SELECT count(*), (array_agg(id ORDER BY id DESC))[1] FROM stale
"""


class RatesRefused(Exception):
    """The rates are not taken; those of before stay. The message says why."""


def furnish() -> None:
    """After each migration: the repository's rates where they are newer, in every listing."""
    store_rates(reference_rates(), is_trusted=True)
    align_listings()


def refresh_rates() -> Rates:
    """Fetch settings.RATES_URL and store what it answers. Raises RatesRefused.

    Nothing of the database is held while the answer is awaited.
    """
    try:
        rates = read_rates(_fetch(settings.RATES_URL))
    except (requests.RequestException, UnusableRates) as error:
        raise RatesRefused(str(error)[:300]) from error
    if rates.day > timezone.now().date() + timedelta(days=1):
        raise RatesRefused(f"they are of {rates.day}, which is to come")
    store_rates(rates)
    return rates


def _fetch(url: str) -> bytes:
    """At most MAX_BYTES, by one request that follows no redirect."""
    until = timezone.now() + timedelta(seconds=LONGEST_SECONDS)
    with requests.get(
        url,
        timeout=TIMEOUT_SECONDS,
        allow_redirects=False,
        stream=True,
        headers={"Accept": "application/json"},
    ) as answer:
        if answer.status_code != 200:
            raise RatesRefused(f"the answer is {answer.status_code}")
        text = bytearray()
        for piece in answer.iter_content(8192):
            text += piece
            if len(text) > MAX_BYTES:
                raise RatesRefused(f"the answer has more than {MAX_BYTES} bytes")
            if timezone.now() > until:
                raise RatesRefused(f"the answer takes more than {LONGEST_SECONDS} s")
    return bytes(text)


@transaction.atomic
def store_rates(rates: Rates, *, is_trusted: bool = False) -> int:
    """Keep those that are of a later day than what is known; how many.

    Raises RatesRefused, and keeps nothing, when a currency would be worth more than ten times
    what it was, or less than a tenth: a mistake is likelier than that. Not so if it `is_trusted`.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE public.discovery_exchangerate IN SHARE ROW EXCLUSIVE MODE")
    current = ExchangeRate.objects.in_bulk()
    later = [
        ExchangeRate(currency=currency, per_euro=per_euro, day=rates.day, source=rates.source)
        for currency, per_euro in sorted((rates.per_euro | {BASE: Decimal(1)}).items())
        if currency not in current or current[currency].day < rates.day
    ]
    if not is_trusted:
        _require_likely(later, current)
    ExchangeRate.objects.bulk_create(
        later,
        update_conflicts=True,
        unique_fields=["currency"],
        update_fields=["per_euro", "day", "source", "written_at"],
    )
    return len(later)


def _require_likely(later: list[ExchangeRate], current: dict[str, ExchangeRate]) -> None:
    for rate in later:
        before = current[rate.currency].per_euro if rate.currency in current else rate.per_euro
        if not before / MOST_AT_ONCE <= rate.per_euro <= before * MOST_AT_ONCE:
            raise RatesRefused(f"{rate.currency} would go from {before} to {rate.per_euro}")


def align_listings() -> int:
    """Bring the comparable prices to the rates, BATCH listings a transaction; how many.

    Those of sales and of their listings follow; they are not counted.
    """
    listings = sum(align_batches(ALIGN_LISTINGS))
    for statement in (ALIGN_SALES, ALIGN_LISTED):
        for _ in align_batches(statement):
            pass
    return listings


def align_batches(statement: str) -> Iterator[int]:
    """How many were written by each transaction, until one finds nothing."""
    after: Any = None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {"after": after, "batch": BATCH})
            count, after = cursor.fetchone()
        yield int(count)
        if after is None:
            return


def are_settled() -> bool:
    """Whether the last change of a rate is so old that no transaction can write by the former."""
    recent = ExchangeRate.objects.filter(written_at__gt=timezone.now() - SETTLED)
    return not recent.exists()


# --- how old they are -------------------------------------------------------------------------
def old_rates() -> dict[str, date]:
    """The currencies of open shops whose rate is older than 7 days, with its day."""
    traded = Retailer.objects.active().exclude(currency=BASE).values("currency")
    limit = timezone.now().date() - OLD
    rows = ExchangeRate.objects.filter(currency__in=traded, day__lt=limit)
    return dict(rows.order_by("currency").values_list("currency", "day"))


def check_rates() -> dict[str, Any]:
    """For `/readyz`: {"ok", "old": {"JPY": "2026-09-29"}}."""
    old = old_rates()
    return {"ok": not old, "old": {currency: str(day) for currency, day in old.items()}}
