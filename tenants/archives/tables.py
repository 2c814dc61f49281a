"""Rows of tables as COPY writes and reads them, and how many there are."""

import gzip
from collections.abc import Iterable
from typing import IO

from django.db import connection, transaction

from tenants.archives.ownership import Model, Owner, columns_of, rows_of
from tenants.provisioning.ddl import quote

TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY relname
"""
# Only ever forward: numbers that were given away are not given again.
ADVANCE = """
SELECT setval(sequence, most) FROM (
    SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence, max({key}) AS most FROM {table}
) AS rows
WHERE most > coalesce(pg_sequence_last_value(sequence), 0)
"""


def write_rows(model: Model, owner: Owner, file: IO[bytes]) -> int:
    """Those of public that are this shop's, or the market's, gzipped; how many."""
    rows = rows_of(model, owner).values_list(*columns_of(model).values())
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor, gzip.open(file, "wb", compresslevel=3) as packed:
        query = cursor.mogrify(sql, parameters).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", packed)
        return int(cursor.rowcount)


def read_rows(model: Model, file: IO[bytes]) -> None:
    names = ", ".join(map(quote, columns_of(model)))
    wrapped = connection.wrap_database_errors  # as for other statements
    with wrapped, connection.cursor() as cursor, gzip.open(file, "rb") as rows:
        cursor.copy_expert(f"COPY {_table_of(model)} ({names}) FROM STDIN", rows)


def advance_numbers(model: Model) -> None:
    """New rows come after those that were read."""
    key, table = str(model._meta.pk.column), _table_of(model)
    if model._meta.pk.get_internal_type().endswith("AutoField"):
        with connection.cursor() as cursor:
            cursor.execute(ADVANCE.format(key=quote(key), table=table), [table, key])


def count_rows(schema: str) -> dict[str, int]:
    """Of each table of a schema.

    A savepoint that is taken back gives its locks back: in the one transaction of a dump of all
    shops they would become more than the server has room for.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TABLES, [quote(schema)])
        names = [name for (name,) in cursor.fetchall()]
        tables = (f"{quote(schema)}.{quote(name)}" for name in names)
        counts = (f"(SELECT count(*) FROM {table})" for table in tables)  # noqa: S608
        cursor.execute(f"SELECT {', '.join(counts)}")
        transaction.set_rollback(True)
        return dict(zip(names, cursor.fetchone(), strict=True))


def empty(models: Iterable[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(_table_of, models))}")


def analyze(models: Iterable[Model]) -> None:
    """Counted by PostgreSQL itself after some minutes only, and small tables never."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(_table_of, models))}")


def _table_of(model: Model) -> str:
    return f"public.{quote(model._meta.db_table)}"
