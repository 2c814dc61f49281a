"""What PostgreSQL has read and planned before: once a session, and right after a change too."""

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import NotSupportedError
from django.test.utils import CaptureQueriesContext

from tenants.postgresql.statements import Prepared
from tests.database import maintenance

pytestmark = pytest.mark.django_db(transaction=True)

SHARE = Prepared("share", "SELECT '10%%', %(low)s::int, %(high)s::int + %(low)s::int")


@pytest.fixture
def notes():
    run("CREATE TABLE public.notes (word varchar(10))")
    run("INSERT INTO public.notes VALUES ('mug')")
    yield Prepared("read_notes", "SELECT word FROM public.notes WHERE word = %(word)s")
    run("DROP TABLE public.notes")
    connection.close()


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall()]


def test_values_stand_where_they_are_named():
    assert SHARE.fetch_all({"low": 1, "high": 5, "more": 0}) == [("10%", 1, 6)]


def test_a_session_prepares_a_statement_once():
    connection.close()
    with CaptureQueriesContext(connection) as queries:
        for low in range(3):
            assert SHARE.fetch_all({"low": low, "high": 5}) == [("10%", low, low + 5)]
    assert names().count("share") == 1
    assert [query["sql"] for query in queries if "share" in query["sql"]] == [
        f"EXECUTE share ({low}, 5)" for low in range(3)
    ]


def test_a_new_session_prepares_it_anew():
    SHARE.fetch_all({"low": 1, "high": 5})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    with maintenance() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    with pytest.raises(OperationalError):
        SHARE.fetch_all({"low": 1, "high": 5})
    connection.close()
    assert SHARE.fetch_all({"low": 1, "high": 5}) == [("10%", 1, 6)]


def test_what_was_prepared_in_a_transaction_outlives_it():
    connection.close()
    with transaction.atomic():
        SHARE.fetch_all({"low": 1, "high": 5})
        transaction.set_rollback(True)
    assert SHARE.fetch_all({"low": 1, "high": 5}) == [("10%", 1, 6)]


def test_after_a_migration_of_its_columns_it_is_prepared_again(notes):
    assert notes.fetch_all({"word": "mug"}) == [("mug",)]
    run("ALTER TABLE public.notes ALTER word TYPE text")
    assert notes.fetch_all({"word": "mug"}) == [("mug",)]
    run("ALTER TABLE public.notes ALTER word TYPE varchar(20)")
    with pytest.raises(NotSupportedError), transaction.atomic():
        notes.fetch_all({"word": "mug"})  # the transaction has failed: nothing more is sent in it
    assert notes.fetch_all({"word": "mug"}) == [("mug",)]


def test_one_that_cannot_be_read_is_not_taken_for_prepared(notes):
    run("ALTER TABLE public.notes RENAME TO cards")
    with pytest.raises(Exception, match="notes"):
        notes.fetch_all({"word": "mug"})
    run("ALTER TABLE public.cards RENAME TO notes")
    assert notes.fetch_all({"word": "mug"}) == [("mug",)]
