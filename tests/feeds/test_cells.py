from decimal import Decimal

import pytest

from tenants.feeds import cells
from tenants.feeds.amounts import AmbiguousNumbers, DecimalHabit, as_price
from tenants.feeds.cells import UnreadableCellError
from tenants.feeds.markup import as_plain_text


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [
        ("12.50", "", "12.50"),
        ("12,5", "", "12.50"),
        ("1.234,50 €", ",", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("1.250", ",", "1250.00"),
        ("1,250", "", "1250.00"),
        ("1 234,50", ",", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("1.234.567", "", "1234567.00"),
        ("1,00,000.00", ".", "100000.00"),
        ("24,-", "", "24.00"),
        ("€ 9", "", "9.00"),
        ("9 EUR / Stück", "", "9.00"),
        ("0,999", ",", "1.00"),
        (".5", ".", "0.50"),
        (19.989999999999998, "", "19.99"),
        (1.234, "", "1.23"),
        (7, "", "7.00"),
        ("٣٫٥", "", "3.50"),
        ("12,50\u200f", ",", "12.50"),
        ("\u202b12.50 €\u202c", "", "12.50"),
        ("１２．５０", "", "12.50"),
        ("１，２３４．５０", "", "1234.50"),
    ],
)
def test_prices_as_people_write_them(cell, mark, amount):
    price = as_price("price", cell, currency="EUR", mark=mark)

    assert (price.amount, price.currency) == (Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("cell", "shop", "currency", "amount"),
    [
        ("$5", "EUR", "USD", "5.00"),
        ("$5", "CAD", "CAD", "5.00"),
        ("USD 5", "EUR", "USD", "5.00"),
        ("12 kr", "NOK", "NOK", "12.00"),
        ("1,200", "JPY", "JPY", "1200"),
        ("1.250", "KWD", "KWD", "1.250"),
        ("12.500 د.ك", "KWD", "KWD", "12.500"),
        ("Rs. 1,200", "INR", "INR", "1200.00"),
        ("99 zł", "PLN", "PLN", "99.00"),
        ("￥1,200", "JPY", "JPY", "1200"),
        ("￡５", "EUR", "GBP", "5.00"),
        ("1 200 руб.", "RUB", "RUB", "1200.00"),
        ("12,50 грн", "UAH", "UAH", "12.50"),
    ],
)
def test_currencies_in_cells(cell, shop, currency, amount):
    price = as_price("price", cell, currency=shop, mark="")

    assert (price.currency, str(price.amount)) == (currency, amount)


@pytest.mark.parametrize(
    ("sign", "currencies"),
    [
        ("$", "USD AUD CAD NZD SGD HKD MXN ARS CLP COP"),
        ("dollars", "USD AUD CAD NZD"),
        ("¥", "JPY CNY"),
        ("Rs.", "INR PKR LKR NPR"),
        ("kr", "SEK NOK DKK ISK"),
    ],
)
def test_a_sign_of_several_currencies_means_the_shops(sign, currencies):
    for currency in currencies.split():
        assert as_price("price", f"{sign} 5", currency=currency, mark="").currency == currency


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("ask us", ""),
        ("12..5", ""),
        ("-3", ""),
        ("(3.00)", ""),
        ("12 florins", ""),
        ("1.250", "?"),
        ("1.250", "."),
        ("1,23,4", ""),
        ("5 for 3", ""),
        ("999999999999999", ""),
        (True, ""),
        (10**400, ""),
    ],
)
def test_what_is_no_price_is_refused(cell, mark):
    with pytest.raises(UnreadableCellError) as refusal:
        as_price("price", cell, currency="EUR", mark=mark)

    assert refusal.value.field == "price"


def test_a_price_finer_than_its_currency_is_rounded_and_told():
    price = as_price("price", "12,3456", currency="EUR", mark=",")

    assert (price.amount, price.rounded) == (Decimal("12.35"), True)


@pytest.mark.parametrize(
    ("cells_of_file", "mark"),
    [
        (["12,50", "1.250"], ","),
        (["12.50", "1,250"], "."),
        (["1.250", "2.000"], ""),
        (["12,50", "12.50"], "?"),
        (["1.234,50 €"], ","),
        (["1 234,50", "1'250.000"], "?"),
        (["1.234.567", "1.250"], ","),
        (["1,00,000", "1,250"], "."),
        (["0.999", "1.250"], "."),
        (["1234.500"], "."),
        (["12..5", "1.2.3", "2.05.2026"], ""),
        (["٣٫٥", "1٫250"], "."),
        (["१२.५०", "१२.५००"], "."),
        (["１２，５０", "1.250"], ","),
        ([12.5, "ask us", ""], ""),
    ],
)
def test_the_whole_file_tells_the_decimal_mark(cells_of_file, mark):
    habit = DecimalHabit()
    for cell in cells_of_file:
        habit.look_at(cell, "EUR")

    assert habit.mark == mark


@pytest.mark.parametrize(
    "cell", ["1.250", "12,500", "€ 999.000", "१२.५००", "１２．５００", " 1.000 "]
)
def test_what_can_be_read_two_ways_is_asked_about(cell):
    habit = DecimalHabit()
    habit.look_at(cell, "EUR")

    with pytest.raises(AmbiguousNumbers) as refusal:
        habit.require_clear()

    assert cell.strip() in refusal.value.detail


@pytest.mark.parametrize(
    ("cell", "currency"),
    [
        ("1,250", "JPY"),
        ("¥1,250", "EUR"),
        ("1.250", "KWD"),
        ("12.500 د.ك", "EUR"),
        ("1٫250", "EUR"),
        ("1 250", "EUR"),
        ("1.250 florins", "EUR"),
        (1.125, "EUR"),
    ],
)
def test_what_can_be_read_one_way_is_not(cell, currency):
    habit = DecimalHabit()
    habit.look_at(cell, currency)

    habit.require_clear()


def test_nobody_is_asked_where_another_number_tells_or_somebody_said_it():
    for habit in (DecimalHabit("point"), DecimalHabit("comma"), DecimalHabit(points=1)):
        habit.look_at("1.250", "EUR")
        habit.require_clear()


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [
        ("1.250", ".", "1.25"),
        ("1.250", ",", "1250"),
        ("1,250", ",", "1.25"),
        ("1,250", ".", "1250"),
    ],
)
def test_three_digits_are_decimals_where_somebody_said_so(cell, mark, amount):
    price = as_price("price", cell, currency="EUR", mark=mark, is_sure=True)

    assert price.amount == Decimal(amount)


def test_the_arabic_mark_parts_decimals_whatever_the_file_does():
    assert as_price("price", "1٫250", currency="EUR", mark=",").amount == Decimal("1.25")
    assert as_price("price", "1٬250٫5", currency="EUR", mark="").amount == Decimal("1250.5")
    with pytest.raises(UnreadableCellError):
        cells.as_count("stock", "1٫250")


@pytest.mark.parametrize(
    ("cell", "mark", "count"),
    [
        ("1.000", ",", 1000),
        ("1.000", ".", 1),
        ("1,000", ".", 1000),
        ("1.000.000", ".", 1_000_000),
        ("1٬000", "", 1000),
        ("१,०००", ".", 1000),
        (1234.0, ",", 1234),
    ],
)
def test_counts_follow_the_files_habit(cell, mark, count):
    assert cells.as_count("stock", cell, mark) == count


@pytest.mark.parametrize(("cell", "mark"), [("1.000", "?"), ("1.250", "."), (1.234, ",")])
def test_a_count_that_may_be_another_is_none(cell, mark):
    with pytest.raises(UnreadableCellError):
        cells.as_count("stock", cell, mark)


@pytest.mark.parametrize(
    ("cell", "count"),
    [("12", 12), ("1.000", 1000), ("12,0", 12), ("5 pcs", 5), (7.0, 7), ("-3", -3), ("٣", 3)],
)
def test_counts(cell, count):
    assert cells.as_count("stock", cell) == count


@pytest.mark.parametrize("cell", ["2.5", "many", "99999999999", "1e3", ">100"])
def test_what_is_no_count_is_refused(cell):
    with pytest.raises(UnreadableCellError):
        cells.as_count("stock", cell)


@pytest.mark.parametrize("cell", ["5,00E+12", "4.00638E+12", "9E+12", "4,00638e12"])
def test_a_barcode_that_a_spreadsheet_rounded_is_refused(cell):
    with pytest.raises(UnreadableCellError, match="rounded"):
        cells.as_barcodes("barcode", cell)


@pytest.mark.parametrize("cell", ["1e3", "1,25E+03"])
def test_so_is_a_price_and_a_count(cell):
    with pytest.raises(UnreadableCellError, match="rounded"):
        as_price("price", cell, currency="EUR", mark="")
    with pytest.raises(UnreadableCellError, match="rounded"):
        cells.as_count("stock", cell)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("0012345678905", ["0012345678905"]),
        (4006381333931.0, ["4006381333931"]),
        ("978-0-553-38095-8", ["9780553380958"]),
        ("'04006381333931", ["04006381333931"]),
        ("4006381333931; 96385074", ["4006381333931", "96385074"]),
        ("HOUSE-7", ["HOUSE-7"]),
        ("", []),
    ],
)
def test_barcodes_are_text(cell, codes):
    assert cells.as_barcodes("barcode", cell) == codes


def test_check_digits():
    assert cells.has_valid_check_digit("4006381333931")
    assert not cells.has_valid_check_digit("4006381333932")
    assert cells.has_valid_check_digit("96385074")
    assert cells.has_valid_check_digit("HOUSE-7")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" two\u00a0 words\r\nhere ", "two words here"),
        ("nul\x00byte\x07", "nulbyte"),
        (4006381333931.0, "4006381333931"),
        (0.1 + 0.2, "0.3"),
        (True, "true"),
        (None, ""),
    ],
)
def test_text(cell, text):
    assert cells.as_text(cell) == text


@pytest.mark.parametrize(
    "heading", ["Art.-\nNr.", "ART NR", "art_nr", " Art.Nr "], ids=["broken", "loud", "line", "dot"]
)
def test_headings_are_compared_without_breaks_and_signs(heading):
    assert cells.heading_key(heading) == "artnr"


def test_html_becomes_text_that_no_browser_takes_for_markup():
    html = "<p>One &amp; two</p><ul><li>a<li>b</ul><script>steal()</script>&lt;img onerror=x&gt;"

    assert as_plain_text(html) == "One & two\n\n- a\n- b\n\n< img onerror=x>"


def test_plain_text_keeps_its_lines():
    assert as_plain_text("5 < 7\nand  3 > 1") == "5 < 7\nand 3 > 1"


def test_paths_and_addresses():
    paths = cells.as_paths(" Home > Kitchen | Gifts | home>", between=r"\|")
    assert paths == (("Home", "Kitchen"), ("Gifts",), ("home",))
    urls = cells.as_urls("https://a.example/w_1,h_2/x.jpg, https://b.example/y.jpg javascript:x")
    assert urls == ("https://a.example/w_1,h_2/x.jpg", "https://b.example/y.jpg")


def test_a_count_of_thousands_of_digits_is_too_large():
    with pytest.raises(UnreadableCellError, match="too large"):
        cells.as_count("stock", "9" * 5_000)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.example/1 , https://b.example/2", 2),
        ("https://a.example/w_1,h_2/3;|https://b.example/4", 2),
        (", https://a.example/1 ;, ", 1),
    ],
)
def test_addresses_are_told_apart_by_what_stands_between(text, urls):
    assert len(cells.as_urls(text)) == urls


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1 true YES y x on active published visible ja oui sí tak aktiv", True),
        ("0 -1 false NO n off inactive draft archived hidden unlisted nein non ne", False),
    ],
)
def test_yes_and_no_as_other_systems_write_them(words, value):
    answers = {word: cells.as_bool("active", word, default=not value) for word in words.split()}

    assert answers == dict.fromkeys(words.split(), value)
