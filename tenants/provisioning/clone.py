"""Makes a schema equal to the template in one round trip, from a script kept in the database."""

from django.conf import settings
from django.db import connection, transaction

from tenants.provisioning.ddl import write_script
from tenants.registry.models import CloneScript


class NotPrepared(RuntimeError):
    """There is no template to clone: run `manage.py prepare`."""


def store_script() -> None:
    """Keep the template's script; `mark_prepared` follows when all schemas are done."""
    sql = write_script(settings.TEMPLATE_SCHEMA)
    CloneScript.objects.update_or_create(pk=1, defaults={"fingerprint": "", "sql": sql})


def mark_prepared(fingerprint: str) -> None:
    CloneScript.objects.filter(pk=1).update(fingerprint=fingerprint)


def stored_fingerprint() -> str | None:
    """The code that last prepared this database; None before the first time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenants_clonescript') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
    return CloneScript.objects.filter(pk=1).values_list("fingerprint", flat=True).first()


@transaction.atomic
def clone_template(schema: str) -> None:
    """Create `schema` with everything that the template has; about half a second."""
    if not CloneScript.objects.filter(pk=1).exists():
        raise NotPrepared("There is no template to clone: run `manage.py prepare` first.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.galleria_clone(%s)", [schema])
