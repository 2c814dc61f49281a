"""Many rows like one, by one statement: written past all services."""

from django.db import connection

COPY = """
INSERT INTO {table} ({names})
SELECT {values} FROM {table} AS r, generate_series(1, %s) AS n WHERE r.uuid = %s
"""


def copy_row(model, uuid, count, **own):
    """`own`: the columns that differ, as SQL; "n" is the copy's number."""
    own |= {"uuid": "gen_random_uuid()"}
    columns = [field.column for field in model._meta.concrete_fields]
    names = [name for name in columns if name in own or name != model._meta.pk.column]
    quote = connection.ops.quote_name
    values = ", ".join(own.get(name, f"r.{quote(name)}") for name in names)
    names = ", ".join(map(quote, names))
    statement = COPY.format(table=model._meta.db_table, names=names, values=values)
    with connection.cursor() as cursor:
        cursor.execute(statement, [count, uuid])
