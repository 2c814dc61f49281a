"""Rewrites the few definitions that PostgreSQL reads back otherwise than it wrote them.

`status IN ('a', 'b')` on a varchar is shown as `(ARRAY[...])::text[]`; made again from that
text it is shown with the cast inside the brackets, and from then on always so. Made again
once, the template reads like its clones, and every schema like the template.
"""

from django.db import connection

from tenants.provisioning.ddl import quote

UNSETTLED_INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = %s::regnamespace AND pg_get_indexdef(i.indexrelid) LIKE '%%)::text[]%%'
  AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)
"""
UNSETTLED_CHECKS = """
SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.connamespace = %s::regnamespace AND k.contype = 'c'
  AND pg_get_constraintdef(k.oid) LIKE '%%)::text[]%%'
"""


def settle(schema: str) -> None:
    """To be called in a transaction; costs two look-ups in the catalogue when all is settled."""
    with connection.cursor() as cursor:
        cursor.execute(UNSETTLED_INDEXES, [quote(schema)])
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {quote(schema)}.{quote(name)}")
            cursor.execute(definition, None)
        cursor.execute(UNSETTLED_CHECKS, [quote(schema)])
        for table, name, definition in cursor.fetchall():
            cursor.execute(
                f"ALTER TABLE {quote(schema)}.{quote(table)} DROP CONSTRAINT {quote(name)}, "
                f"ADD CONSTRAINT {quote(name)} {definition}",
                None,
            )
