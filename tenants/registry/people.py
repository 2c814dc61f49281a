"""In which schemas an account left something behind. For tasks: it asks every schema there is."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL

from tenants.registry.models import Retailer
from tenants.registry.orphans import account_columns

AT_ONCE = 8  # schemas in one statement: each table that is looked into takes a lock
AT_ONCE_IN_ONE_TABLE = 100
Columns = list[tuple[str, str]]


def shops_with(user: Any, *, model: type[Model] | None = None) -> list[Retailer]:
    """The shops whose tables name this account, closed ones too, by id; or one table alone."""
    columns = _columns_of(model)
    # A row whose schema is missing holds nothing of anybody, and must not keep her from going.
    exists = RawSQL("to_regnamespace(schema_name) IS NOT NULL", [], BooleanField())
    shops = iter(list(Retailer.objects.with_schema().filter(exists).order_by("id")))
    matches: list[Retailer] = []
    while some := list(islice(shops, AT_ONCE if model is None else AT_ONCE_IN_ONE_TABLE)):
        named = set(_schemas_with(user.pk, [shop.schema_name for shop in some], columns))
        matches += [shop for shop in some if shop.schema_name in named]
    return matches


def _columns_of(model: type[Model] | None) -> Columns:
    return [
        (table._meta.db_table, field.column)
        for table, field in account_columns()
        if model in (None, table)
    ]


def _schemas_with(user_id: int, schemas: list[str], columns: Columns) -> Iterator[str]:
    quote = connection.ops.quote_name
    selects = []
    for schema in schemas:
        looks = " OR ".join(
            f"EXISTS (SELECT 1 FROM {quote(schema)}.{quote(table)}"  # noqa: S608 - names of ours
            f" WHERE {quote(column)} = {int(user_id)})"
            for table, column in columns
        )
        selects.append(f"SELECT '{schema}' WHERE {looks}")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects))
        yield from (schema for (schema,) in cursor.fetchall())
