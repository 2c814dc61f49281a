"""psycopg2's own cursor, below Django's."""

from typing import Any

from django.db import connection


def write_out(sql: str, parameters: Any) -> str:
    """A statement with its parameters in it, as the cursor would send it.

    For statements that are put together once and run without parameters; psycopg 3 has no such
    method on its cursors of the server's side.
    """
    with connection.cursor() as cursor:
        return str(cursor.mogrify(sql, parameters), "utf-8")
