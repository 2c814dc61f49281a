"""Makes a schema as the migrations would, from a file: nobody waits for them to be rendered.

`make baseline` writes the files from a database that migrations alone made. A schema that stands
already is left to its migrations, and so is each newer than the files (docs/decisions/0028).
"""

from pathlib import Path

from django.db import connection, transaction

from tenants.joints.django import MIGRATIONS_TABLE, NOTE_MIGRATION
from tenants.provisioning.ddl import quote
from tenants.provisioning.schema_migrations import list_migrations
from tenants.registry.context import use_unclaimed

FOLDER = Path(__file__).parent / "sql"


def load_schema(schema: str) -> bool:
    """Make `public` or `template` in one transaction; whether it was to be made.

    Left to the migrations is a schema that has some, and all where the files list migrations that
    the installed packages lack: those of an older Wagtail, say, make another schema.
    """
    if _has_migrations(schema) or not _suits_code():
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}")
        with use_unclaimed(schema):
            _fill(schema)
    return True


def _fill(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(file_of(schema).read_text(encoding="utf-8"), None)
        cursor.executemany(NOTE_MIGRATION, list_baseline())


def file_of(schema: str) -> Path:
    return FOLDER / f"{schema}.sql"


def list_baseline() -> list[tuple[str, str]]:
    """The (app, name) of those that made both files; [] where there is no baseline."""
    path = FOLDER / "migrations.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [(app, name) for app, _, name in (line.partition(".") for line in lines)]


def _suits_code() -> bool:
    listed = set(list_baseline())
    return bool(listed) and listed <= set(list_migrations())


def _has_migrations(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass(%s) IS NOT NULL", [f"{quote(schema)}.{MIGRATIONS_TABLE}"]
        )
        return bool(cursor.fetchone()[0])
