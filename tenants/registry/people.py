"""In which schemas an account left something behind: it asks every schema there is.

For tasks, and for pages that few open. So many schemas are asked by one statement that their
number hardly counts; each table that one looks into takes a lock.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL

from tenants.registry.models import Retailer
from tenants.registry.orphans import account_columns

AT_ONCE = 8  # schemas in one statement
AT_ONCE_IN_ONE_TABLE = 100
Columns = list[tuple[str, str]]
Row = tuple[Any, ...]


def shops_with(user: Any, *, model: type[Model] | None = None) -> list[Retailer]:
    """The shops whose tables name this account, closed ones too, by id; or one table alone."""
    columns = _columns_of(model)
    # A row whose schema is missing holds nothing of anybody, and must not keep her from going.
    exists = RawSQL("to_regnamespace(schema_name) IS NOT NULL", [], BooleanField())
    matches: list[Retailer] = []
    for some in _slices(exists, AT_ONCE if model is None else AT_ONCE_IN_ONE_TABLE):
        named = {schema for (schema,) in _ask(_look(shop, user, columns) for shop in some)}
        matches += [shop for shop in some if shop.schema_name in named]
    return matches


def rows_with(
    user: Any, *, model: type[Model], fields: Sequence[str]
) -> Iterator[tuple[Retailer, Row]]:
    """What one table of each shop tells of this account: these columns.

    A shop that lacks the table, as while it is restored, tells nothing and spoils no other.
    """
    [(table, column)] = _columns_of(model)
    exists = RawSQL(
        "to_regclass(quote_ident(schema_name) || '.' || quote_ident(%s)) IS NOT NULL",
        [table],
        BooleanField(),
    )
    for some in _slices(exists, AT_ONCE_IN_ONE_TABLE):
        by_schema = {shop.schema_name: shop for shop in some}
        for schema, *row in _ask(_read(shop, user, table, column, fields) for shop in some):
            yield by_schema[schema], tuple(row)


def _columns_of(model: type[Model] | None) -> Columns:
    return [
        (table._meta.db_table, field.column)
        for table, field in account_columns()
        if model in (None, table)
    ]


def _slices(exists: RawSQL, size: int) -> Iterator[list[Retailer]]:
    shops = iter(list(Retailer.objects.with_schema().filter(exists).order_by("id")))
    while some := list(islice(shops, size)):
        yield some


def _look(shop: Retailer, user: Any, columns: Columns) -> str:
    looks = " OR ".join(
        f"EXISTS ({_select('1', shop, user, table, column)})" for table, column in columns
    )
    return f"SELECT '{shop.schema_name}' WHERE {looks}"


def _read(shop: Retailer, user: Any, table: str, column: str, fields: Sequence[str]) -> str:
    names = ", ".join(map(connection.ops.quote_name, fields))
    return _select(f"'{shop.schema_name}', {names}", shop, user, table, column)


def _select(what: str, shop: Retailer, user: Any, table: str, column: str) -> str:
    quote = connection.ops.quote_name
    return (
        f"SELECT {what} FROM {quote(shop.schema_name)}.{quote(table)}"  # noqa: S608 - names of ours
        f" WHERE {quote(column)} = {int(user.pk)}"
    )


def _ask(selects: Iterable[str]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        return list(cursor.fetchall())
