import json
import logging
import logging.config

import psycopg2
import pytest
from django.core import signing
from django.db import DatabaseError, OperationalError, ProgrammingError
from django.db.transaction import TransactionManagementError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from marketplace.requests.logs import logging_configuration
from marketplace.requests.middleware import TraceMiddleware
from marketplace.requests.traces import current_trace, trace_of, use_trace
from tenants.registry import outages

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def lines(capsys):
    """Configures logging as given and returns a function that reads what was written."""
    before = logging.root.handlers[:], logging.root.level

    def configure(**options):
        logging.config.dictConfig(logging_configuration(**options))
        return lambda: capsys.readouterr().err.splitlines()

    yield configure
    logging.root.handlers, logging.root.level = before[0], before[1]


def test_a_json_line_names_schema_and_trace(lines):
    read = lines(style="json")
    with use_trace(TRACE):
        logging.getLogger("tenants.feeds").info("imported %s rows", 12, extra={"file": "a.csv"})

    (line,) = read()
    entry = json.loads(line)
    entry.pop("time")
    assert entry == {
        "level": "INFO",
        "logger": "tenants.feeds",
        "message": "imported 12 rows",
        "file": "a.csv",
        "schema": "public",
        "trace_id": TRACE,
    }


def test_a_text_line_names_schema_and_trace(lines):
    read = lines(style="text")
    with use_trace(TRACE):
        logging.getLogger("tenants.feeds").warning("slow")

    (line,) = read()
    assert line.endswith("WARNING public 4bf92f35 tenants.feeds: slow")


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_secret_reaches_a_line_by_message_argument_extra_or_traceback(lines, style):
    read = lines(style=style)
    log = logging.getLogger("marketplace.accounts")
    log.info("password=canary1 %s", "Bearer canary2canary2", extra={"api_key": "canary3"})
    try:
        raise ValueError("token=canary4")
    except ValueError:
        log.exception("failed")

    output = "\n".join(read())
    assert "canary" not in output
    assert "[redacted]" in output


def test_a_json_line_has_more_of_a_traceback_and_of_a_stack_than_of_a_text(lines):
    read, text = lines(style="json"), "line " * 1000
    log = logging.getLogger("tenants.feeds")
    error = ValueError(text)
    place = (log.name, logging.ERROR, "feeds.py", 1)
    log.handle(log.makeRecord(*place, text, (), (ValueError, error, None), sinfo=text))

    (line,) = read()
    entry = json.loads(line)
    assert text in entry["exc_info"]
    assert text in entry["stack_info"]
    assert "characters ..." in entry["message"]


def away():
    with_state = type("WithState", (psycopg2.OperationalError,), {"pgcode": "57P01"})
    raise OperationalError("the server ends") from with_state("terminating connection")


def next_after_away():
    """What the statement after it says, in a transaction that somebody caught it in."""
    try:
        away()
    except OperationalError as error:
        raise TransactionManagementError("an error occurred") from error


def wrong():
    raise ProgrammingError("no such column")


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("failure", [away, next_after_away])
def test_an_outage_that_a_library_logs_is_a_line_without_a_traceback(
    lines, monkeypatch, style, failure
):
    monkeypatch.setattr(outages, "log", outages.Log())
    read = lines(style=style)
    try:
        failure()
    except DatabaseError:
        logging.getLogger("modelsearch").exception("Exception raised while adding a product")
    output = read()
    assert [line for line in output if "Traceback" in line] == []
    cause, line = output
    assert "galleria.outages" in cause
    assert "unavailable (57P01)" in cause
    assert "while adding a product" in line


def test_a_fault_of_ours_keeps_its_traceback(lines):
    read = lines(style="text")
    try:
        wrong()
    except DatabaseError:
        logging.getLogger("modelsearch").exception("failed")
    assert [line for line in read() if "Traceback" in line]


def test_a_request_joins_the_callers_trace():
    seen = []

    def view(request):
        seen.append(current_trace())
        return HttpResponse()

    request = RequestFactory().get("/", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    response = TraceMiddleware(view)(request)

    assert (seen, response["X-Trace-Id"], current_trace()) == ([TRACE], TRACE, "")


@pytest.mark.parametrize("header", ["", "nonsense", f"00-{'0' * 32}-00f067aa0ba902b7-01"])
def test_without_a_valid_trace_a_new_one_begins(header):
    first, second = trace_of(header), trace_of(header)

    assert len(first) == len(second) == 32
    assert first != second
    assert set(first) != {"0"}


def test_served_requests_are_logged_when_asked_and_failures_always(lines):
    def serve(status):
        TraceMiddleware(lambda request: HttpResponse(status=status))(RequestFactory().get("/x"))

    read = lines(style="text", access=False)
    serve(200)
    serve(500)
    quiet = read()
    read = lines(style="text", access=True)
    serve(200)

    assert [" /x 500 " in line for line in quiet] == [True]
    assert " /x 200 " in read()[0]


def test_a_path_with_a_line_break_stays_in_its_line(lines):
    read = lines(style="text", access=True)
    request = RequestFactory().get("/x%0A12:00:00%20INFO%20forged%E2%80%A8too")

    TraceMiddleware(lambda request: HttpResponse())(request)

    (line,) = read()
    assert " GET /x\\x0a12:00:00 INFO forged\\u2028too 200 " in line


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_value_of_any_length_is_a_short_line(lines, style):
    read = lines(style=style, access=True)
    long = "secret-" * 40_000
    TraceMiddleware(lambda request: HttpResponse())(RequestFactory().get(f"/{long}"))
    logging.getLogger("tenants").error("Invalid Origin: %s", long, extra={"origin": long})

    assert [len(line) < 7_000 for line in read()] == [True, True]


@pytest.mark.django_db
def test_a_host_that_nobody_can_read_is_one_line_and_no_traceback(lines):
    read = lines(style="text", access=True)

    assert Client().get("/", headers={"host": "a@b.example"}).status_code == 400

    assert [" GET / 400 " in line for line in read()] == [True]


@pytest.mark.django_db
def test_a_link_that_is_a_right_stands_in_no_line(lines, books):
    read = lines(style="text", access=True)
    link = signing.Signer(salt="staff.invitations.shop_books").sign("5b" * 16)

    Client().get(f"/invitations/{link}", headers={"host": books.host})

    assert [" GET /invitations/[redacted] 410 " in line for line in read()] == [True]


def test_the_request_that_django_names_hides_its_query(lines):
    read = lines(style="json")
    request = RequestFactory().get("/reset?token=canary")
    logging.getLogger("django").error("failed", extra={"request": request, "status_code": 500})

    (line,) = read()
    assert "canary" not in line
    assert json.loads(line)["request"] == "<WSGIRequest: GET '/reset?token=[redacted]'>"
