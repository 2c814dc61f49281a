"""What is measured without counts is the same statement, and appends none."""

import pytest
from django.db import connection

from marketplace.discovery.projection import WRITE_OFFERS
from tests.benchmarks.selling import Window, additions, bare


@pytest.mark.django_db
def test_without_counts_the_statement_still_runs():
    assert "discovery_categorycount" in WRITE_OFFERS
    assert "discovery_categorycount" not in bare(WRITE_OFFERS)
    with connection.cursor() as cursor:
        cursor.execute(bare(WRITE_OFFERS), {"variants": "[]", "listings": "[]", "has_sales": False})
        assert cursor.fetchone() == (None,)


def test_each_round_is_compared_with_itself():
    windows = {
        ("one of many", True): [Window(40, 10.5), Window(20, 21.0)],
        ("one of many", False): [Window(40, 10.0), Window(20, 20.0)],
    }
    assert additions(windows, "one of many") == pytest.approx([0.05, 0.05])
