"""Brings the template's groups, permissions and content types into a schema that follows it.

Compared by name, because the same row has another id in another schema.
"""

from django.conf import settings
from django.db import connection

from tenants.joints.django import COPY_RIGHTS
from tenants.provisioning.ddl import quote
from tenants.registry.context import use_unclaimed


def copy_reference_rows(schema: str) -> None:
    """To be called in a transaction. A shop's own groups and their permissions stay."""
    template = quote(settings.TEMPLATE_SCHEMA)
    sql = ";\n".join(statement.format(template=template) for statement in COPY_RIGHTS)
    with use_unclaimed(schema), connection.cursor() as cursor:
        cursor.execute(sql, None)
