from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.kernel.money import (
    CurrencyMismatch,
    Money,
    exponent,
    format_amount,
    from_minor,
    to_minor,
    total,
    totals_by_currency,
)


@pytest.mark.parametrize(
    ("currency", "digits"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("KRW", 0)]
)
def test_exponent_follows_iso_4217(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("12.5", "EUR", "12.50"),
        ("1200", "JPY", "1200"),
        ("1200.000", "JPY", "1200"),
        ("1.5", "KWD", "1.500"),
        ("0", "EUR", "0.00"),
    ],
)
def test_amounts_are_written_with_their_currencys_digits(
    amount: str, currency: str, text: str
) -> None:
    assert format_amount(Decimal(amount), currency) == text


def test_minor_units() -> None:
    assert to_minor(Decimal("12.50"), "EUR") == 1250
    assert to_minor(Decimal("1200"), "JPY") == 1200
    assert to_minor(Decimal("1.234"), "KWD") == 1234


def test_a_fraction_of_the_smallest_unit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.5 has more decimals than JPY allows"):
        to_minor(Decimal("1.5"), "JPY")


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_minor_units_come_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(CurrencyMismatch):
        assert Money(Decimal(1), "EUR") < Money(Decimal(1), "USD")


def test_totals() -> None:
    euros = [Money(Decimal("1.10"), "EUR"), Money(Decimal("2.20"), "EUR")]
    assert total(euros, "EUR") == Money(Decimal("3.30"), "EUR")
    yen = Money(Decimal(500), "JPY")
    assert totals_by_currency([euros[0], yen, euros[1]]) == [Money(Decimal("3.30"), "EUR"), yen]


@pytest.mark.parametrize("text", ["", "abc", "1.005", "NaN", "Infinity", "1,50"])
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        Money.parse(text, "EUR")


def test_the_apis_shape() -> None:
    assert Money.parse("12.5", "EUR").as_dict() == {"amount": "12.50", "currency": "EUR"}
