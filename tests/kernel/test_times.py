"""Moments as programs read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tenants.kernel.times import rfc3339


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "2026-11-21T09:30:00Z"),
        (datetime(2026, 11, 21, 9, 30, 5, 999999, tzinfo=UTC), "2026-11-21T09:30:05Z"),
        (datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1))), "2025-12-31T23:00:00Z"),
        (datetime(195, 3, 16, 22, 39, 27, tzinfo=UTC), "0195-03-16T22:39:27Z"),
    ],
)
def test_they_are_in_utc_to_the_second_with_four_digits_of_the_year(moment, text):
    assert rfc3339(moment) == text
