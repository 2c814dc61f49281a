"""Statements that PostgreSQL reads and plans once a session instead of each time.

For what everybody asks again and again over tables that exist once: to read and plan such a
statement costs PostgreSQL more than to run it. Nothing is spared for a session whose search path
is another than the last time; it plans anew then.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db import NotSupportedError, connection

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Prepared:
    """`text` is SQL as a cursor takes it, with `%(name)s` for values and a doubled %.

    The types of values PostgreSQL infers: write a cast where it cannot. What the plan depends upon,
    such as a LIMIT, belongs into the text.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        values = list(dict.fromkeys(PLACEHOLDER.findall(text)))
        body = PLACEHOLDER.sub(lambda match: f"${values.index(match[1]) + 1}", text)
        self.definition = f"PREPARE {name} AS {body}".replace("%%", "%")
        places = ", ".join(f"%({value})s" for value in values)
        self.call = f"EXECUTE {name} ({places})" if values else f"EXECUTE {name}"

    def fetch_all(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows. Raises KeyError where a value is missing."""
        with connection.cursor() as cursor:
            self._prepare()
            try:
                cursor.execute(self.call, values)
            except NotSupportedError:
                if connection.in_atomic_block:
                    raise
                self._prepare_again()
                cursor.execute(self.call, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _prepare(self) -> None:
        names: set[str] = connection.prepared  # type: ignore[attr-defined]  # tenants' own
        if self.name not in names:
            _send(self.definition)
            names.add(self.name)

    def _prepare_again(self) -> None:
        """A migration gave a column another type: PostgreSQL does not run the plan any more."""
        _send(f"DEALLOCATE {self.name}; {self.definition}")


def _send(statement: str) -> None:
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(statement)
