"""Brings every schema to the template's migrations: written down once, replayed in each.

Each schema has a transaction of its own, so that an interrupted run goes on where it was.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import OperationalError, connection, transaction

from tenants.joints.django import NOTE_MIGRATION, forget_schema
from tenants.provisioning import steps
from tenants.provisioning.definitions import settle
from tenants.provisioning.followers import find_behind, follower_schemas
from tenants.provisioning.recorder import is_replayable, lock_timeout, migrate_and_record
from tenants.provisioning.reference import copy_reference_rows
from tenants.provisioning.schema_migrations import migrate_schema
from tenants.provisioning.template import Progress, drop_outward_keys, forget_shared_models
from tenants.registry.context import use_unclaimed

ATTEMPTS = 5

P = ParamSpec("P")
T = TypeVar("T")


class SchemasLeftBehind(RuntimeError):
    """Some schemas could not be migrated; the message says which and why. Run it again."""


def migrate_followers(progress: Progress) -> int:
    """Migrate the market, the shops and the spares that are behind the template; how many.

    Raises SchemasLeftBehind at the end if some tables were too busy; the others are done.
    """
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for behind in find_behind():
        groups[behind.missing].append(behind.schema)
    failed: dict[str, str] = {}
    for missing, schemas in groups.items():
        failed |= _migrate_group(missing, schemas, progress)
    if failed:
        reasons = "; ".join(f"{schema}: {reason}" for schema, reason in failed.items())
        raise SchemasLeftBehind(f"Still behind, run it again: {reasons}")
    return sum(len(schemas) for schemas in groups.values())


def refresh_reference_rows() -> None:
    """Groups and permissions of every schema follow the template's, and what it has by now."""
    for schema in follower_schemas():
        with transaction.atomic():
            copy_reference_rows(schema)
            steps.furnish_follower(schema)


def _migrate_group(
    missing: frozenset[str], schemas: list[str], progress: Progress
) -> dict[str, str]:
    """Migrate schemas that lack the same; what failed, by schema."""
    statements: list[str] | None = None
    replayable = is_replayable(missing)
    failed = {}
    for number, schema in enumerate(schemas, start=1):
        progress(f"Migrating {schema} ({number} of {len(schemas)}, {len(missing)} migrations)")
        try:
            if not replayable:
                _patiently(_migrate_ordinarily, schema)
            elif statements is None:
                statements = _patiently(_lead, schema)
            else:
                _patiently(_replay, schema, statements, missing)
        except OperationalError as error:
            failed[schema] = str(error).strip()
        forget_schema(schema)
    return failed


def _patiently(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Try again, waiting longer each time, while a table is busy for longer than lock_timeout."""
    for attempt in range(1, ATTEMPTS):
        try:
            return work(*args, **kwargs)
        except OperationalError:
            time.sleep(0.2 * 2**attempt)
    return work(*args, **kwargs)


@contextmanager
def _session_lock_timeout() -> Iterator[None]:
    """For work in several transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [lock_timeout()])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _migrate_ordinarily(schema: str) -> None:
    with _session_lock_timeout():
        migrate_schema(schema)
    _tidy(schema, signalled=True)


def _lead(schema: str) -> list[str]:
    with _session_lock_timeout():
        statements = migrate_and_record(schema)
    _tidy(schema)
    return statements


@transaction.atomic
def _replay(schema: str, statements: list[str], missing: frozenset[str]) -> None:
    with use_unclaimed(schema), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [lock_timeout()])
        if statements:
            cursor.execute(";\n".join(statements), None)
        rows = [name.split(".", 1) for name in sorted(missing)]
        cursor.executemany(NOTE_MIGRATION, rows)
    _tidy(schema)


@transaction.atomic
def _tidy(schema: str, *, signalled: bool = False) -> None:
    drop_outward_keys(schema)
    settle(schema)
    if signalled and schema != settings.MARKET_SCHEMA:
        forget_shared_models(schema)
    copy_reference_rows(schema)
