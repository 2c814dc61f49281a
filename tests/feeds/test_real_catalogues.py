"""Real catalogues, where REAL_DATA names their folder."""

import os
from pathlib import Path

import pytest

from tenants.feeds.services import import_catalogue
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tests.benchmarks import icecat

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]


@pytest.fixture
def catalogues():
    return Path(os.environ["REAL_DATA"]) / "catalogues"


@pytest.fixture
def shop():
    return Retailer.objects.get(slug="books")


def structures(shop):
    with use_retailer(shop):
        kinds = Product.objects.values_list("structure", flat=True)
        return {kind: list(kinds).count(kind) for kind in set(kinds)}


def test_shopify_21_of_21_variants(shop, catalogues):
    path = catalogues / "shopify-packt" / "Product-data.csv"

    report = import_catalogue(retailer=shop, path=path)

    assert (report.imported_rows, report.refused_rows, report.remarks) == (21, 0, 0)
    assert structures(shop) == {"standalone": 19, "parent": 1, "child": 2}


def test_woocommerce_all_but_grouped_and_external(shop, catalogues):
    path = catalogues / "woocommerce" / "sample_products.csv"

    report = import_catalogue(retailer=shop, path=path)

    assert (report.imported_rows, report.refused_rows) == (22, 2)
    assert structures(shop) == {"standalone": 11, "parent": 2, "child": 9}
    with use_retailer(shop):
        assert [(entry.name, entry.value) for entry in report.refused] == [
            ("Logo Collection", "grouped"),
            ("ClassicPress Donation", "external"),
        ]


def test_oscar_201_of_201_books(shop, catalogues):
    """Three books stand in two of the files: the later one's row is the one that holds."""
    reports = [
        import_catalogue(retailer=shop, path=path)
        for path in sorted((catalogues / "django-oscar").glob("books.*.csv"))
    ]

    assert sum(report.imported_rows for report in reports) == 201
    assert sum(report.created for report in reports) == 198
    assert sum(report.updated for report in reports) == 3


def test_icecat_every_product(shop, catalogues, tmp_path):
    path = tmp_path / "icecat.csv"
    count = icecat.convert(sorted((catalogues / "icecat-chorus").glob("*.zip")), path)

    report = import_catalogue(retailer=shop, path=path)

    assert count == report.rows == 19_406
    assert report.imported_rows >= 19_300
    assert report.rows == report.imported_rows + report.refused_rows


def test_a_list_that_is_not_ours_is_reported_row_by_row(shop, catalogues):
    path = catalogues / "croatia-groceries" / "products.csv"

    report = import_catalogue(retailer=shop, path=path, dry_run=True)

    assert report.rows == report.imported_rows + report.refused_rows == 29_684
