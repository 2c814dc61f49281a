"""Real catalogues, where REAL_DATA names their folder: what docs/import.md says becomes of each of
their rows."""

import os
import re
from pathlib import Path

import pytest

from tenants.feeds.layouts import Layout
from tenants.feeds.services import import_catalogue
from tenants.feeds.sheets import UnreadableFile
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tests.architecture.code import ROOT
from tests.benchmarks import icecat

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]


LINE = re.compile(r"^\| (\S+/\S+\.\w+) \| ([\d ]+) \| ([\d ]+) \| ([\d ]+) \| ([\d ]+) \|$", re.M)
LONG = 2_000  # rows: of more, a dry run reports
NO_PRICES = {"price": "-", "stock": "-"}
# What a shop has to say of a list before it is imported.
LAYOUTS = {
    "croatia-groceries/products.csv": Layout(NO_PRICES, header_row=1),
    "bdpm-france/CIS_bdpm.txt": Layout({"sku": "1", "title": "2", **NO_PRICES}, header_row=0),
}
NO_PRODUCTS = {
    "magento-luma/products_reviews.csv": "reviews",
    "spree/product_translations.csv": "translations",
    "cross-retailer-match/abt-buy/gt.csv": "No row has headings",
    "django-oscar/range-products.csv": "No row has headings",
    "django-oscar/child_products.json": "JSON",
    "bestbuy/categories.json": "JSON",
    "saleor/populatedb_data.json": "JSON",
}


def documented():
    """The table of docs/import.md: rows, imported, refused and remarks, by file."""
    lines = LINE.findall((ROOT / "docs/import.md").read_text(encoding="utf-8"))
    return {name: tuple(int(text.replace(" ", "")) for text in counts) for name, *counts in lines}


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


def counts(report):
    return (report.rows, report.imported_rows, report.refused_rows, report.remarks)


@pytest.mark.parametrize("name", documented())
def test_each_row_of_a_list_becomes_what_the_documents_say(shop, catalogues, tmp_path, name):
    path = catalogues / name
    if path.suffix == ".zip":
        path = tmp_path / "icecat.csv"
        icecat.convert([catalogues / name], path)

    layout, is_long = LAYOUTS.get(name, Layout()), documented()[name][0] > LONG
    report = import_catalogue(retailer=shop, path=path, layout=layout, dry_run=is_long)

    assert counts(report) == documented()[name]


def test_every_file_of_products_stands_in_the_documents(catalogues):
    files = {str(path.relative_to(catalogues)) for path in catalogues.rglob("*") if path.is_file()}
    lists = {name for name in files if name.endswith((".csv", ".txt", ".zip"))}

    assert lists - set(NO_PRODUCTS) == set(documented())


@pytest.mark.parametrize(("name", "reason"), NO_PRODUCTS.items())
def test_other_files_are_refused_by_name(shop, catalogues, name, reason):
    with pytest.raises(UnreadableFile, match=reason):
        import_catalogue(retailer=shop, path=catalogues / name)


def test_shopifys_variants(shop, catalogues):
    import_catalogue(retailer=shop, path=catalogues / "shopify-packt" / "Product-data.csv")

    assert structures(shop) == {"standalone": 19, "parent": 1, "child": 2}


def test_woocommerces_all_but_grouped_and_external(shop, catalogues):
    path = catalogues / "woocommerce" / "sample_products.csv"

    report = import_catalogue(retailer=shop, path=path)

    assert structures(shop) == {"standalone": 11, "parent": 2, "child": 9}
    with use_retailer(shop):
        assert [(entry.name, entry.value) for entry in report.refused] == [
            ("Logo Collection", "grouped"),
            ("ClassicPress Donation", "external"),
        ]
