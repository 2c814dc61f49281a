from decimal import Decimal

import pytest

from tenants.kernel.numbers import read_amount, read_whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("0", 0),
        (" 7 ", 7),
        ("\u0661\u0662", 12),
        ("\uff11\uff12", 12),
        ("9" * 18, 10**18 - 1),
    ],
)
def test_a_whole_number_is_read_in_any_script(text, number):
    assert read_whole(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "1e3", "\u00b2", "\u2460", "1_000", "9" * 19, "9" * 5000]
)
def test_all_else_is_none(text):
    assert read_whole(text) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("12", "12"), (" 1,5 ", "1.5"), ("-0.25", "-0.25"), (".5", "0.5"), ("\u0661", "1")],
)
def test_an_amount_is_read_with_a_point_or_a_comma(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "a", "NaN", "sNaN", "Infinity", "1e3", "1E+999999999999", "1.234,56", "1_0", "9" * 5000],
)
def test_what_is_no_amount_is_none(text):
    assert read_amount(text) is None
