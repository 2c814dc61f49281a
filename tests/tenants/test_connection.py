"""A kept connection is asked whether it lives by the statement that is needed next anyway."""

import time
from contextlib import closing, suppress

import psycopg2
import pytest
from django.db import (
    DataError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from tenants.joints.django_tenants import SchemaWrapper
from tenants.postgresql.base import LONG_UNUSED
from tenants.postgresql.limits import Limits
from tenants.registry.context import use_retailer
from tenants.registry.limits import within
from tenants.registry.outages import Unavailable, outage_of
from tests.database import maintenance
from tests.factories.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def search_path():
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        return cursor.fetchone()[0]


def server_process():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end(process):
    with maintenance() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def begin_request():
    connection.health_check_enabled = True
    connection.health_check_done = False


def test_the_question_sets_the_search_path(books):
    server_process()
    with use_retailer(books):
        assert connection.search_path_set_schemas is None
        assert connection.is_usable()
        assert connection.search_path_set_schemas[0] == books.schema_name
        assert search_path().startswith(books.schema_name)


def test_a_dead_connection_is_not_usable(books):
    end(server_process())
    assert not connection.is_usable()  # its path is set, and there is news
    with use_retailer(books):
        assert not connection.is_usable()
    connection.close()


def test_a_request_after_a_restart_of_the_server_gets_a_new_connection(books):
    ended = server_process()
    end(ended)
    begin_request()
    with use_retailer(books):
        assert search_path().startswith(books.schema_name)
        assert server_process() != ended


@pytest.fixture
def statements(monkeypatch):
    """What is sent to set the path, and to ask whether the session lives."""
    log = []

    def note(statement, cursor, send=connection._set):
        log.append(statement)
        send(statement, cursor)

    monkeypatch.setattr(connection, "_set", note)
    return log


def request(shop):
    """As one after the other in the same thread."""
    begin_request()
    with use_retailer(shop):
        return search_path().partition(",")[0].strip('"')


def test_a_path_is_not_set_where_the_session_has_it(books, coffee, statements):
    connection.close()
    assert request(books) == books.schema_name
    statements.clear()
    assert [request(books) for _ in range(3)] == [books.schema_name] * 3
    assert statements == []
    assert request(coffee) == coffee.schema_name
    assert request(books) == books.schema_name
    assert len(statements) == 2


@pytest.fixture
def questions(monkeypatch):
    """How often the session was asked whether it lives."""
    log = []
    ask = SchemaWrapper.is_usable
    monkeypatch.setattr(SchemaWrapper, "is_usable", lambda self: log.append(1) or ask(self))
    return log


def test_a_session_that_has_its_path_is_not_asked_whether_it_lives(books, statements, questions):
    request(books)
    statements.clear()
    assert [request(books) for _ in range(3)] == [books.schema_name] * 3
    assert statements == questions == []


def test_one_that_nobody_used_for_a_while_is_asked(books, questions, monkeypatch):
    request(books)
    later = time.monotonic() + LONG_UNUSED
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert [request(books), request(books)] == [books.schema_name] * 2
    assert len(questions) == 1


def test_one_of_which_there_is_news_is_asked(books, questions):
    request(books)
    with connection.connection.cursor() as raw:
        raw.execute("LISTEN news")
    try:
        notify()
        wait_until(lambda: not connection.is_quiet())
        assert [request(books), request(books)] == [books.schema_name] * 2
        assert len(questions) == 1
    finally:
        connection.close()


def notify():
    with closing(psycopg2.connect(**connection.get_connection_params())) as raw:
        raw.autocommit = True
        with raw.cursor() as cursor:
            cursor.execute("NOTIFY news")


def test_one_that_ended_is_replaced_before_the_next_request_of_its_shop(books):
    ended = server_process_of(books)
    end(ended)
    assert request(books) == books.schema_name
    assert server_process_of(books) != ended


def test_one_that_was_replaced_has_no_path_of_the_one_before(books, statements):
    request(books)
    connection.close()
    assert request(books) == books.schema_name
    assert statements


def server_process_of(shop):
    begin_request()
    with use_retailer(shop):
        return server_process()


def leave_by_rollback(shop):
    with use_retailer(shop), transaction.atomic():
        search_path()
        transaction.set_rollback(True)


def leave_by_savepoint(shop):
    with transaction.atomic():
        with use_retailer(shop), transaction.atomic():
            search_path()
            transaction.set_rollback(True)
        search_path()


def leave_by_error(shop):
    with pytest.raises(DataError), use_retailer(shop), transaction.atomic():
        fail()


def leave_by_commit_of_an_error(shop):
    """PostgreSQL takes the transaction back, which nobody is told."""
    with transaction.atomic(), use_retailer(shop):
        search_path()
        with connection.connection.cursor() as raw, suppress(connection.Database.Error):
            raw.execute("SELECT 1 / 0")


def leave_by_an_error_outside_of_transactions(shop):
    with pytest.raises(DataError), use_retailer(shop):
        fail()


def leave_by_replacement(shop):
    with use_retailer(shop):
        search_path()
    connection.close_at = 0.0
    close_old_connections()


def fail():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


WAYS_TO_LEAVE = [
    leave_by_rollback,
    leave_by_savepoint,
    leave_by_error,
    leave_by_commit_of_an_error,
    leave_by_an_error_outside_of_transactions,
    leave_by_replacement,
]


@pytest.mark.parametrize("leave", WAYS_TO_LEAVE)
def test_however_a_shop_is_left_the_next_one_is_itself(books, coffee, leave):
    for before, between, after in [
        (coffee, books, coffee),
        (coffee, books, books),
        (books, books, coffee),
        (books, books, books),
    ]:
        request(before)
        leave(between)
        assert request(after) == after.schema_name


def test_in_a_broken_transaction_nothing_is_usable(books):
    connection.set_autocommit(False)
    try:
        with use_retailer(books):
            with connection.connection.cursor() as raw, pytest.raises(connection.Database.Error):
                raw.execute("SELECT 1 / 0")
            assert not connection.is_usable()
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def test_limits_that_could_not_be_set_are_set_by_the_next_statement(books):
    """Nor is the path taken for set: what failed may have been either."""
    connection.set_autocommit(False)
    try:
        with use_retailer(books):
            assert search_path().startswith(books.schema_name)
            with connection.connection.cursor() as raw, pytest.raises(connection.Database.Error):
                raw.execute("SELECT 1 / 0")
            with within(Limits(7, 3, 5)):
                assert not connection.apply_settings()
                assert connection.search_path_set_schemas is None
                assert connection.limits_of_session != connection.limits
                connection.connection.rollback()  # behind Django's back, which would forget both
                assert search_path().startswith(books.schema_name)
                assert connection.limits_of_session == Limits(7, 3, 5)
    finally:
        connection.rollback()
        connection.set_autocommit(True)


def read_products():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM catalogue_product")


def read_in_parts():
    """Over a cursor with a name, whose path is set over another."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT 1 FROM catalogue_product")


@pytest.mark.parametrize("read", [read_products, read_in_parts])
def test_a_connection_that_dies_before_a_switch_is_told_as_such(books, read, caplog):
    end(server_process())
    with use_retailer(books), pytest.raises((OperationalError, InterfaceError)) as lost:
        read()
    connection.close()
    assert type(outage_of(lost.value)) is Unavailable
    assert "already closed" not in str(lost.value)  # what was first, no consequence


def test_a_switch_that_is_ended_otherwise_reads_nothing_in_the_schema_before(books, coffee):
    """As by a limit of time: until now what came next ran, with the path of another shop."""

    def fail(execute, sql, params, many, context):
        if sql.startswith("SET search_path"):
            return execute("DO $$ BEGIN RAISE query_canceled; END $$", None, False, context)
        return execute(sql, params, many, context)

    with use_retailer(coffee):
        assert search_path().startswith(coffee.schema_name)
    with connection.execute_wrapper(fail), use_retailer(books), pytest.raises(OperationalError):
        search_path()
    with use_retailer(books):
        assert search_path().startswith(books.schema_name)


def test_a_session_that_was_in_many_schemas_is_replaced_between_two_requests(
    books, coffee, settings
):
    settings.SESSION_SCHEMAS = 2
    before = server_process()
    with use_retailer(books):
        assert server_process() == before
    close_old_connections()
    assert server_process() == before  # public and one shop
    with use_retailer(coffee):
        assert server_process() == before  # not within a request
    close_old_connections()
    after = server_process()
    assert after != before
    close_old_connections()
    assert server_process() == after
