"""Discounts to the cent: no share above its line, and the shares sum to the whole."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.shop.offer.amounts import round_down, share_out


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("1.999", "EUR", "1.99"),
        ("119.9", "JPY", "119"),
        ("0.0019", "KWD", "0.001"),
        ("2.50", "EUR", "2.50"),
    ],
)
def test_a_discount_is_never_rounded_up(amount, currency, rounded):
    assert round_down(Decimal(amount), currency) == Decimal(rounded)


def test_a_third_of_a_cent_goes_to_the_first():
    assert share_out(100, [Decimal(1)] * 3, [50, 50, 50]) == [34, 33, 33]


def test_what_does_not_fit_into_a_line_goes_to_the_others():
    assert share_out(10, [Decimal(9), Decimal(1)], [3, 20]) == [3, 7]


def test_more_than_all_lines_hold_is_a_mistake():
    with pytest.raises(ValueError, match="does not fit"):
        share_out(11, [Decimal(1)], [10])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 5_000)), min_size=1, max_size=12),
    st.floats(0, 1),
)
def test_shares_sum_to_the_whole_and_keep_their_limits(lines, part):
    limits = [limit for limit, _ in lines]
    whole = int(sum(limits) * part)

    shares = share_out(whole, [Decimal(weight) for _, weight in lines], limits)

    assert sum(shares) == whole
    assert all(0 <= share <= limit for share, limit in zip(shares, limits, strict=True))
