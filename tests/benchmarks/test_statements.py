"""What counts as a statement of ours among those that the database has seen."""

import pytest

from tests.benchmarks.statements import is_asked

KEYS = 'FROM ONLY "public"."cart_cart" x WHERE "id" OPERATOR(pg_catalog.=) $1 FOR KEY SHARE OF x'


@pytest.mark.parametrize(
    "query", [f"SELECT 1 {KEYS}", f"SELECT $2 {KEYS}", "SELECT $1", "SAVEPOINT s1", "SET a TO b"]
)
def test_what_the_database_asks_itself_is_not_counted(query):
    assert not is_asked(query)


def test_what_we_ask_is_counted():
    assert is_asked("SELECT $1 FROM cart_cart FOR NO KEY UPDATE")
    assert is_asked("UPDATE cart_cart SET user_id = $1")
