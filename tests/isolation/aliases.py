"""Rows of older addresses: each answers everybody what its successor answers."""

from collections.abc import Iterator
from dataclasses import replace

from api.openapi import SUCCESSOR
from api.openapi import all_operations as documented
from api.schema import document
from tests.isolation import operations

# What an older path says by a name that its successor's has not.
THINGS = {"category": "market_category"}


def rows() -> list[operations.Row]:
    return list(_rows(operations.rows()))


def staff_rows() -> list[operations.Row]:
    return list(_rows(operations.staff_rows()))


def _rows(successors: list[operations.Row]) -> Iterator[operations.Row]:
    by_key = {row.key: row for row in successors}
    names = {
        operation["operationId"]: (method, path)
        for method, path, operation in documented(document())
    }
    for method, path, operation in documented(document()):
        row = by_key.get(names[operation[SUCCESSOR]]) if SUCCESSOR in operation else None
        if row is not None:
            words = {name: thing for name, thing in THINGS.items() if f"{{{name}}}" in path}
            things = row.things | words
            own = path.removeprefix("/api/")
            yield replace(row, method=method.upper(), path=own, base="/api/", things=things)
