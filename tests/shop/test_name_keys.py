"""Products from before names had keys."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from tenants.kernel.names import name_key
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Product
from tests.factories.goods import make_product

MIGRATION = "tenants.shop.catalogue.migrations.0003_name_key"


def test_each_gets_its_key_in_however_many_steps(books, monkeypatch):
    migration = import_module(MIGRATION)
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    for title in ("Mug", "Café", "Tea", "Cup", "Atlas"):
        make_product(books, title=title)
    with use_retailer(books):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE catalogue_product SET name_key = ''")

        migration.write_keys(apps, SimpleNamespace(connection=connection))

        rows = Product.objects.order_by("id").values_list("title", "name_key")
        assert all(key == name_key(title) for title, key in rows)
        assert len(rows) == 5
