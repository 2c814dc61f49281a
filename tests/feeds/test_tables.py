"""Encodings, separators, headings, sheets: how rows come out of files."""

import datetime
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from tenants.feeds import csv_rows, files
from tenants.feeds.recognition import UnknownFormat
from tenants.feeds.sheets import UnreadableFile
from tenants.feeds.workbook import as_cell
from tests.feeds.reading import Read, written

LIST = "sku,title,price\n007,Büchse,3.50\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_encoding_is_found_out(tmp_path, encoding):
    found = written(tmp_path, LIST, encoding=encoding)

    assert [product.title for product in found.products] == ["Büchse"]
    assert encoding in found.label


@pytest.mark.parametrize("order", ["le", "be"])
def test_a_mark_of_the_order_of_bytes_is_no_part_of_the_first_heading(tmp_path, order):
    """The mark alone tells it: in such a title no byte is zero, as it is in Latin ones."""
    text = LIST.replace("Büchse", "漢字" * 40)

    (product,) = written(tmp_path, f"\ufeff{text}", encoding=f"utf-16-{order}").products

    assert (product.sku, product.title) == ("007", "漢字" * 40)


def test_a_line_without_an_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_rows, "MAX_LINE", 50)

    with pytest.raises(UnreadableFile, match="longer than"):
        written(tmp_path, f"{LIST}{'x' * 60}\n")


def test_texts_of_all_rows_together_have_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_TEXT", 20)

    with pytest.raises(UnreadableFile, match="texts are too long"):
        written(tmp_path, "title,price\n" + "abcdefgh,1\n" * 3)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_separator_is_found_out(tmp_path, separator, line_end):
    text = LIST.replace(",", separator).replace("\n", line_end)

    (product,) = written(tmp_path, text).products

    assert (product.sku, product.title) == ("007", "Büchse")


def test_a_character_that_cp1252_does_not_know_does_not_stop_the_file(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"title,price\nCaf\xe9,1\nOdd \x81,2\n")

    feed = Read(path)

    assert [product.title for product in feed.products] == ["Café"]
    assert "A letter is lost" in feed.refused[3].reason


def test_a_line_in_another_encoding_leaves_the_others_readable(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("title,price\nЧашка,1\n".encode() + b"Caf\xe9,2\nPlate,3\n")

    feed = Read(path)

    assert [product.title for product in feed.products] == ["Чашка", "Plate"]
    assert feed.refused[3].field == "title"


@pytest.mark.parametrize(
    "text",
    [
        "title,handle,option1 name,option1 value,price\n"
        "Mug,m,Glaze,Grün,1\nMug,m,Glaze,Caf\udce9,2\n",
        "type,sku,name,attribute 1 name,attribute 1 value(s),regular price,parent\n"
        "variable,P,Mug,Glaze,Grün,,\nvariation,B,,Glaze,Caf\udce9,2,P\n"
        "variation,A,,Glaze,Grün,1,P\n",
    ],
)
def test_a_lost_letter_of_a_choice_refuses_the_row(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    assert list(Read(path).refused) == [3]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp1251", "Чашка керамическая большая"),
        ("koi8-r", "Чашка керамическая большая"),
        ("cp1253", "Κεραμική κούπα"),
        ("cp1255", "ספל קרמיקה"),
        ("cp1256", "فنجان قهوة"),
        ("cp874", "แก้วกาแฟ"),
        ("cp932", "急須と湯呑みのセット"),
        ("cp932", "カップ"),
        ("gb18030", "陶瓷茶杯"),
        ("big5", "陶瓷茶杯"),
        ("cp949", "도자기 찻잔"),
        ("cp1250", "Kubek mały biały"),
    ],
)
def test_letters_that_are_not_western_are_not_guessed(tmp_path, encoding, title):
    with pytest.raises(UnreadableFile, match="CSV UTF-8"):
        written(tmp_path, f"sku,title,price\nA,{title},1\n", encoding=encoding)


@pytest.mark.parametrize(
    "title",
    [
        "Crème brûlée à l’œuf",
        "„Öl“ für Größe 38 – 5 €",
        "«À côté» – déjà vu…",
        "ÅÄÖ är på ön",
        "¿Qué? ¡Sí! 5 m² à 3°",
        "AÇÃO e coração",
        "Þórður",
    ],
)
def test_western_letters_are_read_and_told(tmp_path, title):
    feed = written(tmp_path, f"sku,title,price\nA,{title},1\n", encoding="cp1252")

    assert [product.title for product in feed.products] == [title]
    assert "Windows-1252" in feed.notes[0]
    assert written(tmp_path, LIST).notes == []


def test_rows_above_the_headings_and_blank_ones_count_as_in_a_spreadsheet(tmp_path):
    text = (
        'Price list,,\nas of today,,\n,,\nsku,"product\nname",price\n,,\nA,"Two\nlines",1\n\nB,,2\n'
    )

    found = written(tmp_path, text)

    assert found.rows == 2
    assert found.by_key["sku:A"].rows == (6,)
    assert found.refused[8].field == "title"


def test_headings_merged_over_two_rows(tmp_path):
    text = (
        "Name,Option 1,,Option 2,,Price\n"
        ",Name,Value,Name,Value,\n"
        "Shirt,Colour,Red,Size,M,5\n"
        "Shirt,Colour,Red,Size,L,5\n"
    )

    found = written(tmp_path, text)

    assert [product.kind for product in found.products] == ["parent", "variant", "variant"]
    assert found.products[2].options == {"Colour": "Red", "Size": "L"}


def test_columns_that_are_not_read_are_named(tmp_path):
    feed = written(tmp_path, "title,price,shelf,title\nCup,3,A7,Mug\n")

    assert feed.notes == ["Columns that were not read: shelf, title."]


def test_short_and_long_rows(tmp_path):
    feed = written(tmp_path, "title,price,stock\nCup,3\nMug,4,5,6,7\n")

    assert [(item.title, item.stock) for item in feed.products] == [("Cup", None), ("Mug", 5)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04broken", "workbook"),
        (b"title,price\nCup,\xff\xfe\x00", "CSV UTF-8"),
    ],
)
def test_other_files_are_refused_with_a_reason(tmp_path, content, reason):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason):
        Read(path)


def test_a_quotation_mark_that_is_not_closed(tmp_path):
    text = 'title,price\nCup,3\n"Mug,4\n' + "Row,5\n" * 300_000

    with pytest.raises(UnreadableFile, match=r"From row 3 on.*quotation mark"):
        written(tmp_path, text)


def test_a_file_without_known_headings_says_what_was_seen(tmp_path):
    with pytest.raises(UnknownFormat, match="Seen: colour of the sky, wind"):
        written(tmp_path, "colour of the sky,wind\ngrey,5\n")


def test_a_format_can_be_named(tmp_path):
    text = "Handle,Title,Price\ncup,Cup,3\n"

    assert written(tmp_path, text).format == "template"
    assert written(tmp_path, text, format_name="shopify").format == "shopify"
    with pytest.raises(UnknownFormat, match="template, shopify"):
        written(tmp_path, text, format_name="prestashop")


# --- workbooks --------------------------------------------------------------------------------
@pytest.fixture
def workbook(tmp_path):
    """A list as shops send it: a title above, merged cells, hidden sheets, odd cells."""
    book = Workbook()
    hidden = book.active
    hidden.title = "old prices"
    hidden.append(["sku", "title", "price", "stock", "brand"])
    hidden.append(["X", "From the hidden sheet", 1, 1, "none"])
    hidden.sheet_state = "veryHidden"
    notes = book.create_sheet("Notes")
    notes.append(["Please call before noon"])
    sheet = book.create_sheet("Articles")
    sheet.append(["Northgate price list"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["Article\nnumber", "Name", "Price", "Stock", "EAN", "attribute: Since"])
    sheet.append(["00417", "Text number", "12,50", "7", "4006381333931", None])
    sheet.append([418, "Number", 12.5, 7.0, 4006381333931, datetime.date(2024, 5, 1)])
    sheet["A5"].number_format = "00000"
    sheet.append([None, None, None])
    sheet.append(["00419", "Formula", 0.1 + 0.2, True, "5,00E+12", None])
    sheet.append(["00420", "Error", "#N/A", 1, None, None])
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def test_the_shown_sheet_with_headings_is_read(workbook):
    found = Read(workbook)

    assert "Articles" in found.label
    assert found.notes == ["Sheets that were not read: Notes."]
    assert "From the hidden sheet" not in [product.title for product in found.products]


def test_numbers_of_a_workbook_are_what_people_see(workbook):
    found = Read(workbook)

    assert found.rows == 4
    text, number, formula = found.products
    assert (text.sku, str(text.price), text.stock) == ("00417", "12.50", 7)
    assert (number.sku, str(number.price), number.stock) == ("00418", "12.50", 7)
    assert number.barcode == "4006381333931"
    assert number.attributes == {"Since": "2024-05-01T00:00:00"}
    assert (str(formula.price), formula.stock, formula.barcode) == ("0.30", 0, "")


def test_spoilt_cells_of_a_workbook_are_left_out_or_refused(workbook):
    goods = Read(workbook)

    remarks = [(item.row, item.field) for item in goods.products[2].remarks]
    assert remarks == [(7, "stock"), (7, "barcode")]
    assert {row: entry.field for row, entry in goods.refused.items()} == {8: "price"}
    assert "error" in goods.refused[8].reason


def test_a_number_beyond_all_floats_is_a_cell_like_others():
    """No spreadsheet writes one, and a file may hold it."""
    cell = SimpleNamespace(value=10**400, number_format="00000")

    assert as_cell(cell) == str(10**400)


def test_a_file_with_many_wrong_bytes_for_its_letters_is_not_utf8(tmp_path):
    """Three for seventeen letters; with ten more letters they spoil their row alone."""
    path = tmp_path / "list.csv"
    row = b"a," + "é".encode() * 17 + b"\xe9,\xe9,\xe9\n"
    for more, is_utf8 in ((0, False), (10, True)):
        path.write_bytes(row + b"b," + "é".encode() * more + b",,\n")
        with path.open("rb") as file:
            assert csv_rows._is_utf8(file) == is_utf8
