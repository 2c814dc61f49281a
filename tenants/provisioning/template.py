"""The template: a schema made by migrations once, cloned for every shop, never traded in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tenants.provisioning import baseline, steps
from tenants.provisioning.ddl import quote
from tenants.provisioning.definitions import settle
from tenants.provisioning.schema_migrations import migrate_schema
from tenants.registry.context import PUBLIC, use_unclaimed
from tenants.registry.routers import labels
from tenants.tasks.runner import run_inline

Progress = Callable[[str], None]

# A clone copies rows; these must never be among them.
MUST_BE_EMPTY = [
    "catalogue_product",
    "partner_stockrecord",
    "order_order",
    "basket_basket",
    "staff_membership",
    "staff_auditentry",
]
OUTWARD_KEYS = """
SELECT n.nspname, c.relname, k.conname
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = k.connamespace
JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND f.relnamespace <> k.connamespace AND n.nspname <> %(public)s
  AND (%(schema)s IS NULL OR n.nspname = %(schema)s)
"""


class TemplateInUse(RuntimeError):
    """The template holds rows of trade, which every clone would copy."""


def build_template(progress: Progress) -> None:
    """Bring the template to the newest migrations and furnish it; repeatable."""
    template = settings.TEMPLATE_SCHEMA
    progress(f"Migrating the schema {template}")
    migrate_template()
    with transaction.atomic():
        steps.furnish_template()
        run_inline(template)
        require_unused(template)


def migrate_template() -> None:
    """Bring the template to the newest migrations, fit to be cloned."""
    template = settings.TEMPLATE_SCHEMA
    baseline.load_schema(template)
    migrate_schema(template)
    with transaction.atomic():
        drop_outward_keys(template)
        settle(template)
        forget_shared_models(template)


def drop_outward_keys(schema: str | None = None) -> int:
    """Drop every foreign key that leaves this schema, or any but public; how many there were.

    PostgreSQL would add triggers to the accounts for each of them, in each shop.
    """
    with connection.cursor() as cursor:
        cursor.execute(OUTWARD_KEYS, {"public": PUBLIC, "schema": schema})
        keys = cursor.fetchall()
        for owner, table, name in keys:
            cursor.execute(
                f"ALTER TABLE {quote(owner)}.{quote(table)} DROP CONSTRAINT {quote(name)}"
            )
    return len(keys)


def forget_shared_models(schema: str) -> None:
    """No shop holds permissions for tables that exist once: nobody could grant himself them."""
    shared = labels(shared=True)
    with use_unclaimed(schema):
        Permission.objects.filter(content_type__app_label__in=shared).delete()
        ContentType.objects.filter(app_label__in=shared).delete()


def require_unused(schema: str) -> None:
    """Raises TemplateInUse if a table of trade has rows."""
    with use_unclaimed(schema), connection.cursor() as cursor:
        for table in MUST_BE_EMPTY:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {quote(table)})")  # noqa: S608
            if cursor.fetchone()[0]:
                raise TemplateInUse(f"{schema}.{table} has rows: every new shop would copy them.")
