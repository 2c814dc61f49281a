"""Writes down a schema as one compact SQL script, from PostgreSQL's own catalogue.

One CREATE TABLE per table with its columns, keys and checks, then the other indexes, the
rows, the sequences' positions, and one ALTER TABLE per table with all its foreign keys.
Names are unqualified: the script runs with the new schema first in the search path, and
copies the rows from the schema that it was written from.
"""

from collections import defaultdict
from collections.abc import Iterable
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
# What the script cannot write down: a template that has any of it must not be cloned.
UNSUPPORTED = """
SELECT 'relation ' || c.relname FROM pg_class c
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind NOT IN ('r', 'i', 'S', 't')
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


class CannotClone(RuntimeError):
    """The schema holds something that a clone would lack; the message names it."""


def write_script(schema: str) -> str:
    """The SQL that makes an equal schema, rows included, from an empty one.

    Raises CannotClone for views, triggers, functions, policies and free sequences.
    """
    with use_unclaimed(schema):
        _require_plain(schema)
        columns = _group(_rows(COLUMNS, schema))
        constraints = _group(_rows(CONSTRAINTS, schema))
        indexes = [row[0] for row in _rows(INDEXES, schema)]
        filled = [table for table in columns if _has_rows(table)]
        statements = [_create_table(t, columns[t], constraints[t]) for t in columns]
        statements += indexes
        statements += [_copy_rows(schema, table, columns[table]) for table in filled]
        statements += [s for t in filled for s in _copy_positions(schema, columns[t])]
        statements += [_add_foreign_keys(t, constraints[t]) for t in columns]
    return "".join(f"{statement};\n" for statement in statements if statement)


def quote(name: str) -> str:
    """An identifier in double quotes."""
    return connection.ops.quote_name(name)


def _rows(sql: str, schema: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [quote(schema)])
        return list(cursor.fetchall())


def _require_plain(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNSUPPORTED, {"schema": quote(schema)})
        objects = [row[0] for row in cursor.fetchall()]
    if objects:
        raise CannotClone(f"A clone of {schema} would lack: {', '.join(objects)}.")


def _group(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows by their first column, the table's name."""
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for table, *rest in rows:
        groups[table].append(tuple(rest))
    return groups


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {quote(table)})")  # noqa: S608
        return bool(cursor.fetchone()[0])


def _create_table(
    table: str, columns: list[tuple[Any, ...]], constraints: list[tuple[Any, ...]]
) -> str:
    parts = [_column(*column) for column in columns]
    parts += [f"CONSTRAINT {quote(n)} {definition}" for n, k, definition in constraints if k != "f"]
    return f"CREATE TABLE {quote(table)} ({', '.join(parts)})"


def _column(
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
        parts.append(f"GENERATED {mode} AS IDENTITY (SEQUENCE NAME {quote(str(sequence))})")
    elif generated:
        parts.append(
            f"GENERATED ALWAYS AS ({default}) {'STORED' if generated == 's' else 'VIRTUAL'}"
        )
    elif default is not None:
        parts.append(f"DEFAULT {default}")
    if not_null:
        parts.append(f"CONSTRAINT {quote(not_null_name)} NOT NULL" if not_null_name else "NOT NULL")
    return " ".join(parts)


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
