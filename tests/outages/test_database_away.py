"""The database away, full, read-only, out of connections: what people, programs and probes see."""

from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from marketplace.pages.shared import errors
from marketplace.requests import health
from tenants.registry import outages
from tenants.registry.outages import Busy, Unavailable
from tests.database import maintenance
from tests.factories.goods import make_product
from tests.outages.served import database_url, served

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet_log(monkeypatch):
    monkeypatch.setattr(outages.log, "_lines", {})


def visitor(host="localhost"):
    return Client(raise_request_exception=False, headers={"host": host})


@contextmanager
def altered(setting):
    """What new sessions of the test's database begin with."""
    name = connection.settings_dict["NAME"]
    with maintenance() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET {setting}')
    connection.close()
    try:
        yield
    finally:
        with maintenance() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" RESET ALL')
        connection.close()


def checks(status):
    answer = visitor().get("/readyz")
    assert answer.status_code == status, answer.content
    return answer.json()["checks"]


def test_read_only_it_still_shows_and_takes_nothing(books, caplog):
    product = make_product(books)
    with altered("default_transaction_read_only = on"):
        assert visitor().get("/").status_code == 200
        assert visitor(books.host).get("/").status_code == 200
        asked = [
            visitor().post(
                "/api/v1/cart/items/",
                {"product": str(product.uuid)},
                content_type="application/json",
            )
            for _ in range(5)
        ]
        assert {answer.status_code for answer in asked} == {503}
        assert {answer.json()["type"] for answer in asked} == {"/problems/unavailable"}
        assert {answer["Retry-After"] for answer in asked} == {"10"}
        page = visitor(books.host).post("/cart/items", {"product": str(product.uuid)})
        assert (page.status_code, page["Retry-After"]) == (503, "10")
        assert checks(503)["writing"] == {"ok": False, "error": "read-only"}
    lines = [record for record in caplog.records if record.name == "galleria.outages"]
    assert len(lines) == 1
    assert not [record for record in caplog.records if record.exc_info]
    assert checks(200)["writing"] == {"ok": True}


def test_a_full_disk_is_found_by_writing(books):
    with altered("temp_file_limit = 0"):
        assert checks(503)["writing"] == {"ok": False, "error": "OperationalError 53400"}


def test_a_full_disk_is_an_outage_of_the_page_too(books, monkeypatch):
    def fail(*_, **__):
        raise OperationalError("could not extend file") from with_state("53100")

    monkeypatch.setattr("cms.front._home_page", fail)
    answer = visitor(books.host).get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Back in a moment" in answer.content.decode()


def with_state(state):
    return type("Told", (psycopg2.OperationalError,), {"pgcode": state})()


def test_a_fault_of_ours_is_still_an_error(books, monkeypatch):
    def fail(*_, **__):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing_of_ours")

    monkeypatch.setattr("cms.front._home_page", fail)
    assert visitor(books.host).get("/").status_code == 500


def test_a_session_that_was_ended_is_replaced_without_anybody_noticing(books):
    assert visitor(books.host).get("/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = cursor.fetchone()[0]
    with maintenance() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    connection.health_check_enabled, connection.health_check_done = True, False
    assert visitor(books.host).get("/").status_code == 200


@pytest.fixture
def few():
    """A role that may have three connections."""
    name = f"few_{uuid4().hex[:8]}"
    with maintenance() as cursor:
        cursor.execute(
            f"CREATE ROLE {name} LOGIN PASSWORD 'few' CONNECTION LIMIT 3 "
            f'IN ROLE "{connection.settings_dict["USER"]}"'
        )
    yield name
    with maintenance() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s",
            [name],
        )
        cursor.execute(f"DROP ROLE {name}")


def connect_as(role):
    given = connection.get_connection_params()
    given.pop("cursor_factory", None)
    return psycopg2.connect(**(given | {"user": role, "password": "few"}))


def test_out_of_connections_it_says_so_and_is_back_when_there_are_some(few, books):
    url = database_url(USER=few, PASSWORD="few")
    with served(DATABASE_URL=url, DATABASE_CONN_MAX_AGE="0") as site:
        # The process asks two at once for its own sake (tenants/registry/poolers.py), and one more
        # session listens (tenants/registry/listener.py).
        assert site.ask(books.host, "/").status == 200
        with closing(connect_as(few)), closing(connect_as(few)):
            page = site.ask(books.host, "/")
            assert (page.status, page.headers["Retry-After"]) == (503, "10")
            assert b"Back in a moment" in page.body
            program = site.ask("localhost", "/api/v1/products/")
            assert program.json()["type"] == "/problems/unavailable"
            ready = site.ask("localhost", "/readyz")
            assert (ready.status, ready.json()["checks"]["database"]["ok"]) == (503, False)
            assert site.ask("localhost", "/healthz").status == 200
        assert site.ask(books.host, "/").status == 200


def test_no_further_connection_is_told_while_ours_lives(monkeypatch):
    def refuse():
        raise psycopg2.OperationalError("FATAL:  sorry, too many clients already")

    monkeypatch.setattr(health, "connect", refuse)
    answer = visitor().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["connections"] == {"ok": False, "error": "OperationalError"}


def test_while_one_looks_the_others_hear_what_was_found_before(monkeypatch):
    readiness = health.Readiness()
    first = readiness.checks()
    monkeypatch.setattr(health, "_look", lambda: pytest.fail("looked twice"))
    with readiness._mutex:
        assert readiness.checks() is first


@pytest.mark.parametrize("outage", [Busy(retry_after=2), Unavailable(retry_after=10)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_made_without_a_database(outage, method, django_assert_num_queries):
    request = getattr(RequestFactory(), method)("/shelf?page=2")
    with django_assert_num_queries(0):
        answer = errors.out_of_order(request, outage)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert ('href="/shelf?page=2"' in text) is (method == "get")
