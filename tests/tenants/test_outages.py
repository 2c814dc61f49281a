"""Which errors of PostgreSQL are answered with 503, and how little is written about them."""

import logging

import psycopg2
import pytest
from django.db import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from psycopg2 import errors

from tenants.registry import outages
from tenants.registry.outages import (
    Busy,
    Log,
    ShopFull,
    Unavailable,
    find_outage,
    is_busy,
    is_outage,
    log_outage,
    outage_of,
)


def raised(kind, cause):
    """As Django raises it: its own class, with the driver's error as the cause."""
    try:
        try:
            raise cause
        except type(cause) as error:
            raise kind(str(error)) from error
    except Error as wrapped:
        return wrapped


class WithState(psycopg2.Error):
    """The driver fills `pgcode` in from what the server sent."""

    def __init__(self, state, text=""):
        super().__init__(text)
        self.state = state

    pgcode = property(lambda self: self.state)


@pytest.mark.parametrize(
    ("kind", "state", "outage"),
    [
        (OperationalError, "57014", Busy),  # statement_timeout
        (OperationalError, "55P03", Busy),  # lock_timeout
        (OperationalError, "40P01", Busy),  # deadlock
        (OperationalError, "40001", Busy),  # serialization
        (InternalError, "25P03", Busy),  # idle in transaction
        (OperationalError, "53300", Unavailable),  # too many connections
        (OperationalError, "53100", Unavailable),  # disk full
        (OperationalError, "53200", Unavailable),  # out of memory
        (InternalError, "25006", Unavailable),  # read-only
        (OperationalError, "57P01", Unavailable),  # admin shutdown
        (OperationalError, "57P02", Unavailable),  # crash shutdown
        (OperationalError, "57P03", Unavailable),  # cannot connect now
        (OperationalError, "08006", Unavailable),  # connection failure
        (OperationalError, "58030", Unavailable),  # input and output
        (OperationalError, None, Unavailable),  # not reached
    ],
)
def test_the_servers_state_decides(kind, state, outage):
    assert type(outage_of(raised(kind, WithState(state)))) is outage


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (IntegrityError, "23505"),
        (DataError, "22003"),
        (ProgrammingError, "42P01"),
        (OperationalError, "54000"),  # a limit of the program's: the statement is ours
        (InternalError, "25P02"),  # in a transaction that failed before
        (ProgrammingError, None),
        (DataError, None),
    ],
)
def test_a_fault_of_ours_stays_one(kind, state):
    assert outage_of(raised(kind, WithState(state))) is None


@pytest.mark.parametrize("what", ["connection", "cursor"])
def test_what_the_driver_says_of_a_dead_connection(what):
    closed = raised(InterfaceError, psycopg2.InterfaceError(f"{what} already closed"))
    assert type(outage_of(closed)) is Unavailable
    assert outage_of(raised(InterfaceError, psycopg2.InterfaceError("unknown option"))) is None


def test_a_connection_that_ends_while_its_answer_is_read_is_an_outage():
    """psycopg2 has no class of its own for it, and libpq no SQLSTATE."""
    text = "server closed the connection unexpectedly"
    assert type(outage_of(raised(DatabaseError, psycopg2.DatabaseError(text)))) is Unavailable
    assert outage_of(raised(DatabaseError, psycopg2.DatabaseError("no such thing"))) is None


def test_what_came_of_an_outage_is_known_by_where_it_began():
    outage = raised(OperationalError, WithState("57P01"))
    after = raised(ProgrammingError, WithState("25P02"))
    assert find_outage(after) is None
    after.__cause__.__context__ = outage  # as where it failed while another was handled
    assert find_outage(after) is outage
    assert find_outage(outage) is outage
    assert find_outage(raised(ProgrammingError, WithState("42P01"))) is None
    bug = KeyError("x")
    bug.__context__ = outage
    assert find_outage(bug) is None


@pytest.mark.parametrize(
    ("outage", "line"),
    [
        (raised(OperationalError, WithState("55P03", "no lock")), "busy (55P03): no lock"),
        (ShopFull("stuck"), "busy (a shop): stuck"),
        (raised(InternalError, WithState("25006", "no")), "unavailable (25006): no"),
        (OperationalError("gone"), "unavailable (OperationalError): gone"),
    ],
    ids=["lock", "full shop", "read-only", "gone"],
)
def test_to_ask_writes_nothing_and_to_log_names_the_state(monkeypatch, caplog, outage, line):
    monkeypatch.setattr(outages, "log", Log())

    assert is_outage(outage)
    assert is_busy(outage) == (type(outage_of(outage)) is Busy)
    assert outage_of(outage)
    assert find_outage(outage)
    assert caplog.records == []
    log_outage(outage)

    assert [record.getMessage() for record in caplog.records] == [f"PostgreSQL is {line}"]


@pytest.mark.parametrize("error", [None, ValueError("no"), KeyError("x"), OSError()])
def test_other_errors_are_none_of_the_databases(error):
    assert outage_of(error) is None


def test_the_driver_itself_knows_these_classes():
    """So that the states above arrive in the classes that they are looked for in."""
    assert issubclass(errors.ReadOnlySqlTransaction, psycopg2.InternalError)
    assert issubclass(errors.DiskFull, psycopg2.OperationalError)
    assert issubclass(errors.QueryCanceled, psycopg2.OperationalError)
    assert issubclass(errors.LockNotAvailable, psycopg2.OperationalError)
    assert issubclass(errors.DeadlockDetected, psycopg2.OperationalError)


def test_one_line_a_kind_and_interval_says_how_many_there_were(caplog):
    caplog.set_level(logging.ERROR, "galleria.outages")
    now = [100.0]
    log = Log(clock=lambda: now[0])
    error = OperationalError("connection refused\n\tIs the server running?")
    for _ in range(500):
        log.note("unavailable (53300)", error)
    log.note("busy (55P03)", error)
    now[0] += outages.LOG_SECONDS
    log.note("unavailable (53300)", error)

    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "PostgreSQL is unavailable (53300): connection refused Is the server running?",
        "PostgreSQL is busy (55P03): connection refused Is the server running?",
        "PostgreSQL is unavailable (53300): connection refused Is the server running? "
        "(499 more since the last line)",
    ]
    assert not any(record.exc_info for record in caplog.records)
