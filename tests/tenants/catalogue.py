"""How a schema looks, as PostgreSQL itself writes it down."""

import os
import re
import subprocess

from django.db import connection

from marketplace.runtime import postgres


def dump(schema):
    """pg_dump's statements for a schema, its name replaced, in a fixed order."""
    given = connection.get_connection_params()
    command = [str(postgres.binaries() / "pg_dump"), "--schema-only", "--no-owner", "-n", schema]
    command += ["-h", str(given.get("host") or ""), "-p", str(given.get("port") or "5432")]
    command += ["-U", given["user"], given["dbname"]]
    environment = os.environ | {"PGPASSWORD": given.get("password") or ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    lines = [
        line
        for line in done.stdout.splitlines()
        if line and not line.startswith(("--", "\\restrict", "\\unrestrict"))
    ]
    text = re.sub(rf"\b{schema}\b", "SCHEMA", "\n".join(lines))
    return sorted(" ".join(statement.split()) for statement in text.split(";\n"))


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
