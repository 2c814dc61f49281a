"""Migrates one schema in Django's own way and writes down the statements for the others.

Recorded, not collected by `sqlmigrate`: what is introspected (names of old constraints) is
introspected in a schema that stands where the others stand, and after each earlier migration.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RenameModel, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

from tenants.joints.django import record_statements
from tenants.registry.context import use_unclaimed
from tenants.registry.routers import labels


def migrate_and_record(schema: str) -> list[str]:
    """Apply what the schema lacks; the statements, in order, names unqualified."""
    with use_unclaimed(schema), record_statements() as statements:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    return statements


def is_replayable(missing: Iterable[str]) -> bool:
    """Whether statements alone carry these migrations ("app.name") into another schema.

    Python code must run in each schema; a migration without a transaction can't be part of
    one; renaming a model also renames its content type, which Django does by a signal.
    """
    executor = MigrationExecutor(connection)
    keys = [tuple(name.split(".", 1)) for name in missing]
    migrations = [executor.loader.graph.nodes.get(key) for key in keys]
    return all(m is not None and (_is_shared(m) or _is_plain(m)) for m in migrations)


def _is_shared(migration: Migration) -> bool:
    """Recorded in every schema, carried out in public only."""
    return migration.app_label in labels(shared=True)


def _is_plain(migration: Migration) -> bool:
    return bool(migration.atomic) and not any(
        isinstance(operation, RunPython | RenameModel) or not operation.reduces_to_sql
        for operation in _flat(migration.operations)
    )


def _flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def lock_timeout() -> str:
    """How long DDL may wait for a busy table before it gives way, as PostgreSQL writes it."""
    return str(settings.MIGRATION_LOCK_TIMEOUT)
