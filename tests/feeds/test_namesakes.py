"""Goods of one name in a file, and variants that a product has already."""

from decimal import Decimal

import pytest

from marketplace.discovery.services import differences
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import services
from tenants.shop.catalogue.models import Product
from tests.factories.goods import make_product
from tests.feeds.reading import written

pytestmark = pytest.mark.django_db


def slugs(shop):
    with use_retailer(shop):
        products = Product.objects.filter(parent=None).order_by("id")
        return list(products.values_list("slug", flat=True))


def remarks(report):
    entries = (entry for entry in report.entries if entry.kind == "remark")
    return [(entry.row, entry.field, entry.reason) for entry in entries]


def remark(row, mark):
    return (row, "title", f"Another product has this name: “{mark}” tells this one apart.")


def test_a_number_or_a_handle_keeps_goods_of_one_name_apart(shop, bring):
    text = (
        "handle,title,sku,barcode,price\n"
        ",Mug,A-1,,3\n"
        ",MUG,A-2,,3\n"
        ",Mug,,4006381333931,3\n"
        "blue-mug, mug ,,,3\n"
        ",Cup,C,,3\n"
    )
    report = bring(text)

    assert (report.created, report.refused_rows, report.remarks) == (5, 0, 3)
    assert remarks(report) == [remark(3, "A-2"), remark(4, "4006381333931"), remark(5, "blue-mug")]
    assert slugs(shop) == ["mug", "mug-a-2", "mug-4006381333931", "mug-blue-mug", "cup"]
    assert list(differences(retailer=shop)) == []


def test_a_change_leaves_the_addresses_and_a_dry_run_tells_the_same(shop, bring):
    make_product(shop, title="Mug")
    text = "title,sku,price\nMug,A,3\nMug,B,3\n"
    assert remarks(bring(text, dry_run=True)) == [remark(2, "A"), remark(3, "B")]
    bring(text)
    assert slugs(shop) == ["mug", "mug-a", "mug-b"]

    report = bring(text.replace(",3", ",4"))

    assert (report.created, report.updated) == (0, 2)
    assert slugs(shop) == ["mug", "mug-a", "mug-b"]
    assert bring(text.replace(",3", ",4")).remarks == 0


def test_what_its_name_alone_tells_is_refused_where_that_name_is_taken(shop, bring):
    make_product(shop, title="Mug")
    report = bring("title,price\nmug,3\nCup,3\n")

    assert (report.created, report.refused_rows) == (1, 1)
    (entry,) = report.refused
    assert (entry.row, entry.field, entry.value) == (2, "title", "mug")
    assert "a handle would tell this one apart" in entry.reason
    assert slugs(shop) == ["mug", "cup"]


def test_a_product_with_variants_is_known_by_the_number_of_its_first(shop, bring):
    make_product(shop, title="Shirt")
    head = "title,sku,price,option1_name,option1_value\n"
    report = bring(f"{head}Shirt,SH-S,3,Size,S\nShirt,SH-M,3,Size,M\n")
    assert remarks(report) == [remark(2, "SH-S")]
    assert slugs(shop) == ["shirt", "shirt-sh-s"]

    make_product(shop, title="Hat")
    refused = bring(f"{head}Hat,,3,Size,S\nHat,,3,Size,M\n")
    assert (refused.created, refused.refused_rows) == (0, 2)


def test_archived_goods_and_other_shops_take_no_name(shop, bring, coffee):
    make_product(coffee, title="Mug")
    mug = make_product(shop, title="Mug")
    with use_retailer(shop):
        services.archive_product(product=mug)

    report = bring("title,price\nMug,3\n")

    assert (report.created, report.remarks) == (1, 0)


def test_a_variant_that_the_shop_added_is_refused_by_its_row(shop, bring):
    head = "handle,title,price,option1_name,option1_value\n"
    bring(f"{head}shirt,Shirt,3,Size,S\n")
    with use_retailer(shop):
        shirt = Product.objects.get(external_key="shirt")
        services.create_product(title="M", parent=shirt, options={"size": "m"}, price=Decimal(3))
    rows = "shirt,Shirt,4,Size,S\nshirt,,4,Size,M\nshirt,,4,Size,L\n"

    report = bring(head + rows)

    assert (report.created, report.updated, report.refused_rows) == (1, 1, 1)
    (entry,) = report.refused
    assert (entry.row, entry.field, entry.value) == (3, "options", "Size: M")
    assert entry.reason == "Another variant has these options."
    assert list(differences(retailer=shop)) == []


def test_options_that_read_the_same_are_one_variant_in_a_file(tmp_path):
    head = "handle,title,price,sku,option1_name,option1_value\n"
    rows = "shirt,Shirt,3,A,Size,S\nshirt,,3,A,Size,s\nshirt,,3,B,Size,s\n"

    sheet = written(tmp_path, head + rows)

    assert [item.options for item in sheet.products[1:]] == [
        {"Size": "S"},
        {"Size": "s", "Article": "B"},
    ]
    assert sheet.products[2].key == "shirt#Size=s"
    assert list(sheet.refused) == [3]
    assert "repeats row 2" in sheet.refused[3].reason


def test_variants_that_were_doubled_before_are_changed_like_others(shop, bring):
    head = "handle,title,price,sku,option1_name,option1_value\n"
    text = f"{head}shirt,Shirt,3,A,Size,S\nshirt,,3,B,Size,M\n"
    bring(text)
    with use_retailer(shop):
        for child in Product.objects.filter(external_key="shirt#Size=M"):
            child.variant_options = {"Size": "S"}
            child.save()

    report = bring(text.replace(",3,", ",4,"))

    assert (report.updated, report.refused_rows) == (2, 0)
