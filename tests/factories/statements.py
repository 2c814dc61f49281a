"""Counts statements: data apart from SET, BEGIN, COMMIT and SAVEPOINT."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

CONTROL = re.compile(r"\s*(SET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SHOW|RESET|DISCARD)\b", re.I)


@dataclass
class Statements:
    data: list[str] = field(default_factory=list)
    control: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Of data."""
        return len(self.data)


@contextmanager
def count_statements() -> Iterator[Statements]:
    """`with count_statements() as seen: ...` and then `len(seen)`."""
    seen = Statements()
    with CaptureQueriesContext(connection) as queries:
        yield seen
    for query in queries:
        (seen.control if CONTROL.match(query["sql"]) else seen.data).append(query["sql"])
