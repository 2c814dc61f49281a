"""Django's own way of migrating one schema: slow, and right for every kind of migration."""

import io

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from tenants.joints.django import MIGRATIONS_TABLE, forget_schema
from tenants.provisioning.ddl import quote
from tenants.registry.context import PUBLIC, use_public, use_unclaimed
from tenants.registry.routers import labels


def migrate_public() -> None:
    """The shared apps only. The others' migrations would do nothing here: they are recorded."""
    with use_public():
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes()
        executor.migrate([node for node in leaves if node[0] in labels(shared=True)])
        applied = executor.recorder.applied_migrations()
        row = executor.recorder.Migration
        executor.recorder.migration_qs.bulk_create(
            [row(app=a, name=n) for a, n in _names(executor) if (a, n) not in applied]
        )


def _names(executor: MigrationExecutor) -> list[tuple[str, str]]:
    """Every migration, a squashed one with all it replaces: it counts as applied only with them."""
    names: set[tuple[str, str]] = set()
    for node in executor.loader.graph.nodes:
        names.add(node)
        names.update(executor.loader.get_migration(*node).replaces)
    return sorted(names)


def list_migrations() -> list[tuple[str, str]]:
    """The (app, name) of every migration that the code has or has squashed."""
    return _names(MigrationExecutor(connection))


def migrate_schema(schema: str) -> None:
    """Create the schema if it is missing and bring it to the newest migrations."""
    begin_schema(schema)
    with use_unclaimed(schema):
        _migrate()
    forget_schema(schema)


def begin_schema(schema: str) -> None:
    """Create the schema and its table of migrations, unless they are there."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}")
        # Made beforehand, else the table of public would answer in its stead.
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {quote(schema)}.{MIGRATIONS_TABLE} "
            f"(LIKE {quote(PUBLIC)}.{MIGRATIONS_TABLE} INCLUDING ALL)"
        )


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command(
            DjangoMigrate(stdout=io.StringIO()), interactive=False, verbosity=0, skip_checks=True
        )
    else:
        # As the command would do, for the models of the code instead of rendered ones.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
