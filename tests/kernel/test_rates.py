"""The table of reference rates, and what is no such table."""

from datetime import date
from decimal import Decimal

import pytest
from babel.core import get_global

from tenants.kernel.rates import UnusableRates, read_rates, reference_rates, tradable_currencies


def test_every_currency_that_is_money_somewhere_has_a_rate():
    lines = [line for lines in get_global("territory_currencies").values() for line in lines]
    money = {code for code, _, ends, is_tender in lines if ends is None and is_tender}
    assert len(money) > 150
    assert money <= tradable_currencies()


def test_the_file_has_its_day_and_its_source():
    rates = reference_rates()
    assert rates.day >= date(2026, 9, 29)
    assert rates.source
    assert "EUR" not in rates.per_euro


def test_amounts_are_exact():
    rates = read_rates(b'{"base": "EUR", "date": "2026-11-27", "rates": {"USD": 1.1, "XYZ": "?"}}')
    assert rates.day == date(2026, 11, 27)
    assert rates.per_euro == {"USD": Decimal("1.1")}


@pytest.mark.parametrize(
    ("source", "noted"), [('"ECB"', "ECB"), (f'"{"x" * 301}"', "x" * 300), ("7", "")]
)
def test_a_source_is_a_text_of_300_characters_at_most(source, noted):
    table = '{"base": "EUR", "date": "2026-11-27", "rates": {"USD": 1.1}, "source": '
    assert read_rates(f"{table}{source}}}".encode()).source == noted


TABLE = '{"base": "EUR", "date": "2026-11-27", "rates": {"USD": %s}}'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON"),
        ("<html>", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no object"),
        ('{"base": "EUR", "date": "2026-11-27", "rates": []}', "no object"),
        ('{"base": "USD", "date": "2026-11-27", "rates": {"USD": 1}}', "`base`"),
        ('{"base": "EUR", "rates": {"USD": 1}}', "`date`"),
        ('{"base": "EUR", "date": 20261127, "rates": {"USD": 1}}', "`date`"),
        ('{"base": "EUR", "date": "2026-11-27", "rates": {}}', "no currency"),
        (TABLE % '"1.1"', "no number"),
        (TABLE % "null", "no number"),
        (TABLE % "true", "no number"),
        (TABLE % "NaN", "NaN"),
        (TABLE % "-Infinity", "-Infinity"),
        (TABLE % "0", "out of bounds"),
        (TABLE % "-1.1", "out of bounds"),
        (TABLE % "1e999999999", "out of bounds"),
        (TABLE % "1e-9", "out of bounds"),
    ],
)
def test_what_is_no_table_is_refused(text, why):
    with pytest.raises(UnusableRates, match=why):
        read_rates(text.encode())
