"""What a product can do without is left out where it cannot be read, with one remark; the rest
comes in, and what the shop has stays."""

from decimal import Decimal

import pytest

from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Product
from tests.feeds.reading import written

HEADINGS = (
    "sku,title,price,stock,barcode,brand,categories,images,active,featured,min_quantity,"
    "max_quantity,attributes,attribute: Weight,description"
)
BAD_CELLS = {
    "stock": "5,00E+12",
    "barcode": "4.00638E+12",
    "brand": "#REF!",
    "categories": "#N/A",
    "images": "#NAME?",
    "active": "perhaps",
    "featured": "perhaps",
    "min_quantity": "some",
    "max_quantity": "0",
    "attributes": "{no json",
    "attribute: Weight": "#VALUE!",
    "description": "#REF!",
}
REFUSED_CELLS = {"sku": "5,00E+12", "title": "#REF!", "price": "1,25E+03"}


def row_with(column, cell):
    cells = dict.fromkeys(HEADINGS.split(","), "") | {"sku": "A", "title": "Cup", "price": "3"}
    return ",".join(f'"{text}"' for text in (cells | {column: cell}).values())


@pytest.mark.parametrize(("column", "cell"), BAD_CELLS.items())
def test_an_optional_cell_is_left_out_with_one_remark(tmp_path, column, cell):
    goods = written(tmp_path, f"{HEADINGS}\n{row_with(column, cell)}\n")

    (cup,) = goods.products
    assert (cup.rows, cup.price, goods.refused) == ((2,), Decimal(3), {})
    (remark,) = cup.remarks
    assert (remark.row, remark.value) == (2, cell)
    assert remark.field.casefold() == column.replace(": ", ":").casefold()
    assert remark.message.startswith("Left out: ")


@pytest.mark.parametrize(("column", "cell"), REFUSED_CELLS.items())
def test_what_a_product_cannot_do_without_refuses_its_row(tmp_path, column, cell):
    goods = written(tmp_path, f"{HEADINGS}\n{row_with(column, cell)}\n")

    assert goods.products == []
    assert goods.refused[2].field == column


@pytest.mark.parametrize(
    "text",
    [
        "Handle,Title,Variant Price,Variant Barcode,Status,Variant Inventory Qty\n"
        "a,A,3,4E+12,#REF!,#N/A\n",
        "Type,SKU,Name,Regular price,Published,In stock?,GTIN\\, UPC\\, EAN\\, or ISBN\n"
        "simple,a,A,3,#REF!,#N/A,4E+12\n",
    ],
    ids=["shopify", "woocommerce"],
)
def test_lists_of_other_shops_too(tmp_path, text):
    goods = written(tmp_path, text)

    (product,) = goods.products
    assert {"is_active", "stock"} <= product.left_out
    assert (product.is_active, product.stock) == (False, 0)
    assert len({(remark.field, remark.message) for remark in product.remarks}) == len(
        product.remarks
    )


def test_a_variant_and_its_product_remark_on_one_cell_once(tmp_path):
    goods = written(
        tmp_path, "handle,title,price,active,option: Size\ncup,Cup,3,perhaps,S\ncup,,4,yes,M\n"
    )

    assert [(item.kind, len(item.remarks)) for item in goods.products] == [
        ("parent", 1),
        ("variant", 0),
        ("variant", 0),
    ]


def test_a_variant_that_only_its_lost_barcode_tells_apart_is_refused(tmp_path):
    goods = written(tmp_path, "handle,title,price,barcode\ncup,Cup,3,4006381333931\ncup,,4,4E+12\n")

    assert goods.refused[3].field == "barcode"


# --- in the shop ------------------------------------------------------------------------------
def goods_of(shop):
    with use_retailer(shop):
        return list(Product.objects.filter(parent=None).order_by("id"))


def stock_of(shop, product):
    with use_retailer(shop):
        return product.stockrecords.get().num_in_stock


FULL = (
    "sku,title,price,stock,barcode,brand,categories,active,attribute: Weight,attribute: Colour\n"
    "A,Cup,3,5,4006381333931; 96385074,Rill,Home,yes,300 g,red\n"
)
SPOILT = (
    "sku,title,price,stock,barcode,brand,categories,active,attribute: Weight,attribute: Colour\n"
    "A,Cup,4,1E+3,4.00638E+12,#REF!,#REF!,perhaps,#REF!,blue\n"
)


def test_what_is_left_out_stays_as_the_shop_has_it(shop, bring):
    bring(FULL)

    report = bring(SPOILT)

    assert (report.imported_rows, report.updated, report.remarks) == (1, 1, 6)
    (cup,) = goods_of(shop)
    with use_retailer(shop):
        record = cup.stockrecords.get()
        assert (record.price, record.num_in_stock) == (Decimal(4), 5)
        assert [category.name for category in cup.categories.all()] == ["Home"]
    assert (cup.upc, cup.brand, cup.is_public) == ("4006381333931", "Rill", True)
    assert cup.specifications == {
        "Colour": "blue",
        "Weight": "300 g",
        "Further barcodes": "96385074",
    }


def test_lost_stock_of_a_new_product_does_not_sell_without_end(shop, bring):
    bring(SPOILT)

    (cup,) = goods_of(shop)
    assert (stock_of(shop, cup), cup.is_public, cup.upc) == (0, False, "")


def test_the_same_spoilt_file_again_changes_nothing(bring):
    bring(SPOILT)

    assert bring(SPOILT).unchanged == 1


LOST = "title,price,barcode\nCup,3,4.00638E+12\nMug,4,4.00638E+12\n"
MENDED = "title,price,barcode\nCup,3,4006381333931\nMug,5,96385074\n"


def test_a_product_whose_only_number_was_lost_comes_once(shop, bring):
    first = bring(LOST)
    before = goods_of(shop)

    planned = bring(MENDED, dry_run=True)
    second = bring(MENDED)
    third = bring(MENDED)

    assert (first.created, first.remarks) == (2, 2)
    assert (planned.created, planned.updated) == (second.created, second.updated) == (0, 2)
    assert third.unchanged == 2
    after = goods_of(shop)
    assert [product.uuid for product in after] == [product.uuid for product in before]
    assert [product.upc for product in after] == ["4006381333931", "96385074"]


def test_goods_of_one_name_are_not_made_one_by_a_lost_number(shop, bring):
    report = bring("title,price,barcode\nCup,3,4.00638E+12\nCup,4,4006381333931\n")

    assert (report.created, report.refused_rows) == (2, 0)
    assert [product.upc for product in goods_of(shop)] == ["", "4006381333931"]


def test_a_lost_number_makes_no_second_product_of_one_that_is_there(shop, bring):
    bring(MENDED)

    report = bring(LOST)

    assert (report.created, report.refused_rows) == (0, 2)
    assert len(goods_of(shop)) == 2
