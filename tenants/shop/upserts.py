"""Many rows of one model in one statement, created or changed.

Django's bulk_create spends ten times as long on preparing values. Here the rows travel as
one JSON text; columns, types and defaults are the model's own, so that a new column needs
no change here. For the shop's services only: nothing is announced.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.utils.timezone import now


def upsert(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    unique: str,
    updated: Sequence[str],
) -> dict[Any, int]:
    """Insert the rows ({column: value}); where `unique` is there already, set `updated`.

    Columns that a row leaves out take the field's default. Answers the ids by `unique`.
    """
    if not rows:
        return {}
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    content = json.dumps(list(_complete(fields, rows)), default=str)
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, fields, unique, updated), [content])
        return dict(cursor.fetchall())


def _complete(
    fields: Sequence[Any], rows: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """A default that is no function is asked for once, and not for each of thousands of rows."""
    constants = {field.column: _default(field) for field in fields if not callable(field.default)}
    others = [field for field in fields if callable(field.default)]
    for row in rows:
        fresh = {field.column: _default(field) for field in others if field.column not in row}
        yield {**constants, **fresh, **row}


def _default(field: Any) -> Any:
    """As Model.save would fill it: the time for dates kept automatically."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return now().isoformat()
    default = field.get_default()
    return None if default == "" and field.null else default


def _statement(
    model: type[models.Model], fields: Sequence[Any], unique: str, updated: Sequence[str]
) -> str:
    """Every name comes from the model, none from a row."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(field.column) for field in fields)
    typed = ", ".join(f"{quote(field.column)} {_type(field)}" for field in fields)
    changes = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in updated)
    return (
        f"INSERT INTO {table} ({columns}) "  # noqa: S608
        f"SELECT {columns} FROM json_to_recordset(%s::json) AS incoming ({typed}) "
        f"ON CONFLICT ({quote(unique)}) DO UPDATE SET {changes} "
        f"RETURNING {quote(unique)}, id"
    )


def _type(field: Any) -> str:
    return str(field.db_type(connection))
