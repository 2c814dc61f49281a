"""What two databases of the same shops have in common: all rows but those of their own."""

from django.apps import apps
from django.conf import settings

from tenants.joints.django import MIGRATIONS_TABLE
from tenants.registry.models import Retailer
from tests.tenants import catalogue


def digests():
    """(schema, table) -> how many rows and a digest of them."""
    own = {apps.get_model(label)._meta.db_table for label in settings.ROWS_LEFT_OUT}
    schemas = ["public", "market", *Retailer.objects.values_list("schema_name", flat=True)]
    return {
        (schema, table): rows
        for schema in schemas
        for table, rows in catalogue.rows(schema).items()
        if table not in own | {MIGRATIONS_TABLE}
    }
