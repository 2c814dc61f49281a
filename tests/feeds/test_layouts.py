"""Columns that somebody names: headings, letters, rows of headings, sheets. And guesses."""

import tomllib

import pytest
from openpyxl import Workbook

from tenants.feeds import column_words
from tenants.feeds.column_words import COLUMNS, FILE, field_of
from tenants.feeds.files import open_feed
from tenants.feeds.headings import UnclearList
from tenants.feeds.layouts import NOT_READ, Layout, LayoutMisfit, print_headings, read_pairs
from tenants.feeds.recognition import UnknownFormat
from tenants.feeds.reports import lines_of
from tenants.feeds.table_views import correct
from tests.feeds.reading import TODAY

CODES = "4006381333931", "4000539770708", "9780306406157"
BARE = "".join(
    f"Item {word};{code};{price};https://x.example/{word}.jpg\n"
    for word, code, price in zip("abc", CODES, ("9,99", "12,50", "3,00"), strict=True)
)


class List:
    """A file, opened as often as one asks."""

    def __init__(self, tmp_path, text, name="list.csv"):
        self.path = tmp_path / name
        if isinstance(text, Workbook):
            text.save(self.path)
        else:
            self.path.write_text(text, encoding="utf-8")

    def open(self, columns=(), *, row=None, sheet="", **options):
        layout = Layout(dict(columns), row, sheet)
        options = {"currency": "EUR", "today": TODAY, "layout": layout} | options
        return open_feed(self.path, **options)

    def products(self, columns=(), **options):
        with self.open(columns, **options) as feed:
            return list(feed.results())

    def fields(self, columns=(), **options):
        with self.open(columns, **options) as feed:
            return {c["letter"]: (c["field"], c["source"]) for c in feed.view["columns"]}


@pytest.mark.parametrize(
    ("title", "price"), [("Ding", "Wert"), ("ding", "C"), ("A", "3"), ("#1", "#3"), ("a", "wert")]
)
def test_a_column_is_named_by_heading_letter_or_number(tmp_path, title, price):
    goods = List(tmp_path, "Ding;EAN;Wert\nTopf;4006381333931;9,99\n")

    (pot,) = goods.products({"title": title, "price": price})

    assert (pot.title, str(pot.price), pot.barcode) == ("Topf", "9.99", "4006381333931")


def test_a_heading_wins_over_a_letter_and_a_place_over_both(tmp_path):
    goods = List(tmp_path, "B,A,price\nof the first,of the second,1\n")

    (first,) = goods.products({"title": "B"})
    (second,) = goods.products({"title": "#2"})

    assert (first.title, second.title) == ("of the first", "of the second")


def test_a_column_that_is_named_leaves_the_field_of_its_heading(tmp_path):
    goods = List(tmp_path, "Name;Preis;VK\nTopf;7,00;9,99\n")

    (pot,) = goods.products({"price": "VK"})

    assert str(pot.price) == "9.99"


@pytest.mark.parametrize("row", [None, 3])
def test_headings_that_nobody_knows_stand_further_down(tmp_path, row):
    goods = List(tmp_path, "Firma Muster;;\n;;\nDing;Wert;Ort\nTopf;9,99;oben\nTasse;3,00;unten\n")

    products = goods.products({"title": "Ding", "price": "Wert"}, row=row)

    assert [(item.title, str(item.price), item.rows) for item in products] == [
        ("Topf", "9.99", (4,)),
        ("Tasse", "3.00", (5,)),
    ]


def test_a_list_without_headings(tmp_path):
    goods = List(tmp_path, BARE)

    products = goods.products({"title": "A", "price": "C", "barcode": "B"}, row=0)

    assert [item.title for item in products] == ["Item a", "Item b", "Item c"]
    assert [item.rows for item in products] == [(1,), (2,), (3,)]


def test_a_sheet_is_named_or_numbered(tmp_path):
    book = Workbook()
    for name, title in (("Sommer", "Hut"), ("Winter", "Schal")):
        sheet = book.create_sheet(name)
        sheet.append(["Name", "Preis"])
        sheet.append([title, 5])
    book.remove(book.worksheets[0])
    goods = List(tmp_path, book, "list.xlsx")

    titles = [goods.products(sheet=sheet)[0].title for sheet in ("", "Winter", "2", "Sommer")]

    assert titles == ["Hut", "Schal", "Schal", "Hut"]
    with pytest.raises(LayoutMisfit, match="Sommer, Winter"):
        goods.open(sheet="Herbst")


@pytest.mark.parametrize(
    ("columns", "row", "says"),
    [
        ({"title": "Farbe"}, None, "no column “Farbe”. There are: Name, Preis"),
        ({"title": "Name", "brand": "A"}, None, "named for two fields, title and brand"),
        ({"title": "Name"}, 9, "no row 9"),
        ({"title": "D"}, None, "no column “D”"),
    ],
)
def test_columns_that_the_file_does_not_have(tmp_path, columns, row, says):
    with pytest.raises(LayoutMisfit, match=says):
        List(tmp_path, "Name,Preis,\nTopf,1,\n").open(columns, row=row)


@pytest.mark.parametrize("pair", ["colour=A", "price", "price=", "=A", "attribute:=A"])
def test_pairs_that_name_nothing(pair):
    with pytest.raises(LayoutMisfit, match="names no field"):
        read_pairs([pair])


def test_pairs_name_what_a_shop_calls_its_own(tmp_path):
    columns = read_pairs(["title = Name", "attribute: Farbe=Ton", "option: Größe=G", "price=-"])

    assert columns == {
        "title": "Name",
        "attribute:Farbe": "Ton",
        "option:Größe": "G",
        "price": NOT_READ,
    }


def test_the_columns_of_another_format_stand_for_themselves(tmp_path):
    goods = List(tmp_path, "Handle,Title,Variant Price\na,A,1\n")

    with pytest.raises(LayoutMisfit, match="Leave the format out"):
        goods.open({"title": "A"}, format_name="shopify")


# --- guesses ----------------------------------------------------------------------------------
def test_what_no_heading_tells_is_guessed_by_its_cells(tmp_path):
    goods = List(tmp_path, BARE)

    assert goods.fields(guess=True) == {
        "A": ("title", "content"),
        "B": ("barcode", "content"),
        "C": ("price", "content"),
        "D": ("images", "content"),
    }


def test_a_guess_is_shown_and_never_imported_by_itself(tmp_path):
    goods = List(tmp_path, BARE)

    with goods.open(guess=True) as feed:
        assert any("title=A, barcode=B, price=C, images=D" in note for note in feed.notes)
    with pytest.raises(UnknownFormat, match="Say which column") as refusal:
        goods.open()
    assert refusal.value.view["columns"][2]["field"] == "price"


def test_of_two_columns_of_prices_neither_is_guessed(tmp_path):
    goods = List(tmp_path, "Ding;EK;VP\nTopf;5,00;9,99\nHut;6,00;12,99\nTasse;1,00;3,00\n")

    fields = goods.fields({"title": "Ding"}, guess=True)

    assert {name for name, _ in fields.values()} == {"title", ""}


def test_numbers_without_a_check_digit_are_no_barcodes(tmp_path):
    goods = List(tmp_path, BARE.replace(CODES[0], "4006381333932").replace(CODES[1], "1" * 13))

    assert "barcode" not in {name for name, _ in goods.fields(guess=True).values()}


def test_what_is_in_no_column_is_not_guessed(tmp_path):
    fields = List(tmp_path, BARE).fields({"title": "A", "price": NOT_READ}, row=0, guess=True)

    assert "price" not in {name for name, _ in fields.values()}


# --- what is shown ----------------------------------------------------------------------------
def test_cells_are_shown_with_what_was_read(tmp_path):
    goods = List(tmp_path, "Name;Preis;Bestand\nTopf;9,99;viele\nHut;ab 3;7\n")

    with goods.open() as feed:
        _, price, stock = feed.view["columns"]

    assert [(item["cell"], item["reading"]) for item in price["samples"]] == [
        ("9,99", "9.99 EUR"),
        ("ab 3", ""),
    ]
    assert price["samples"][1]["problem"]
    assert stock["samples"][0] == {
        "cell": "viele",
        "reading": "",
        "problem": "Left out: This is not a whole number.",
    }
    assert (stock["heading"], stock["letter"], stock["source"]) == ("Bestand", "C", "name")
    assert "B Preis → price (name): “9,99” is 9.99 EUR" in "\n".join(lines_of(feed.view))


def test_a_correction_leaves_the_rest_as_it_was_shown(tmp_path):
    goods = List(tmp_path, BARE)
    with goods.open(guess=True) as feed:
        corrected = correct(feed.view, Layout({"sku": "B"}))

    (first, *_) = goods.products(corrected.columns, row=corrected.header_row)

    assert (first.title, first.sku, first.barcode) == ("Item a", CODES[0], "")
    assert str(first.price) == "9.99"


def test_nothing_of_it_stays_for_other_headings(tmp_path):
    with List(tmp_path, BARE).open(guess=True) as feed:
        layout = Layout({"title": "A"}, 2)
        assert correct(feed.view, layout) == layout


def test_a_shops_former_layout_holds_for_the_same_headings(tmp_path):
    goods = List(tmp_path, "Ding;Wert\nTopf;9,99\n")
    prints_of_rows = []

    def recall(prints):
        prints_of_rows.extend(prints)
        key = print_headings(["Ding", "Wert"])
        return (key, Layout({"title": "#1", "price": "#2"})) if key in prints else None

    assert goods.fields(recall=recall) == {"A": ("title", "memory"), "B": ("price", "memory")}
    assert print_headings(["ding ", "WERT"]) in prints_of_rows


# --- words ------------------------------------------------------------------------------------
def test_a_word_stands_for_one_field():
    words = column_words.read_words()
    languages = {code for texts in tomllib.loads(FILE.read_text()).values() for code in texts}

    assert {name for name in words.values() if ":" not in name} == set(COLUMNS)
    assert len(languages) >= 30


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Bezeichnung", "title"),
        ("Цена", "price"),
        ("Prix TTC", "price"),
        ("Preis (EUR)", "price"),
        ("Árucikk ára", None),
        ("在庫", "stock"),
        ("الكمية", "stock"),
        ("Art.-Nr.", "sku"),
        ("EK-Preis", None),
        ("Purchase price", None),
    ],
)
def test_headings_of_many_languages(heading, field):
    assert field_of(heading) == field


def test_a_list_of_nothing_but_numbers_says_what_there_is(tmp_path):
    with pytest.raises(UnclearList, match="Seen: a, b"):
        List(tmp_path, "a,b\n1,2\n").open()
