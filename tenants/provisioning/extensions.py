"""PostgreSQL's extensions, in public: that is where every schema's search path finds them."""

from django.db import DatabaseError, connection, transaction

from tenants.registry.context import PUBLIC

EXTENSIONS = ["pg_trgm", "unaccent", "btree_gin"]
PLACES = """
SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = ANY(%s) AND n.nspname <> %s
ORDER BY e.extname
"""


class ExtensionUnusable(Exception):
    """The message says which, and what to do."""


def create_extensions() -> None:
    """Those that are missing. Raises ExtensionUnusable."""
    for name in EXTENSIONS:
        _create(name)
    _require_public()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_settings WHERE name = 'shared_preload_libraries' "
            "AND setting LIKE '%%pg_stat_statements%%' AND current_setting('is_superuser') = 'on'"
        )
        if cursor.fetchone():
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public")


def _create(name: str) -> None:
    statement = f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA public"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        raise ExtensionUnusable(
            f"PostgreSQL does not make the extension {name}: {str(error).strip()}\n"
            f"Install PostgreSQL's contrib package if it lacks it; let a role that may make "
            f"extensions run in this database:\n    {statement};"
        ) from error


def _require_public() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [EXTENSIONS, PUBLIC])
        elsewhere = cursor.fetchall()
    if elsewhere:
        places = ", ".join(f"{name} in the schema {schema}" for name, schema in elsewhere)
        moves = "\n".join(f"    ALTER EXTENSION {name} SET SCHEMA public;" for name, _ in elsewhere)
        raise ExtensionUnusable(
            f"Extensions are looked for in the schema public, and there is {places}.\n"
            f"Let who owns them run in this database:\n{moves}"
        )
