"""How a schema looks, as PostgreSQL itself writes it down."""

import os
import re
import subprocess

from django.db import connection

from marketplace.runtime import postgres
from tenants.provisioning.ddl import write_script

VALUES = """
SELECT table_name, 'ROW(' || string_agg(
    CASE WHEN data_type IN ('timestamp with time zone', 'uuid')
         THEN quote_ident(column_name) || ' IS NULL'
         WHEN table_name = 'django_migrations' AND column_name = 'id' THEN '0'
         ELSE quote_ident(column_name) END, ', ' ORDER BY ordinal_position) || ')'
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = %s AND table_type = 'BASE TABLE'
GROUP BY table_name
"""


def dump(schema=None):
    """pg_dump's statements for a schema, its name replaced, or for all; in a fixed order."""
    given = connection.get_connection_params()
    command = [str(postgres.binaries() / "pg_dump"), "--schema-only", "--no-owner"]
    command += ["-n", schema] if schema else []
    command += ["-h", str(given.get("host") or ""), "-p", str(given.get("port") or "5432")]
    command += ["-U", given["user"], given["dbname"]]
    environment = os.environ | {"PGPASSWORD": given.get("password") or ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    lines = [
        line
        for line in done.stdout.splitlines()
        if line and not line.startswith(("--", "\\restrict", "\\unrestrict"))
    ]
    text = "\n".join(lines)
    if schema:
        text = re.sub(rf"\b{schema}\b", "SCHEMA", text)
    return sorted(" ".join(statement.split()) for statement in text.split(";\n"))


def shape(schema):
    """The schema's script without its rows, whose positions differ."""
    lines = write_script(schema).splitlines()
    return [line for line in lines if not line.startswith(("INSERT", "SELECT setval"))]


def rows(schema):
    """{table: (number of rows, digest over all of them)}, and where each sequence stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                "SELECT count(*), md5(string_agg(x::text, '|' ORDER BY x::text)) "
                f'FROM "{schema}"."{table}" x'
            )
            found[table] = cursor.fetchone()
    return found


def contents(schema):
    """A line for each row, and for each sequence that was asked.

    Of moments and UUIDs it says only whether they are there: they are of the hour of their making.
    So is the number of a migration's row.
    """
    with connection.cursor() as cursor:
        cursor.execute(VALUES, [schema])
        lines = []
        for table, values in cursor.fetchall():
            cursor.execute(f'SELECT ({values})::text FROM "{schema}"."{table}"')
            lines += [f"{table} {row}" for (row,) in cursor.fetchall()]
        cursor.execute(
            "SELECT sequencename || ' ' || last_value FROM pg_sequences WHERE schemaname = %s "
            "AND last_value IS NOT NULL",
            [schema],
        )
        return sorted(lines + [line for (line,) in cursor.fetchall()])


def outward_keys():
    """Foreign keys from any schema but public into another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.connamespace::regnamespace::text, k.conname FROM pg_constraint k "
            "JOIN pg_class f ON f.oid = k.confrelid WHERE k.contype = 'f' "
            "AND f.relnamespace <> k.connamespace "
            "AND k.connamespace <> 'public'::regnamespace"
        )
        return cursor.fetchall()


def exists(schema):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [f'"{schema}"'])
        return cursor.fetchone()[0]
