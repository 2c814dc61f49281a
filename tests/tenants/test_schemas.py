"""A connection with a wrong or no schema reads no retailer's rows."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction

from tenants.registry.context import (
    current_retailer,
    current_schema,
    in_market,
    use_market,
    use_public,
    use_retailer,
    use_unclaimed,
)
from tenants.registry.routers import labels

pytestmark = pytest.mark.django_db

PER_SHOP = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in labels(shared=False) and model._meta.managed
]


def raises_for_all(models):
    for model in models:
        with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            model._base_manager.first()


def test_without_a_schema_no_shops_table_is_found():
    assert len(PER_SHOP) > 100
    with use_public():
        raises_for_all(PER_SHOP)


def test_in_a_schema_that_is_not_there_no_shops_table_is_found():
    with use_unclaimed("shop_nowhere"):
        raises_for_all(PER_SHOP)


def fail_at(retailer):
    assert current_retailer() == retailer
    raise KeyError


def test_the_context_restores_the_schema_after_an_error(books, coffee):
    with use_retailer(books):
        with pytest.raises(KeyError), use_retailer(coffee):
            fail_at(coffee)
        assert current_schema() == books.schema_name
        with use_market():
            assert in_market()
            assert current_retailer() is None
        assert current_retailer() == books
    assert current_schema() == "public"
