"""A kept connection is asked whether it lives by the statement that is needed next anyway."""

import pytest
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from tenants.postgresql.limits import Limits
from tenants.registry.context import use_retailer
from tenants.registry.limits import within
from tenants.registry.outages import Unavailable, outage_of
from tests.database import maintenance

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
    assert not connection.is_usable()  # its path is set: asked with a statement of Django's
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
