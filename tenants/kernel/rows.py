"""Rows of a table as a whole."""

from typing import Any


def delete_at_once(rows: Any) -> int:
    """DELETE this QuerySet's rows in one statement, however many; tells how many went.

    QuerySet.delete() selects them first, since libraries listen to every model's post_delete,
    and then deletes a hundred at a time. Only for tables that no key leads to, or whose
    dependents are gone already; nobody hears of it.
    """
    return rows._raw_delete(using=rows.db)
