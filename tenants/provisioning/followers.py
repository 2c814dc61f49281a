"""The schemas that follow the template, and how one query tells which of them are behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from tenants.joints.django import MIGRATIONS_TABLE
from tenants.provisioning.ddl import quote
from tenants.registry.models import Retailer, SpareSchema

# Each branch of the UNION ALL locks a table until the transaction ends.
BATCH = 250


@dataclass(frozen=True, slots=True)
class Behind:
    """A schema and the migrations ("app.name") that the template has and it has not."""

    schema: str
    missing: frozenset[str]


def follower_schemas() -> list[str]:
    """The market, every shop that has a schema, and the spares."""
    shops = Retailer.objects.with_schema().order_by("id").values_list("schema_name", flat=True)
    spares = SpareSchema.objects.order_by("id").values_list("schema_name", flat=True)
    return [settings.MARKET_SCHEMA, *shops, *spares]


def find_behind() -> list[Behind]:
    """Those whose migrations differ from the template's; nearly always nobody.

    Digests are compared in one statement a batch; the full lists are read only for those
    that differ.
    """
    schemas = follower_schemas()
    template_digest = dict(_digests([settings.TEMPLATE_SCHEMA]))[settings.TEMPLATE_SCHEMA]
    differing = [
        s for batch in _batches(schemas) for s, d in _digests(batch) if d != template_digest
    ]
    if not differing:
        return []
    complete = _read_applied(settings.TEMPLATE_SCHEMA)
    followers = [
        Behind(schema, frozenset(complete - _read_applied(schema))) for schema in differing
    ]
    return [behind for behind in followers if behind.missing]


def _batches(schemas: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(schemas), BATCH):
        yield schemas[start : start + BATCH]


def _digests(schemas: list[str]) -> list[tuple[str, str]]:
    parts = [
        f"SELECT %s, md5(string_agg(app || '.' || name, ',' ORDER BY app, name)) "  # noqa: S608
        f"FROM {quote(schema)}.{MIGRATIONS_TABLE}"
        for schema in schemas
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), schemas)
        return list(cursor.fetchall())


def _read_applied(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app || '.' || name FROM {quote(schema)}.{MIGRATIONS_TABLE}")  # noqa: S608
        return {row[0] for row in cursor.fetchall()}
