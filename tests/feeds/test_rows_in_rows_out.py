"""Whatever a file holds, each of its rows is imported once or reported once."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.feeds.formats import shopify, template, woocommerce
from tests.feeds.reading import Read

HANDLES = st.sampled_from(["", "a", "b", "c#1", " a "])
PRICES = st.sampled_from(["", "0", "1.50", "1,50", "1.250", "-2", "ask", "€ 3", "5,00E+12"])
NUMBERS = st.sampled_from(["", "1", "-4", "2.5", "none", "1.000", "9" * 30])
OPTIONS = st.sampled_from(["", "Red", "Blue", "Default Title"])
CODES = st.sampled_from(["", "A", "A", "5,00E+12", "4006381333931", "x" * 200])
TITLES = st.sampled_from(["", "Mug", "Mug", "Cup <b>", "\u202bكوب", "t" * 300, "#REF!"])
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)

TEMPLATE = {
    "handle": HANDLES,
    "title": TITLES,
    "price": PRICES,
    "stock": NUMBERS,
    "sku": CODES,
    "barcode": CODES,
    "option1_name": st.sampled_from(["", "Colour"]),
    "option1_value": OPTIONS,
    "images": st.sampled_from(["", "https://x.example/1.jpg"]),
    "attributes": ANYTHING,
    "description": ANYTHING,
    "max_quantity": NUMBERS,
}
SHOPIFY = {
    "Handle": HANDLES,
    "Title": TITLES,
    "Option1 Name": st.sampled_from(["", "Title", "Colour"]),
    "Option1 Value": OPTIONS,
    "Variant SKU": CODES,
    "Variant Inventory Qty": NUMBERS,
    "Variant Price": PRICES,
    "Image Src": st.sampled_from(["", "https://x.example/1.jpg"]),
    "Image Position": NUMBERS,
    "Status": st.sampled_from(["", "active", "draft", "?"]),
    "Body (HTML)": ANYTHING,
}
WOO = {
    "ID": st.sampled_from(["", "1", "2", "3"]),
    "Type": st.sampled_from(["simple", "variable", "variation", "grouped", "", "simple, virtual"]),
    "SKU": CODES,
    "Name": TITLES,
    "Regular price": PRICES,
    "Stock": NUMBERS,
    "In stock?": st.sampled_from(["", "0", "1", "backorder"]),
    "Parent": st.sampled_from(["", "A", "id:1", "id:2", "id:9"]),
    "Attribute 1 name": st.sampled_from(["", "Colour"]),
    "Attribute 1 value(s)": OPTIONS,
    "Categories": ANYTHING,
}


def _text(columns, rows):
    out = io.StringIO()
    csv.writer(out).writerows([list(columns), *rows])
    return out.getvalue()


@pytest.mark.world
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (template.FORMAT.name, TEMPLATE),
        (shopify.FORMAT.name, SHOPIFY),
        (woocommerce.FORMAT.name, WOO),
    ],
)
@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_in_are_rows_out(tmp_path_factory, name, columns, data):
    rows = data.draw(st.lists(st.tuples(*columns.values()), max_size=12))
    path = Path(tmp_path_factory.mktemp("feed")) / "list.csv"
    path.write_bytes(_text(columns, rows).encode())

    found = Read(path, format_name=name, decimal="point")

    filled = [number for number, row in enumerate(rows, start=2) if any(map(str.strip, row))]
    assert found.accounted == filled
    assert len(found.by_key) == len(found.products)
