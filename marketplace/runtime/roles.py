"""The roles that the product logs in as: one owns its database, one may use its rows.

The embedded cluster's first role is a superuser, which may run programs and read files: a statement
that a stranger slips in would, too. That role starts the server, makes the others, and hands over
to the owner what earlier releases made. docs/decisions/0020-database-roles.md

`python -m marketplace.runtime.roles` does the same to a PostgreSQL of one's own (compose).
"""

import fcntl
import os
import secrets
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from psycopg2.extensions import quote_ident

from marketplace.runtime import postgres
from marketplace.runtime.progress import Say, warn
from marketplace.settings import env

OWNER = "galleria_owner"
WEB = "galleria_web"
RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
# Those that only a superuser may make, or that an owner would have to be trusted with.
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "pg_stat_statements")
ALL_DATABASES = "SELECT quote_ident(datname) FROM pg_database WHERE datallowconn"
# In a cluster that is not ours alone, others may live in theirs.
OUR_DATABASES = f"{ALL_DATABASES} AND datname IN (current_database(), 'postgres', 'template1')"
FOREIGN_SCHEMAS = """
SELECT n.nspname FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND (n.nspname = 'public' OR n.nspowner <> %(owner)s::regrole)
ORDER BY n.nspname <> 'public', n.nspname
"""
# What an extension made stays its own; a sequence of a column follows its table, as indexes do.
FOREIGN_OBJECTS = """
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
                      WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass::text
FROM pg_class c
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND c.relowner <> %(owner)s::regrole
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                  AND d.objid = c.oid
                  AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
UNION ALL
SELECT 'ROUTINE', p.oid::regprocedure::text
FROM pg_proc p
WHERE p.pronamespace = %(schema)s::regnamespace AND p.proowner <> %(owner)s::regrole
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                  AND d.objid = p.oid AND d.deptype = 'e')
"""


def ensure(home: Path, *, role: str = OWNER, say: Say = warn) -> str:
    """Start or join the server in `home`; the URL of its database for OWNER or WEB."""
    url = postgres.ensure(home, say=say)
    folder = home.resolve()
    if not _has_passwords(folder):
        with open(folder / "roles.lock", "a", encoding="ascii") as mutex:
            fcntl.flock(mutex, fcntl.LOCK_EX)
            if not _has_passwords(folder):
                _hand_over(url, folder, say)
    password = quote(_password_file(folder, role).read_text(encoding="ascii"))
    return urlunsplit(urlsplit(url)._replace(netloc=f"{role}:{password}@"))


def _password_file(folder: Path, role: str) -> Path:
    return folder / f"password.{role}"


def _has_passwords(folder: Path) -> bool:
    return all(_password_file(folder, role).exists() for role in (OWNER, WEB))


def _hand_over(url: str, folder: Path, say: Say) -> None:
    """Make the roles and give the owner all there is; interrupted, the next one goes on.

    The passwords are written last: as long as one is missing nobody works as these roles.
    """
    passwords = {role: secrets.token_urlsafe(24) for role in (OWNER, WEB)}
    make(url, passwords, closed=ALL_DATABASES, say=say)
    for role, password in passwords.items():
        _write(_password_file(folder, role), password)


def make(url: str, passwords: dict[str, str], *, closed: str, say: Say) -> None:
    """Make both roles, or give them these passwords, and hand the database of `url` over.

    `url` logs in as a superuser; `closed` is a query of the databases that nobody else shall enter.
    """
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for role, password in passwords.items():
                _make_role(cursor, role, password)
            database = quote_ident(connection.info.dbname, connection)
            cursor.execute(f"ALTER DATABASE {database} OWNER TO {OWNER}")
            _close_databases(cursor, closed)
            cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {WEB}")
            _make_extensions(cursor)
            _give_schemas(connection, say)


def _make_role(cursor: Any, role: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    cursor.execute(f"{verb} ROLE {role} {RIGHTS} PASSWORD %s", [password])


def _close_databases(cursor: Any, closed: str) -> None:
    """Everybody may connect to a database, and make tables there, until that is taken back."""
    cursor.execute(closed)
    for (name,) in cursor.fetchall():
        cursor.execute(f"REVOKE CONNECT, TEMPORARY ON DATABASE {name} FROM PUBLIC")


def _make_extensions(cursor: Any) -> None:
    for name in EXTENSIONS:
        cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA public")
    # It counts the role's own statements; who measures begins at nothing.
    cursor.execute(f"GRANT EXECUTE ON FUNCTION public.pg_stat_statements_reset TO {OWNER}")


def _give_schemas(connection: Any, say: Say) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_SCHEMAS, {"owner": OWNER})
        schemas = [name for (name,) in cursor.fetchall()]
    if len(schemas) > 1:
        say(f"Handing {len(schemas)} schemas over to the role {OWNER} (once)")
    for schema in schemas:
        _give_schema(connection, schema)


def _give_schema(connection: Any, schema: str) -> None:
    """All of one schema in one transaction: the locks of a thousand would not fit into memory."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(FOREIGN_OBJECTS, {"owner": OWNER, "schema": f'"{schema}"'})
        for kind, name in cursor.fetchall():
            cursor.execute(f"ALTER {kind} {name} OWNER TO {OWNER}")
        if schema != "public":  # which belongs to the owner of the database, whoever that is
            cursor.execute(f'ALTER SCHEMA "{schema}" OWNER TO {OWNER}')
        cursor.execute("COMMIT")


def _write(path: Path, password: str) -> None:
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(password)
        file.flush()
        os.fsync(descriptor)
    unfinished.rename(path)


def main() -> None:
    """For a PostgreSQL of one's own: what the three URLs say. Idempotent; run it as often as you
    like, before `prepare`."""
    superuser = env.secret("DATABASE_SUPERUSER_URL")
    logins = {
        OWNER: env.database_url("DATABASE_OWNER_URL"),
        WEB: env.database_url("DATABASE_URL"),
    }
    env.finish()
    for role, login in logins.items():
        if login["USER"] != role or not login["PASSWORD"]:
            sys.exit(f"error: the URL of {role} logs in as {login['USER']!r}, or has no password")
    passwords = {role: login["PASSWORD"] for role, login in logins.items()}
    make(superuser, passwords, closed=OUR_DATABASES, say=warn)


if __name__ == "__main__":
    main()
