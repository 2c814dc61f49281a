"""Brings the template's groups, permissions and content types into a schema that follows it.

Compared by name, because the same row has another id in another schema.
"""

from django.conf import settings
from django.db import connection

from tenants.provisioning.ddl import quote
from tenants.registry.context import use_unclaimed

STATEMENTS = [
    """
    INSERT INTO django_content_type (app_label, model)
    SELECT app_label, model FROM {template}.django_content_type
    EXCEPT SELECT app_label, model FROM django_content_type
    """,
    """
    INSERT INTO auth_permission (name, content_type_id, codename)
    SELECT p.name, c.id, p.codename
    FROM {template}.auth_permission p
    JOIN {template}.django_content_type t ON t.id = p.content_type_id
    JOIN django_content_type c ON (c.app_label, c.model) = (t.app_label, t.model)
    WHERE NOT EXISTS (SELECT FROM auth_permission o
                      WHERE o.content_type_id = c.id AND o.codename = p.codename)
    """,
    """
    INSERT INTO auth_group (name)
    SELECT name FROM {template}.auth_group EXCEPT SELECT name FROM auth_group
    """,
    """
    CREATE TEMPORARY TABLE granted ON COMMIT DROP AS
    SELECT g.id AS group_id, p.id AS permission_id
    FROM {template}.auth_group_permissions tgp
    JOIN {template}.auth_group tg ON tg.id = tgp.group_id
    JOIN {template}.auth_permission tp ON tp.id = tgp.permission_id
    JOIN {template}.django_content_type tc ON tc.id = tp.content_type_id
    JOIN auth_group g ON g.name = tg.name
    JOIN django_content_type c ON (c.app_label, c.model) = (tc.app_label, tc.model)
    JOIN auth_permission p ON p.content_type_id = c.id AND p.codename = tp.codename
    """,
    """
    DELETE FROM auth_group_permissions o
    USING auth_group g
    WHERE g.id = o.group_id AND g.name IN (SELECT name FROM {template}.auth_group)
      AND (o.group_id, o.permission_id) NOT IN (SELECT group_id, permission_id FROM granted)
    """,
    """
    INSERT INTO auth_group_permissions (group_id, permission_id)
    SELECT group_id, permission_id FROM granted
    EXCEPT SELECT group_id, permission_id FROM auth_group_permissions
    """,
    "DROP TABLE granted",
]


def copy_reference_rows(schema: str) -> None:
    """To be called in a transaction. A shop's own groups and their permissions stay."""
    template = quote(settings.TEMPLATE_SCHEMA)
    sql = ";\n".join(statement.format(template=template) for statement in STATEMENTS)
    with use_unclaimed(schema), connection.cursor() as cursor:
        cursor.execute(sql, None)
