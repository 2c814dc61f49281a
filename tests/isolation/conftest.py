"""The cast is planted once; every test's changes to it are taken back.

No test of this folder may be transactional: what it commits would end the cast's transaction.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from marketplace.purchases.models import Invoice
from tenants.registry.models import Retailer
from tests.isolation.cast import Cast, make_cast


@pytest.fixture(scope="package")
def media(tmp_path_factory) -> Iterator[Path]:
    """Files of the cast lie in a folder of their own."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(folder)):
        yield folder


@pytest.fixture(scope="package", autouse=True)
def invoices_drawn_once() -> Iterator[None]:
    """An invoice is the same bytes whoever asks, and half a second's work each time."""
    from marketplace.purchases import invoice_pdf

    draw = invoice_pdf.render
    drawn: dict[str, bytes] = {}

    def render(invoice: Invoice) -> bytes:
        key = f"{invoice.number} {invoice.issued_at} {invoice.content}"
        if key not in drawn:
            drawn[key] = draw(invoice)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(invoice_pdf, "render", render)
        yield


@pytest.fixture(scope="package")
def cast(django_db_setup, django_db_blocker, media) -> Iterator[Cast]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # what is asked in it has transactions of its own
        outer.__enter__()
        try:
            connection.set_schema_to_public()
            shops = {shop.slug: shop for shop in Retailer.objects.order_by("id")}
            yield make_cast(shops["books"], shops["coffee"])
        finally:
            connection.set_schema_to_public()
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
