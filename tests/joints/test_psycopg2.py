"""The driver writes a statement out as it would send it, and reads UUIDs as Python does."""

import copy
import pickle
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tenants.joints.psycopg2 import write_out

pytestmark = pytest.mark.django_db


def test_a_statement_is_written_out_with_its_parameters():
    assert write_out("SELECT %s, %s, '%%'", ("a'b", 1)) == "SELECT 'a''b', 1, '%'"


def read(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("value", [uuid4(), UUID(int=0), UUID(int=2**128 - 1)])
def test_a_uuid_is_read_as_python_reads_it(value):
    row = read("SELECT %s::uuid", value)
    assert row == value
    assert (hash(row), str(row), row.is_safe) == (hash(value), str(value), value.is_safe)
    assert pickle.loads(pickle.dumps(row)) == copy.copy(row) == value


def test_several_are_read_and_none():
    first, second = uuid4(), uuid4()
    assert read("SELECT ARRAY[%s, NULL, %s]::uuid[]", first, second) == [first, None, second]
    assert read("SELECT NULL::uuid") is None


def test_python_is_not_asked_to_understand_them(monkeypatch):
    value = uuid4()
    monkeypatch.delattr(UUID, "__init__")
    assert read("SELECT %s::uuid", value) == value
