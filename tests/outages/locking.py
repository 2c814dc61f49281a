"""A transaction of somebody else's, which holds a row and does not end."""

from contextlib import closing, contextmanager

import psycopg2
from django.db import connection


def raw_connection():
    """A session beside Django's, on the test's database."""
    given = connection.get_connection_params()
    given.pop("cursor_factory", None)
    return psycopg2.connect(**given)


@contextmanager
def locked_stock(retailer, product):
    with closing(raw_connection()) as other, other.cursor() as cursor:
        cursor.execute(
            f'SELECT 1 FROM "{retailer.schema_name}".partner_stockrecord '
            "WHERE product_id = %s FOR UPDATE",
            [product.pk],
        )
        yield
