"""Every row of public goes into exactly one archive."""

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.archives.ownership import columns_of, models_of, rows_of
from tenants.joints.django import MIGRATIONS_TABLE
from tenants.registry.context import use_public
from tenants.registry.models import Retailer
from tests.factories.orders import make_purchase_at

COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name = ANY(%s)
"""


def test_a_table_of_public_stands_in_one_list(db):
    labels = Counter(
        [*settings.ROWS_OF_SHOPS, *settings.ROWS_OF_THE_MARKET, *settings.ROWS_LEFT_OUT]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted(name for (name,) in cursor.fetchall() if name != MIGRATIONS_TABLE)
    assert sorted(apps.get_model(label)._meta.db_table for label in labels) == tables
    assert set(labels.values()) == {1}


@pytest.mark.parametrize("label", settings.ROWS_OF_SHOPS)
def test_the_way_from_a_row_ends_at_its_shop(label):
    path = settings.ROWS_OF_SHOPS[label]
    model = apps.get_model(label)
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    assert model is Retailer or field.name == "schema_name"


def test_no_row_of_the_market_needs_a_shop():
    """Its archive is restored before theirs."""
    shops = {apps.get_model(label) for label in settings.ROWS_OF_SHOPS}
    for label in settings.ROWS_OF_THE_MARKET:
        fields = apps.get_model(label)._meta.concrete_fields
        assert not [field for field in fields if field.related_model in shops], label


def test_each_row_is_somebody_s_alone(books, coffee):
    make_purchase_at(books, coffee)
    owners = [None, *Retailer.objects.all()]
    with use_public():
        for model in models_of(None):
            parts = [
                set(rows_of(model, owner).values_list("pk", flat=True))
                for owner in owners
                if model in models_of(owner)
            ]
            total = set(model._base_manager.values_list("pk", flat=True))
            assert set().union(*parts) == total, model
            assert sum(map(len, parts)) == len(total), model


def test_a_shop_s_rows_are_its_own(books, coffee):
    make_purchase_at(books, coffee)
    for label in ("purchases.RetailerOrder", "discovery.Listing"):
        rows = rows_of(apps.get_model(label), books)
        assert set(rows.values_list("retailer", flat=True)) == {books.pk}


def test_no_column_is_passed_over(db):
    models = {model._meta.db_table: model for model in models_of(None)}
    columns = {(table, column) for table, model in models.items() for column in columns_of(model)}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [list(models)])
        assert set(cursor.fetchall()) == columns
