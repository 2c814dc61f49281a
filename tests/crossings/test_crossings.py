"""Features that cross: every two values of the table's factors, walked from the cart to the end."""

import os

import pytest

from tests.crossings.cover import all_meetings, few_rows, make_rows, meetings_in, sample_rows
from tests.crossings.table import rows
from tests.crossings.walk import Walk

pytestmark = pytest.mark.world

FEW = 2
SAMPLE = int(os.environ.get("CROSSINGS", "30"))
SEED = int(os.environ.get("CROSSINGS_SEED", "9"))


def name_of(row):
    return "-".join(row.values())


def test_every_two_values_meet_in_a_row():
    met = {meeting for row in rows() for meeting in meetings_in(row, 2)}
    assert set(all_meetings(2)) - met == set()


@pytest.mark.slow
def test_the_table_is_what_its_seed_makes():
    assert rows() == make_rows()


@pytest.mark.django_db
@pytest.mark.parametrize("row", few_rows(rows(), FEW), ids=name_of)
def test_a_few_of_them(row, tmp_path):
    Walk(row, tmp_path).whole()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("row", rows(), ids=name_of)
def test_every_pair(row, tmp_path):
    Walk(row, tmp_path).whole()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("row", sample_rows(SEED, SAMPLE), ids=name_of)
def test_some_of_every_three(row, tmp_path):
    """CROSSINGS_SEED draws others, CROSSINGS more of them."""
    Walk(row, tmp_path).whole()
