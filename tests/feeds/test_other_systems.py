"""Lists of Magento, Vendure and Google Merchant, and lists that are none of products."""

from decimal import Decimal

import pytest

from tenants.feeds.other_lists import OtherList
from tenants.feeds.sheets import UnreadableFile
from tests.feeds.reading import read, written


# --- Magento ----------------------------------------------------------------------------------
def test_magentos_simple_products_are_variants_of_their_configurable():
    goods = read("magento.csv")
    hood, small, medium = (item for item in goods.products if item.key.startswith("HOOD"))

    assert goods.format == "magento"
    assert (hood.kind, hood.rows, hood.brand) == ("parent", (3,), "Northwind")
    assert hood.description == "For cold days.\n\nWarm & soft."
    assert hood.categories == (("Women", "Tops"), ("Sale",))
    assert hood.attributes == {"Climate": "Cool, Windy", "Material": "Fleece, brushed"}
    assert hood.images == ("https://pictures.example/hood.jpg",)
    assert hood.remarks[0].message == "Variants that are not in the file: HOOD-L-RED."
    assert (small.rows, small.options, small.stock, small.is_active) == (
        (2,),
        {"Size": "S", "Colour": "Red"},
        100,
        True,
    )
    assert small.attributes == {"Climate": "Cool, Windy", "Weight": "1.5"}
    assert (small.min_quantity, small.max_quantity) == (1, None)
    assert (medium.price, medium.stock, medium.is_active) == (Decimal(44), 0, False)


def test_magentos_simple_products_of_their_own():
    goods = read("magento.csv")
    mug, song = goods.by_key["MUG"], goods.by_key["SONG"]

    assert (mug.price, mug.barcode, mug.categories) == (
        Decimal("12.50"),  # the sale ended in 2020
        "4006381333931",
        (("Gifts/Cups",),),
    )
    assert (mug.min_quantity, mug.max_quantity, mug.attributes) == (2, 6, {})
    assert (song.stock, song.is_active) == (None, False)
    assert {row: entry.field for row, entry in goods.refused.items()} == {
        4: "view",
        7: "",
        8: "type",
    }


def test_what_of_magentos_list_is_not_carried_is_named():
    columns, pictures = read("magento.csv").notes

    assert columns == (
        "Columns that were not read: attribute_set_code, product_websites, tax_class_name, "
        "url_key, base_image_label."
    )
    assert "“/h/o/hood-red.jpg”" in pictures


def test_magentos_sample_data(tmp_path):
    text = (
        "category,name,sku,price,qty,description,strap_bags,sale,special_price,attribute_set\n"
        '"Gear\nBags",Duffle,24-MB01,34,100,<p>Big.</p>,"Double\nPadded",1,32,Bag\n'
    )
    (duffle,) = written(tmp_path, text).products

    assert (duffle.key, duffle.price, duffle.stock) == ("24-MB01", Decimal(32), 100)
    assert duffle.categories == (("Gear",), ("Bags",))
    assert duffle.attributes == {"Type": "Bag", "Strap bags": "Double, Padded"}


# --- Vendure ----------------------------------------------------------------------------------
def test_vendures_rows_without_a_name_are_variants_of_the_one_above():
    goods = read("vendure.csv")
    stretcher, half, quarter = goods.products[:3]

    assert goods.format == "vendure"
    assert (stretcher.key, stretcher.kind, stretcher.brand) == ("paper-stretcher", "parent", "KB")
    assert (half.rows, half.options, half.stock) == ((2,), {"size": "Half"}, 3)
    assert half.attributes == {"Finish": "Oak", "Weight": "100"}
    assert (quarter.rows, quarter.stock, quarter.price) == ((3,), None, Decimal("32.50"))
    easel = goods.by_key["easel"]
    assert (easel.kind, easel.rows, easel.stock) == ("simple", (5,), 100)
    assert easel.attributes == {"Material": "Beech, Steel"}
    assert easel.images == ("https://pictures.example/easel.jpg",)
    smock = goods.by_key["smock#colour=beige;size=small"]
    assert smock.options == {"size": "small", "colour": "beige"}
    assert {row: entry.field for row, entry in goods.refused.items()} == {7: "price"}
    assert goods.notes[0] == "Columns that were not read: taxCategory, product:pageType."


def test_vendures_products_of_one_name_stay_apart(tmp_path):
    text = "name,optionValues,sku,price\nMug,,A,1.50\nMug,,B,2\nMug,,B,3\n"

    goods = written(tmp_path, text, format_name="vendure")

    assert list(goods.by_key) == ["mug", "mug|B"]
    assert set(goods.refused) == {4}


# --- Spree ------------------------------------------------------------------------------------
def test_sprees_own_row_of_a_product_with_variants_is_none_of_them():
    goods = read("spree.csv", currency="USD")
    kettle, black, white = (item for item in goods.products if item.key.startswith("kettle"))

    assert (kettle.kind, kettle.rows) == ("parent", (2,))
    assert kettle.categories == (("Kitchen", "Kettles"),)
    assert kettle.attributes == {"Tags": "tea", "Wattage": "2200W"}
    assert (black.options, black.price, black.stock) == ({"Color": "Black"}, Decimal("29.99"), 7)
    assert black.attributes == {"Width": "7.9 in", "Weight": "2 lb"}
    assert white.stock is None
    assert {row: entry.value for row, entry in goods.refused.items()} == {5: "EUR"}
    assert goods.by_key["mug"].price == Decimal(9)


def test_sprees_prices_of_the_shops_currency_are_taken_with_the_stock_of_the_first():
    goods = read("spree.csv", currency="EUR")
    black = goods.by_key["kettle#Color=Black"]

    assert (black.rows, black.price, black.currency, black.stock) == (
        (5,),
        Decimal("27.99"),
        "EUR",
        7,
    )
    assert set(goods.refused) == {3}


# --- Google Merchant --------------------------------------------------------------------------
def test_googles_items_of_one_group_are_variants():
    goods = read("google.xml")
    tee, small, medium = (item for item in goods.products if item.key.startswith("TEE"))

    assert goods.format == "google"
    assert (tee.kind, tee.title, tee.brand) == ("parent", "Tee - red", "Northwind")
    assert tee.categories == (("Clothing", "Tops"), ("Sale",))
    assert len(tee.images) == 3
    assert (small.rows, small.title, small.sku) == ((2,), "Tee - red, S", "TEE-R-S")
    assert (small.options, small.price) == ({"Colour": "Red", "Size": "S"}, Decimal(9))
    assert small.attributes == {"Neck": "Round", "Sleeve": "Long", "Condition": "new"}
    assert (medium.rows, medium.price, medium.stock) == ((4,), Decimal(15), None)
    assert medium.remarks[0].field == "sale"


def test_googles_other_items():
    goods = read("google.xml")

    assert (goods.by_key["MUG"].stock, goods.by_key["MUG"].categories) == (0, ())
    assert (goods.by_key["CUP"].stock, goods.by_key["CUP"].currency) == (0, "USD")
    assert goods.by_key["CUP"].remarks[0].field == "availability"
    (note,) = goods.notes
    assert note == "Columns that were not read: link, g:shipping/g:country, g:shipping/g:price."


def test_googles_tab_separated_list():
    goods = read("google.tsv")
    lamp = goods.by_key["1"]

    assert goods.format == "google"
    assert (lamp.price, lamp.attributes) == (Decimal("19.90"), {"Weight": "2 kg"})
    assert set(goods.refused) == {3}


# --- XML that is none, or that asks for too much ----------------------------------------------
ITEM = "<item><id>{0}</id><title>Mug {0}</title><price>{0}.50</price><availability/></item>"


def items(count):
    return "".join(ITEM.format(number) for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<rss><channel>{items}", "not well-formed"),
        ("<rss><channel>{items}<item><id>4</item></channel></rss>", "not well-formed"),
        ("<rss>{items}</rss><rss/>", "not well-formed"),
        ('<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss>{items}<item>&a;</item></rss>', "entities"),
        ("<rss><title>nothing</title></rss>", "no list"),
        ("<a>" * 40 + "</a>" * 40, "nested too deeply"),
        ("<html><body><p>Log in</body></html>", "not well-formed"),
    ],
)
def test_xml_is_read_whole_or_not_at_all(tmp_path, text, reason):
    with pytest.raises(UnreadableFile, match=reason):
        written(tmp_path, text.replace("{items}", items(3000)), name="feed.xml")


@pytest.mark.parametrize("text", ['[{"title": "Mug"}]', '{"title": 1}', '\ufeff[\n  {"title": 1}]'])
def test_json_is_refused_by_name(tmp_path, text):
    with pytest.raises(UnreadableFile, match="JSON"):
        written(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_xml_in_its_own_encoding(tmp_path, encoding):
    declared = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?><products>{{}}</products>'
    product = "<product><id>A</id><title>Tür</title><price>1,50</price><availability>in stock"
    product += "</availability></product>"

    (door,) = written(tmp_path, text.format(product), name="feed.xml", encoding=encoding).products

    assert door.title == "Tür"


# --- lists of other things --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("sku,rating_code,rating_value,title,review,reviewer,email", "reviews"),
        ("Name,Email,Financial Status,Paid at,Total,Lineitem name,Lineitem price", "orders"),
        ('ID,Purchase Point,Purchase Date,Bill-to Name,"Grand Total (Base)",Status', "orders"),
        ("First Name,Last Name,Email,Accepts Email Marketing,Total Spent", "customers"),
        ("slug,locale,name,description,meta_title,meta_description", "translations"),
    ],
)
def test_lists_of_other_things_are_refused_by_name(tmp_path, headings, kind):
    text = f"{headings}\n{'x,' * headings.count(',')}x\n"

    with pytest.raises(OtherList, match=kind):
        written(tmp_path, text)


@pytest.mark.parametrize(
    "headings",
    ["title,price,rating,reviews,stars", "title,price,gender,language", "order no,title,price"],
)
def test_products_with_such_columns_are_products(tmp_path, headings):
    text = f"{headings}\nMug,3.50,5{',x' * (headings.count(',') - 2)}\n"

    assert written(tmp_path, text).rows == 1


def test_who_names_the_format_is_believed(tmp_path):
    text = "title,brand,rating,review\nMug,Northwind,5,Good\n"

    assert written(tmp_path, text, format_name="template").rows == 1
