"""The cursor of the driver writes a statement out as it would send it."""

import pytest

from tenants.joints.psycopg2 import write_out


@pytest.mark.django_db
def test_a_statement_is_written_out_with_its_parameters():
    assert write_out("SELECT %s, %s, '%%'", ("a'b", 1)) == "SELECT 'a''b', 1, '%'"
