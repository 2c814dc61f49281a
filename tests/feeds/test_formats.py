"""Each format's quirks, by the small files in files/ (docs/import.md tells the rules)."""

from decimal import Decimal

import pytest

from tests.feeds.reading import FILES, read, written

ALL = sorted(path.name for path in FILES.iterdir())
CURRENCIES = {"template_arabic.tsv": "KWD", "spree.csv": "USD"}


@pytest.mark.parametrize("name", ALL)
def test_every_row_is_imported_or_reported_once(name):
    found = read(name, currency=CURRENCIES.get(name, "EUR"))

    assert len(found.accounted) == len(set(found.accounted)) == found.rows


@pytest.mark.parametrize("name", ALL)
def test_keys_are_unique_and_parents_come_first(name):
    found = read(name, currency=CURRENCIES.get(name, "EUR"))
    keys = [product.key for product in found.products]

    assert len(keys) == len(set(keys))
    for place, product in enumerate(found.products):
        if product.kind == "variant":
            assert product.parent_key in keys[:place]


# --- Shopify ----------------------------------------------------------------------------------
def test_shopify_picture_rows_go_with_their_product():
    pot = read("shopify_old.csv").by_key["clay-pot"]

    assert (pot.kind, pot.rows) == ("simple", (2, 3))
    assert pot.images == (
        "https://pictures.example/pot-a.jpg",
        "https://pictures.example/pot-b.jpg",
    )
    assert pot.description == "Fired twice.\n\n- 20 cm\n- frost-proof"
    assert pot.categories == (("Garden",),)
    assert pot.attributes == {"Tags": "clay, pots", "Weight": "1200 g"}


def test_shopify_variants_come_together_from_anywhere_in_the_file():
    found = read("shopify_old.csv")
    coat = [item for item in found.products if item.key.startswith("rain-coat")]

    assert [(item.kind, item.rows) for item in coat] == [
        ("parent", ()),
        ("variant", (4,)),
        ("variant", (5,)),
        ("variant", (7,)),
    ]
    assert coat[2].options == {"Colour": "Yellow", "Size": "L"}
    assert coat[2].title == f"{coat[0].title} - Yellow, L"
    assert coat[1].images == ("https://pictures.example/coat-yellow.jpg",)
    assert coat[1].barcode == "04006381333931"


def test_shopify_stock_and_prices():
    found = read("shopify_old.csv")
    large = found.by_key["rain-coat#Colour=Yellow;Size=L"]
    shears = found.by_key["shears"]

    assert (large.stock, large.remarks[0].field) == (0, "stock")
    assert shears.stock is None  # goes on selling at zero
    assert (shears.price, shears.is_active) == (0, False)
    assert shears.remarks[0].message.startswith("The price is zero")


def test_shopify_refusals_name_row_and_field():
    refused = read("shopify_old.csv").refused

    assert {row: (entry.field, entry.value) for row, entry in refused.items()} == {
        8: ("price", "ask us"),
        9: ("", ""),
    }


def test_shopify_new_headings():
    found = read("shopify_new.csv")

    assert found.format == "shopify"
    assert found.notes == [
        "Columns that were not read: Charge tax, Weight unit for display, Requires shipping, "
        "Fulfillment service."
    ]
    assert found.by_key["tea-caddy"].categories == (("Home & Garden", "Kitchen & Dining"),)
    assert found.by_key["wool-socks#Size=43-46"].stock is None


# --- WooCommerce ------------------------------------------------------------------------------
def test_woocommerce_variations_find_their_parent_by_sku_or_id():
    found = read("woocommerce.csv")
    jug = [item for item in found.products if item.key.startswith("JUG")]

    assert [(item.kind, item.rows) for item in jug] == [
        ("parent", (3,)),
        ("variant", (2,)),
        ("variant", (4,)),
        ("variant", (5,)),
    ]
    assert jug[3].options == {"Colour": "White"}  # any size
    assert [item.stock for item in jug[1:]] == [4, 0, None]
    assert jug[3].price == Decimal(18)


def test_woocommerce_escapes():
    jug = read("woocommerce.csv").by_key["JUG"]

    assert jug.categories == (("Home", "Kitchen"), ("Gifts, small", "Clay"))
    assert jug.description == "Thrown by hand.\n\nHolds one litre.\nDishwasher-safe, mostly."


def test_woocommerce_kinds_dates_and_visibility():
    found = read("woocommerce.csv")

    assert found.by_key["SONG"].price == Decimal(2)  # the sale ended in 2020
    assert found.by_key["SONG"].max_quantity == 1
    assert (found.by_key["CUP"].stock, found.by_key["CUP"].is_active) == (1200, False)


def test_woocommerce_refuses_grouped_and_external_by_name_and_orphans():
    refused = read("woocommerce.csv").refused

    assert {row: (entry.name, entry.value) for row, entry in refused.items()} == {
        8: ("Jug and cup", "grouped"),
        9: ("Poster elsewhere", "external"),
        10: ("Lost - Red", "id:999"),
    }


# --- Oscar's books ----------------------------------------------------------------------------
def test_books_without_headings():
    found = read("oscar_books.csv")
    lamp = found.by_key["9780000000019"]

    assert found.format == "oscar-books"
    assert (lamp.rows, lamp.price, lamp.stock) == ((1,), Decimal("17.99"), 51)
    assert lamp.categories == (("Books", "Fiction", "Harbour stories"),)
    assert found.by_key["9780000000026"].stock == 0
    assert "repeats" in found.refused[3].reason


# --- our own list -----------------------------------------------------------------------------
def test_a_list_from_a_german_spreadsheet():
    found = read("template_german_excel.csv")
    shears = found.by_key["sku:00417"]

    assert "cp1252" in found.label
    assert (shears.title, shears.price, shears.brand) == (
        "Schere „Profi“",
        Decimal("1234.50"),
        "Müller",
    )
    assert found.by_key["sku:00418"].stock == 1200
    assert found.by_key["sku:00420"].price == Decimal(1250)
    assert found.by_key["sku:00420"].remarks[0].field == "barcode"
    assert {row: entry.field for row, entry in found.refused.items()} == {
        11: "price",
        13: "title",
    }


def test_names_from_right_to_left_and_three_decimals():
    found = read("template_arabic.tsv", currency="KWD")

    assert found.by_key["lamp"].title == "مصباح نحاس"
    assert [item.price for item in found.products] == [Decimal("12.500"), Decimal("1.250")]
    assert found.by_key["lamp"].stock == 3


def test_one_sku_on_many_rows():
    found = read("template_bars_bom.csv", currency="USD")

    assert [item.key for item in found.products] == [
        "title:tee-shirt",
        "title:tee-shirt#Size=S",
        "title:tee-shirt#Size=M",
        "sku:CAP",
        "sku:CAP|cap-for-children",
    ]
    assert set(found.refused) == {4, 6}
    assert "repeats row 3" in found.refused[4].reason


def test_variants_without_options_are_told_apart_by_their_numbers(tmp_path):
    text = "handle,title,price,sku\nmug,Mug,3,A\nmug,,4,B\nmug,,4,B\n"

    found = written(tmp_path, text)

    assert [item.options for item in found.products[1:]] == [{"Article": "A"}, {"Article": "B"}]
    assert set(found.refused) == {4}


def test_numbers_that_two_products_share_leave_their_variants_apart(tmp_path):
    text = "handle,title,price,sku\nmug,Mug,3,A\nmug,,4,B\ncup,Cup,3,A\ncup,,4,B\n"

    goods = written(tmp_path, text)

    assert goods.refused == {}
    assert len({item.key for item in goods.products}) == len(goods.products) == 6


def test_same_options_with_other_numbers_stay_apart(tmp_path):
    text = "handle,title,price,sku,option: Size\nmug,Mug,3,A,S\nmug,,4,B,S\n"

    found = written(tmp_path, text)

    assert [item.sku for item in found.products if item.kind == "variant"] == ["A", "B"]


def test_a_parent_row_and_picture_rows_of_our_own_list(tmp_path):
    text = (
        "handle,title,price,images,option: Size\n"
        "mug,Mug,,https://x.example/1.jpg,\n"
        "mug,,3,https://x.example/small.jpg,S\n"
        "mug,,,https://x.example/2.jpg,\n"
    )

    parent, variant = written(tmp_path, text).products

    assert parent.rows == (2, 4)
    assert parent.images == ("https://x.example/1.jpg", "https://x.example/2.jpg")
    assert (variant.rows, variant.images) == ((3,), ("https://x.example/small.jpg",))


def test_a_product_whose_variants_are_all_refused_is_reported_whole(tmp_path):
    text = "handle,title,price,option: Size\nmug,Mug,,\nmug,,abc,S\nmug,,def,M\n"

    found = written(tmp_path, text)

    assert found.products == []
    assert found.accounted == [2, 3, 4]


def test_attributes_in_one_cell_and_in_columns(tmp_path):
    json_text = '"{""Weight"": 2.50, ""Wired"": true, ""None"": null}"'
    text = f'title,attributes,attribute: Made in\nA,{json_text},DE\nB,"Size: 3 cm; Kind = wide",\n'

    first, second = written(tmp_path, text).products

    assert first.attributes == {"Weight": "2.5", "Wired": "true", "Made in": "DE"}
    assert second.attributes == {"Size": "3 cm", "Kind": "wide"}


def test_limits_that_contradict_each_other_are_left_out(tmp_path):
    goods = written(tmp_path, "title,price,min_quantity,max_quantity\nA,1,5,2\nB,1,0,\n")

    assert [(item.min_quantity, item.max_quantity) for item in goods.products] == [(1, None)] * 2
    remarks = [(entry.row, entry.field) for item in goods.products for entry in item.remarks]
    assert remarks == [(2, "max_quantity"), (3, "min_quantity")]


def test_a_file_speaks_only_of_its_columns(tmp_path):
    found = written(tmp_path, "sku,title,stock\nA,Cup,3\n")

    assert found.given == {"sku", "title", "stock"}


def test_long_titles_are_shortened_and_told(tmp_path):
    (product,) = written(tmp_path, f"title,price\n{'x' * 300},1\n").products

    assert len(product.title) == 255
    assert product.remarks[0].message == "Shortened to 255 characters."
