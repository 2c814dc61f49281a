"""What the role that a process logs in as may do beyond its own database's rows."""

from typing import Any

# By itself, or by becoming a role that it is a member of. Whoever may run programs or write files
# on the server may become anything; a maker of roles gives itself what others have.
POWERS = """
SELECT coalesce(bool_or(rolsuper), false),
       coalesce(bool_or(rolcreatedb), false),
       coalesce(bool_or(rolcreaterole), false),
       coalesce(bool_or(rolreplication), false),
       coalesce(bool_or(rolbypassrls), false),
       coalesce(bool_or(rolname = 'pg_execute_server_program'), false),
       coalesce(bool_or(rolname IN ('pg_read_server_files', 'pg_write_server_files')), false)
FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')
"""
NAMES = ("superuser", "createdb", "createrole", "replication", "bypassrls", "programs", "files")
OTHER_DATABASES = """
SELECT datname FROM pg_database
WHERE datallowconn AND datname <> current_database()
  AND has_database_privilege(session_user, oid, 'CONNECT')
ORDER BY datname
"""


def powers_of_login(cursor: Any) -> list[str]:
    """Those of NAMES that the role has; a superuser has all, and is called just that."""
    cursor.execute(POWERS)
    powers = [name for name, has in zip(NAMES, cursor.fetchone(), strict=True) if has]
    return powers[:1] if powers[:1] == ["superuser"] else powers


def other_databases(cursor: Any) -> list[str]:
    """The databases of the server, but this one, that the role may enter."""
    cursor.execute(OTHER_DATABASES)
    return [name for (name,) in cursor.fetchall()]
