"""What a request asks of PostgreSQL ends in time, and to say so costs no statement."""

from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tenants.postgresql.limits import Limits
from tenants.registry import limits
from tenants.registry.context import use_retailer
from tenants.registry.limits import within
from tenants.registry.outages import Busy, outage_of
from tests.factories.goods import make_product, read_stock
from tests.factories.threads import at_once
from tests.outages.locking import locked_stock, raw_connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]

SHORT = Limits(statement=3, lock=1, idle=2)


def asked_of_session():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), "
            "current_setting('idle_in_transaction_session_timeout')"
        )
        return cursor.fetchone()


def test_they_hold_inside_and_are_the_roles_own_outside():
    before = asked_of_session()
    with within(SHORT):
        assert asked_of_session() == ("3s", "1s", "2s")
        with within(limits.TASK):
            assert asked_of_session() == ("10min", "30s", "10min")
        assert asked_of_session() == ("3s", "1s", "2s")
    assert asked_of_session() == before == ("0", "0", "0")


def test_they_travel_with_the_search_path_and_are_sent_once(books, coffee):
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as queries:
        for shop in (books, coffee, books):
            with use_retailer(shop), within(SHORT), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
    sent = [query["sql"] for query in queries]
    assert [text.startswith("SET search_path") for text in sent] == [True, False] * 3
    assert ["statement_timeout" in text for text in sent] == [True] + [False] * 5


def ask_and_roll_back():
    with transaction.atomic():
        asked = asked_of_session()
        transaction.set_rollback(True)
    return asked


def test_a_rollback_does_not_lose_them(books):
    with within(SHORT), use_retailer(books):
        assert ask_and_roll_back() == asked_of_session() == ("3s", "1s", "2s")
        with transaction.atomic():
            assert ask_and_roll_back() == asked_of_session() == ("3s", "1s", "2s")


def test_those_that_a_savepoint_took_back_are_sent_again(books):
    with use_retailer(books), transaction.atomic():
        point = transaction.savepoint()
        with within(SHORT):
            assert asked_of_session() == ("3s", "1s", "2s")
            transaction.savepoint_rollback(point)
            assert asked_of_session() == ("3s", "1s", "2s")


def test_a_new_connection_keeps_to_them():
    with within(SHORT):
        asked_of_session()
        connection.close()
        assert asked_of_session() == ("3s", "1s", "2s")


def test_a_request_has_its_own(client, monkeypatch, books):
    seen = []

    def look(get_response):
        return lambda request: seen.append(asked_of_session()) or get_response(request)

    monkeypatch.setattr("django.contrib.messages.middleware.MessageMiddleware", look)
    client.handler.load_middleware()
    client.get("/robots.txt", headers={"host": books.host})
    assert seen == [("15s", "5s", "30s")]


def change_stock(product, quantity=1):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partner_stockrecord SET num_in_stock = %s WHERE product_id = %s",
            [quantity, product.pk],
        )
        return cursor.rowcount


def end_of(act):
    with pytest.raises(OperationalError) as raised:
        act()
    return outage_of(raised.value)


def test_a_lock_that_is_not_to_be_had(books):
    product = make_product(books)
    with locked_stock(books, product), within(SHORT), use_retailer(books):
        assert isinstance(end_of(lambda: change_stock(product)), Busy)
    assert read_stock(books, product) == (10, 0)


def test_a_statement_that_takes_too_long():
    def sleep():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")

    with within(SHORT):
        assert isinstance(end_of(sleep), Busy)


def test_a_transaction_that_does_nothing_is_ended_and_gives_its_locks_back(books):
    product = make_product(books)
    idle = raw_connection()
    with idle.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '500ms'")
        cursor.execute(
            f'SELECT 1 FROM "{books.schema_name}".partner_stockrecord FOR UPDATE',
        )
    with use_retailer(books), within(Limits(statement=20, lock=15, idle=30)):
        assert change_stock(product) == 1
    idle.close()


def test_two_that_stand_in_each_others_way(books):
    """PostgreSQL ends one of them after a second; it is told to try again."""
    first, second = make_product(books), make_product(books)

    def take(*products):
        with use_retailer(books), transaction.atomic():
            for product in products:
                change_stock(product)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")

    results = at_once(partial(take, first, second), partial(take, second, first))

    failed = [result for result in results if result is not None]
    assert [type(outage_of(error)) for error in failed] == [Busy]
