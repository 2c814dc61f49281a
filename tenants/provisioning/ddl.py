"""Writes down a schema as one compact SQL script, from PostgreSQL's own catalogue.

One CREATE TABLE per table with its columns, keys and checks, then the other indexes, the
rows, the sequences' positions, and one ALTER TABLE per table with all its foreign keys.
Names are unqualified: the script runs with the new schema first in the search path. A clone's
script copies the rows from the schema that it was written from; `tenants.provisioning.snapshot`
writes them out.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tenants.registry.context import use_unclaimed

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attgenerated, pg_get_expr(d.adbin, d.adrelid),
       CASE WHEN a.attcollation <> t.typcollation THEN co.collname END,
       (SELECT n.conname FROM pg_constraint n
        WHERE n.conrelid = c.oid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum]),
       s.relname
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation
LEFT JOIN pg_depend p ON p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'i'
     AND p.classid = 'pg_class'::regclass AND a.attidentity <> ''
LEFT JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S'
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r'
ORDER BY c.relname, a.attnum
"""
TABLES = """
SELECT relname, relpersistence = 'u', array_to_string(reloptions, ', ')
FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'
ORDER BY relname
"""
# Where a long value of a column is kept, if not as for all of its type.
STORAGE = """
SELECT format('ALTER TABLE %%I ALTER COLUMN %%I SET STORAGE %%s', c.relname, a.attname,
    CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'm' THEN 'MAIN'
                      WHEN 'e' THEN 'EXTERNAL' ELSE 'EXTENDED' END)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND a.attstorage <> t.typstorage
ORDER BY c.relname, a.attnum
"""
CONSTRAINTS = """
SELECT c.relname, k.conname, k.contype, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.connamespace = %s::regnamespace AND k.contype <> 'n'
ORDER BY c.relname, k.contype, k.conname
"""
INDEXES = """
SELECT pg_get_indexdef(i.indexrelid, 0, true)
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
WHERE x.relnamespace = %s::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k
                  WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY x.relname
"""
# What the script cannot write down: a template that has any of it must not be cloned. What belongs
# to an extension comes with it.
UNSUPPORTED = """
SELECT 'relation ' || c.relname FROM pg_class c
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind NOT IN ('r', 'i', 'S', 't')
  AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.objid = c.oid AND p.deptype = 'e')
UNION ALL
SELECT 'trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %(schema)s::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
UNION ALL
SELECT 'sequence ' || c.relname FROM pg_class c
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind = 'S' AND NOT EXISTS (
    SELECT 1 FROM pg_depend p WHERE p.objid = c.oid AND p.deptype = 'i')
UNION ALL
SELECT 'policy ' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = %(schema)s::regnamespace
"""

LONGEST_NAME = 63  # bytes


class CannotClone(RuntimeError):
    """The schema holds something that a clone would lack; the message names it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema without its rows; `columns` by table, as _column takes them."""

    tables: list[str]
    foreign_keys: list[str]
    columns: dict[str, list[tuple[Any, ...]]]


def write_script(schema: str) -> str:
    """The SQL that makes an equal schema, rows included, from an empty one.

    Raises CannotClone for views, triggers, functions, policies and free sequences.
    """
    with use_unclaimed(schema):
        require_plain(schema)
        shape = read_shape(schema)
        filled = [table for table in shape.columns if has_rows(table)]
        statements = list(shape.tables)
        statements += [_copy_rows(schema, table, shape.columns[table]) for table in filled]
        statements += [s for t in filled for s in _copy_positions(schema, shape.columns[t])]
        statements += shape.foreign_keys
    return join_statements(statements)


def read_shape(schema: str) -> Shape:
    """To be called with the schema in use."""
    columns = _group(read_rows(COLUMNS, schema))
    constraints = _group(read_rows(CONSTRAINTS, schema))
    tables = [
        _create_table(table, unlogged, options, columns[table], constraints[table])
        for table, unlogged, options in read_rows(TABLES, schema)
    ]
    tables += [
        statement for query in (STORAGE, INDEXES) for (statement,) in read_rows(query, schema)
    ]
    foreign_keys = [_add_foreign_keys(table, constraints[table]) for table in columns]
    return Shape(tables, [statement for statement in foreign_keys if statement], columns)


def join_statements(statements: Iterable[str]) -> str:
    return "".join(f"{statement};\n" for statement in statements)


def quote(name: str) -> str:
    """An identifier in double quotes."""
    return connection.ops.quote_name(name)


def read_rows(sql: str, schema: str) -> list[tuple[Any, ...]]:
    """What a query that takes a schema finds there."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [quote(schema)])
        return list(cursor.fetchall())


def require_plain(schema: str, *, but: str = "") -> None:
    """Raises CannotClone for what a script lacks; of the kind `but` the caller takes care."""
    with connection.cursor() as cursor:
        cursor.execute(UNSUPPORTED, {"schema": quote(schema)})
        objects = [name for (name,) in cursor.fetchall() if name.partition(" ")[0] != but]
    if objects:
        raise CannotClone(f"A clone of {schema} would lack: {', '.join(objects)}.")


def _group(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by their first column, the table's name."""
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for table, *rest in rows:
        groups[table].append(tuple(rest))
    return groups


def has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {quote(table)})")  # noqa: S608
        return bool(cursor.fetchone()[0])


def _create_table(
    table: str,
    unlogged: bool,
    options: str | None,
    columns: list[tuple[Any, ...]],
    constraints: list[tuple[Any, ...]],
) -> str:
    parts = [_column(table, *column) for column in columns]
    parts += [f"CONSTRAINT {quote(n)} {definition}" for n, k, definition in constraints if k != "f"]
    kind = "UNLOGGED TABLE" if unlogged else "TABLE"
    storage = f" WITH ({options})" if options else ""
    body = ",\n  ".join(parts)
    return f"CREATE {kind} {quote(table)} (\n  {body}\n){storage}"


def _column(
    table: str,
    name: str,
    kind: str,
    not_null: bool,
    identity: str,
    generated: str,
    default: str | None,
    collation: str | None,
    not_null_name: str | None,
    sequence: str | None,
) -> str:
    parts = [quote(name), kind]
    if collation:
        parts.append(f"COLLATE {quote(collation)}")
    if identity:
        mode = "ALWAYS" if identity == "a" else "BY DEFAULT"
        parts.append(f"GENERATED {mode} AS IDENTITY")
        if sequence != _default_name(table, name, "seq"):
            parts.append(f"(SEQUENCE NAME {quote(str(sequence))})")
    elif generated:
        parts.append(
            f"GENERATED ALWAYS AS ({default}) {'STORED' if generated == 's' else 'VIRTUAL'}"
        )
    elif default is not None:
        parts.append(f"DEFAULT {default}")
    if not_null:
        is_default = not_null_name in (None, _default_name(table, name, "not_null"))
        parts.append(
            "NOT NULL" if is_default else f"CONSTRAINT {quote(str(not_null_name))} NOT NULL"
        )
    return " ".join(parts)


def _default_name(table: str, column: str, suffix: str) -> str | None:
    """What PostgreSQL calls it when nobody names it; None where it would shorten the name."""
    name = f"{table}_{column}_{suffix}"
    return name if len(name.encode()) < LONGEST_NAME else None


def _copy_rows(schema: str, table: str, columns: list[tuple[Any, ...]]) -> str:
    names = ", ".join(quote(column[0]) for column in columns if not column[4])
    return (
        f"INSERT INTO {quote(table)} ({names}) OVERRIDING SYSTEM VALUE "  # noqa: S608
        f"SELECT {names} FROM {quote(schema)}.{quote(table)}"
    )


def _copy_positions(schema: str, columns: list[tuple[Any, ...]]) -> list[str]:
    sequences = [column[8] for column in columns if column[8]]
    return [
        f"SELECT setval('{quote(name)}', last_value, is_called) "  # noqa: S608
        f"FROM {quote(schema)}.{quote(name)}"
        for name in sequences
    ]


def _add_foreign_keys(table: str, constraints: list[tuple[Any, ...]]) -> str:
    keys = [
        f"ADD CONSTRAINT {quote(n)} {definition}" for n, k, definition in constraints if k == "f"
    ]
    return f"ALTER TABLE {quote(table)} {', '.join(keys)}" if keys else ""
