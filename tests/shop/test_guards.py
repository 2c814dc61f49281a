"""Bulk writes that discovery would not hear of are refused outside the shop's services."""

import threading

import pytest
from django.db import transaction

from marketplace.discovery.models import Listing
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Category, Product, ProductCategory, ProductImage
from tenants.shop.guards import BulkWriteRefused, bulk_writes
from tenants.shop.partner.models import StockRecord
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db

GUARDED = [Product, StockRecord, Category, ProductCategory, ProductImage]
CHANGED = {
    Product: "title",
    StockRecord: "price",
    Category: "name",
    ProductCategory: "category",
    ProductImage: "caption",
}
WRITES = {
    "update": lambda model: model.objects.filter(pk=1).update(**{CHANGED[model]: 1}),
    "bulk_create": lambda model: model.objects.bulk_create([model()]),
    "bulk_update": lambda model: model.objects.bulk_update([model(pk=1)], [CHANGED[model]]),
    "delete": lambda model: model.objects.all().delete(),
}


@pytest.fixture
def product(books):
    with use_retailer(books):
        yield make_product(books, title="Mug", categories=[["Home"]])


@pytest.mark.parametrize("model", GUARDED)
@pytest.mark.parametrize("verb", WRITES)
def test_every_bulk_write_is_refused_and_changes_nothing(product, model, verb):
    before = list(model.objects.order_by("pk").values())
    with pytest.raises(BulkWriteRefused, match=rf"{model.__name__}\.objects\.{verb}\(\)"):
        WRITES[verb](model)
    assert list(model.objects.order_by("pk").values()) == before


def test_relations_are_guarded_as_well(product):
    for write in (
        lambda: product.stockrecords.update(price=1),
        lambda: product.stockrecords.all().delete(),
        lambda: product.children.update(title="x"),
        lambda: product.images.all().delete(),
        lambda: product.categories.set([]),
        lambda: Category.objects.get(name="Home").delete(),
    ):
        with pytest.raises(BulkWriteRefused), transaction.atomic():
            write()
    assert Listing.objects.get(uuid=product.uuid).shop_categories == ["Home"]


def test_services_open_the_guard_and_it_shuts_again(product):
    with bulk_writes():
        with bulk_writes():
            pass
        Product.objects.filter(pk=product.pk).update(title="Cup")
    with pytest.raises(BulkWriteRefused):
        Product.objects.filter(pk=product.pk).update(title="Mug")
    with pytest.raises(ZeroDivisionError), bulk_writes():
        raise ZeroDivisionError
    with pytest.raises(BulkWriteRefused):
        Product.objects.all().delete()


def test_one_threads_guard_is_not_anothers(product):
    seen = []

    def write():
        try:
            Product.objects.update(title="x")
        except BulkWriteRefused as refusal:
            seen.append(refusal)

    with bulk_writes():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert len(seen) == 1


def test_reading_and_single_saves_stay_free(product):
    assert Product.objects.browsable().count() == 1
    assert Category.objects.browsable().count() == 1
    product.stockrecords.get().save()
