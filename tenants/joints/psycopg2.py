"""psycopg2's own cursor and its types, below Django's."""

from typing import Any
from uuid import UUID, SafeUUID

from django.db import connection
from psycopg2 import extensions

# PostgreSQL's numbers of the types.
OID_OF_UUID = 2950
OID_OF_UUIDS = 2951


def read_uuids_quickly() -> None:
    """PostgreSQL writes them in one form, so nothing of what Python's own reading allows for needs
    to be looked at. Less than half of the time, and a page has twenty."""
    kind = extensions.new_type((OID_OF_UUID,), "UUID", _uuid)
    extensions.register_type(kind)
    extensions.register_type(extensions.new_array_type((OID_OF_UUIDS,), "UUID[]", kind))


def _uuid(text: Any, cursor: Any) -> UUID | None:
    if text is None:
        return None
    value = object.__new__(UUID)  # as UUID unpickles itself: it refuses to be changed
    object.__setattr__(value, "int", int(text.replace("-", ""), 16))
    object.__setattr__(value, "is_safe", SafeUUID.unknown)
    return value


def write_out(sql: str, parameters: Any) -> str:
    """A statement with its parameters in it, as the cursor would send it.

    For statements that are put together once and run without parameters; psycopg 3 has no such
    method on its cursors of the server's side.
    """
    with connection.cursor() as cursor:
        return str(cursor.mogrify(sql, parameters), "utf-8")
