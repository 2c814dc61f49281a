"""Shops that stay as they are while something is bought in them."""

from collections.abc import Iterable

from django.db import connection

from tenants.registry.models import Retailer


def share_retailers(retailers: Iterable[Retailer]) -> None:
    """Hold the retailers as they are, in id order, and refresh their status.

    Shared, so that a suspension waits until this transaction ends and a checkout does not.
    """
    ids = sorted(retailer.pk for retailer in retailers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, status FROM public.tenants_retailer WHERE id = ANY(%s) "
            "ORDER BY id FOR SHARE",
            [ids],
        )
        status = dict(cursor.fetchall())
    for retailer in retailers:
        retailer.status = status[retailer.pk]
