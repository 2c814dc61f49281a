"""Spare schemas: cloned beforehand, claimed by a rename that takes no time."""

import secrets

from django.conf import settings
from django.db import connection, transaction

from tenants.joints.django import forget_schema
from tenants.kernel.locks import hold
from tenants.provisioning.clone import clone_template
from tenants.provisioning.locks import try_preparation_lock
from tenants.registry.models import SpareSchema


@transaction.atomic
def claim(schema: str) -> bool:
    """Give a schema of this name to a shop: a spare if one is free, else a fresh clone.

    Returns whether it was a spare. Two claims at once get two different schemas: each
    skips the row that the other has locked.
    """
    spare = hold(SpareSchema.objects.all(), skip_locked=True).first()
    if spare is None:
        clone_template(schema)
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.galleria_claim(%s, %s)", [spare.schema_name, schema])
    forget_schema(spare.schema_name)
    spare.delete()
    return True


def refill(count: int | None = None) -> int:
    """Clone spares until there are as many as settings.SPARE_SCHEMAS says; how many it made.

    None while another process prepares the database: the template is changing.
    """
    goal = settings.SPARE_SCHEMAS if count is None else count
    with try_preparation_lock() as has_lock:
        missing = goal - SpareSchema.objects.count() if has_lock else 0
        for _ in range(missing):
            make_spare()
    return max(missing, 0)


@transaction.atomic
def make_spare() -> SpareSchema:
    name = f"spare_{secrets.token_hex(6)}"
    clone_template(name)
    return SpareSchema.objects.create(schema_name=name)


@transaction.atomic
def discard() -> int:
    """Drop the spares that nobody is claiming: the template has changed; how many there were."""
    spares = list(hold(SpareSchema.objects.all(), skip_locked=True))
    for spare in spares:
        drop_schema(spare.schema_name)
        spare.delete()
    return len(spares)


def drop_schema(schema: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows of this transaction, still unchecked
        cursor.execute("SELECT public.galleria_drop(%s)", [schema])
    forget_schema(schema)
