"""The embedded server by itself, in folders of its own; each start takes about a second."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import psycopg2
import pytest

from marketplace.runtime import keeper, postgres, server_account
from marketplace.runtime.fingerprint import ROOT, of_database, store

pytestmark = pytest.mark.world


@pytest.fixture
def home(server_folder):
    yield server_folder / "postgres"
    postgres.leave(server_folder / "postgres")


def query(url, statement):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    connection.close()
    return row


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def user_process(home):
    """Another process that uses the server until it is killed."""
    code = f"""
        import time
        from pathlib import Path
        from marketplace.runtime import postgres
        postgres.ensure(Path({str(home)!r}), durable=False)
        print("ready", flush=True)
        time.sleep(60)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.world
def test_data_outlives_a_stop_and_a_kill(home):
    url = postgres.ensure(home)
    query(url, "CREATE TABLE kept (id int)")
    os.kill(keeper.postmaster(str(home)), signal.SIGKILL)
    assert postgres.ensure(home) == url
    query(url, "INSERT INTO kept VALUES (7)")

    assert postgres.leave(home) is True
    assert not postgres.is_healthy(home)
    assert query(postgres.ensure(home), "SELECT id FROM kept") == (7,)


def test_the_server_stops_with_its_last_user_even_when_that_is_killed(home):
    other = user_process(home)
    postgres.ensure(home, durable=False)

    assert postgres.leave(home, timeout=2) is False  # the other still uses it
    assert postgres.is_healthy(home)

    other.kill()
    other.communicate()
    wait_until(lambda: keeper.postmaster(str(home)) is None)


def test_a_killed_keeper_is_replaced(home):
    postgres.ensure(home, durable=False)
    found = subprocess.run(
        ["pgrep", "-f", f"keeper.py {home}"], capture_output=True, text=True, check=True
    )
    os.kill(int(found.stdout), signal.SIGKILL)
    wait_until(lambda: not postgres.is_healthy(home))

    postgres.ensure(home, durable=False)

    assert postgres.is_healthy(home)


def test_the_clusters_settings_and_extensions_suit_the_product(home):
    url = postgres.ensure(home, durable=False)

    assert query(url, "SHOW shared_preload_libraries") == ("pg_stat_statements",)
    assert query(url, "SHOW max_locks_per_transaction") == ("512",)
    assert query(url, "SHOW listen_addresses") == ("",)
    for extension in ("pg_trgm", "unaccent", "btree_gin", "pg_stat_statements"):
        query(url, f"CREATE EXTENSION {extension} WITH SCHEMA public")
    assert query(url, "SELECT 'é' = lower('É')") == (True,)


def test_the_fingerprint_is_kept_in_the_database_and_in_its_copies(home):
    url = postgres.ensure(home, durable=False)
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        assert of_database(cursor) == ""  # empty
        cursor.execute("CREATE TABLE tenants_retailer ()")
        assert of_database(cursor) == ""
        store(cursor, "abc")
        assert of_database(cursor) == "abc"
    connection.close()
    query(url.replace("/galleria?", "/postgres?"), "CREATE DATABASE copy TEMPLATE galleria")

    copy = psycopg2.connect(url.replace("/galleria?", "/copy?"))
    assert of_database(copy.cursor()) == "abc"
    copy.close()


def test_the_fingerprint_is_stored_by_whoever_owns_the_tables_alone(home):
    """Where the database is somebody else's, so is its schema public."""
    connection = psycopg2.connect(postgres.ensure(home, durable=False))
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE ROLE preparer; GRANT USAGE, CREATE ON SCHEMA public TO preparer")
        cursor.execute("SET ROLE preparer; CREATE TABLE tenants_retailer ()")
        store(cursor, "abc")
        assert of_database(cursor) == "abc"
    connection.close()


def test_a_folder_of_somebody_else_is_refused(home, monkeypatch):
    home.mkdir()
    monkeypatch.setattr(server_account, "ids", lambda: (54321, 54321))
    monkeypatch.setattr(server_account, "hand_over", lambda path: None)

    with pytest.raises(postgres.PostgresUnavailable, match="GALLERIA_HOME"):
        postgres.ensure(home)
