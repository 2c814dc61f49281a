"""Writes down a schema with its rows, for a database that does not have it: the baseline.

Two databases that the same migrations made give the same text: rows stand by their primary key,
moments are written as now() and UUIDs as new ones, since both were made when the migrations ran.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from tenants.joints.django import MIGRATIONS_TABLE
from tenants.provisioning.ddl import (
    has_rows,
    join_statements,
    quote,
    read_rows,
    read_shape,
    require_plain,
)
from tenants.registry.context import use_unclaimed

# In the order of their making: a later one may call an earlier one.
FUNCTIONS = """
SELECT rtrim(pg_get_functiondef(p.oid), E'\\n') FROM pg_proc p
WHERE p.pronamespace = %s::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY p.oid
"""
SEARCH_CONFIGURATIONS = """
SELECT format('CREATE TEXT SEARCH CONFIGURATION %%I (PARSER = pg_catalog.%%I)',
              c.cfgname, p.prsname)
FROM pg_ts_config c JOIN pg_ts_parser p ON p.oid = c.cfgparser
WHERE c.cfgnamespace = %s::regnamespace ORDER BY c.cfgname
"""
SEARCH_MAPPINGS = """
SELECT format('ALTER TEXT SEARCH CONFIGURATION %%I ADD MAPPING FOR %%s WITH %%s',
              cfgname, string_agg(alias, ', ' ORDER BY tokid), dictionaries)
FROM (
    SELECT c.cfgname, t.alias, t.tokid,
           string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
    FROM pg_ts_config c
    JOIN pg_ts_config_map m ON m.mapcfg = c.oid
    JOIN LATERAL ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
    WHERE c.cfgnamespace = %s::regnamespace
    GROUP BY c.cfgname, t.alias, t.tokid
) AS words
GROUP BY cfgname, dictionaries ORDER BY cfgname, min(tokid)
"""
POSITIONS = """
SELECT format('SELECT setval(%%L, %%s)', quote_ident(sequencename), last_value)
FROM pg_sequences
WHERE quote_ident(schemaname)::regnamespace = %s::regnamespace AND last_value IS NOT NULL
ORDER BY sequencename
"""
AS_THEY_ARE = ("smallint", "integer", "bigint", "boolean")
MADE_ANEW = {"timestamp with time zone": "now()", "uuid": "gen_random_uuid()"}


def write_snapshot(schema: str) -> str:
    """The SQL that makes an equal schema from an empty one, without the table of migrations' rows.

    Raises CannotClone for views, triggers, policies and free sequences.
    """
    with use_unclaimed(schema):
        require_plain(schema, but="function")
        shape = read_shape(schema)
        queries = (SEARCH_CONFIGURATIONS, SEARCH_MAPPINGS, FUNCTIONS)
        statements = [statement for query in queries for (statement,) in read_rows(query, schema)]
        statements += shape.tables
        statements += _write_rows(shape.columns)
        # The loader writes the rows of this table itself, from the list that the schemas share.
        positions = [statement for (statement,) in read_rows(POSITIONS, schema)]
        statements += [line for line in positions if f"{MIGRATIONS_TABLE}_" not in line]
        statements += shape.foreign_keys
    return join_statements(statements)


def _write_rows(columns: dict[str, list[tuple[Any, ...]]]) -> Iterator[str]:
    for table in columns:
        if table != MIGRATIONS_TABLE and has_rows(table):
            yield _write_insert(table, [column[:2] for column in columns[table] if not column[4]])


def _write_insert(table: str, columns: list[tuple[Any, ...]]) -> str:
    values = " || ', ' || ".join(_write_literal(name, kind) for name, kind in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT '  (' || {values} || ')' FROM {quote(table)} ORDER BY {quote(columns[0][0])}"  # noqa: S608
        )
        lines = ",\n".join(line for (line,) in cursor.fetchall())
    names = ", ".join(quote(name) for name, _ in columns)
    return f"INSERT INTO {quote(table)} ({names}) OVERRIDING SYSTEM VALUE VALUES\n{lines}"


def _write_literal(name: str, kind: str) -> str:
    """An expression that gives a column's value as SQL."""
    column = quote(name)
    if kind in MADE_ANEW:
        return f"CASE WHEN {column} IS NULL THEN 'NULL' ELSE '{MADE_ANEW[kind]}' END"
    if kind in AS_THEY_ARE:
        return f"coalesce({column}::text, 'NULL')"
    return f"quote_nullable({column}::text)"
