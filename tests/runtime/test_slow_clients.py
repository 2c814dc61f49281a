"""The web server, alone and behind the nginx of docker-compose.yml, with clients of all manners."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from marketplace.joints import gunicorn
from marketplace.requests.catalogue import problem_catalogue
from marketplace.runtime import door
from marketplace.runtime.fingerprint import ROOT

pytestmark = pytest.mark.world

NGINX = ROOT / "marketplace" / "runtime" / "nginx.conf"
MANY = 200
HEAD = b"POST /x HTTP/1.1\r\nHost: books.localhost\r\n"
HALF = {
    "heads": b"GET / HTTP/1.1\r\nHost: bo",
    "bodies": HEAD + b"Content-Length: 1000\r\n\r\nhalf",
    "chunked bodies": HEAD + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\nhalf",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command, port, **environment):
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def answers(port):
    try:
        return health_seconds(port) < 5
    except OSError:
        return False


@contextmanager
def web_server():
    port = free_port()
    config = "python:marketplace.runtime.gunicorn_conf"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        config,
        "tests.runtime.answering:application",
    ]
    with running(command, port, PORT=str(port), WEB_WORKERS="2") as process:
        yield port, process


@pytest.fixture(scope="module")
def alone():
    with web_server() as (port, _):
        yield port


@pytest.fixture(scope="module")
def behind_nginx(alone):
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("needs nginx: apt-get install nginx-light")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="galleria-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o777)  # nginx's workers are another account when root starts it
        write_configuration(folder, port, alone)
        command = [program, "-p", name, "-c", f"{name}/nginx.conf", "-g", "daemon off;"]
        with running(command, port):
            yield port
            assert not (folder / "access.log").read_text()  # addresses hold links that are rights


def write_configuration(folder, port, upstream):
    """Ours as the image would have it, with addresses of this machine."""
    site = NGINX.read_text()
    for given, here in (
        ("server web:8000", f"server 127.0.0.1:{upstream}"),
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        ("${SITE_SCHEME}", "https"),
        ("${TRUSTED_PROXIES}", "1"),
    ):
        assert given in site
        site = site.replace(given, here)
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log stderr crit; events {{ worker_connections 1024; }}"
        f"http {{ access_log {folder}/access.log; {paths} include {folder}/site.conf; }}"
    )


@pytest.fixture(params=["alone", "behind_nginx"])
def port(request):
    return request.getfixturevalue(request.param)


def ask(port, request=b"GET /x HTTP/1.1\r\nHost: books.localhost\r\nConnection: close\r\n\r\n"):
    """(status, headers and body as text) of what is sent as it is."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as client:
        client.sendall(request)
        answer = b""
        with suppress(ConnectionResetError):  # whose body is not read to its end
            while part := client.recv(2**16):
                answer += part
    return int(answer.split()[1]), answer.decode("latin-1")


def told(answer):
    return json.loads(answer[answer.index("{") :])


def assert_problem(answer, *, code, status):
    """A problem document of the catalogue, whose trace the header names as well."""
    assert "application/problem+json" in answer
    document = told(answer)
    assert document["type"] == f"/problems/{code}"
    assert (document["title"], document["status"]) == (problem_catalogue()[code].title, status)
    trace = re.search(r"(?i)\r\nx-trace-id: ([0-9a-f]{32})\r\n", answer)[1]
    assert document["trace_id"] == trace


@pytest.mark.parametrize("scheme", [b"http", b"HTTPS"])
def test_a_target_may_name_the_host_which_counts_then(alone, scheme):
    target = scheme + b"://books.localhost/a%20b?c=d"
    request = b"GET " + target + b" HTTP/1.1\r\nHost: other.localhost\r\nConnection: close\r\n\r\n"

    status, answer = ask(alone, request)

    assert status == 200
    asked = told(answer)
    assert (asked["path"], asked["query"], asked["host"]) == ("/a b", "c=d", "books.localhost")


def test_a_length_that_is_no_number_is_refused(port):
    status, _ = ask(port, HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n")

    assert status in (400, 413)  # nginx's


def health_seconds(port):
    started = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        assert answer.status == 200
    return time.monotonic() - started


@contextmanager
def opened(port, beginning, drip=False):
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(MANY)]
    ended = threading.Event()

    def feed():
        while not ended.wait(1):
            for client in clients:
                try:
                    client.sendall(b"a")
                except OSError:
                    continue

    for client in clients:
        client.sendall(beginning)
    feeder = threading.Thread(target=feed, daemon=True)
    if drip:
        feeder.start()
    try:
        yield clients
    finally:
        ended.set()
        for client in clients:
            client.close()


@pytest.mark.parametrize("drip", [False, True])
@pytest.mark.parametrize("kind", HALF)
def test_two_hundred_half_requests_keep_nobody_waiting(port, kind, drip):
    with opened(port, HALF[kind], drip):
        time.sleep(0.3)
        assert max(health_seconds(port) for _ in range(5)) < 1
        assert ask(port)[0] == 200


def test_half_a_head_is_ended_in_its_time(alone):
    with closing(socket.create_connection(("127.0.0.1", alone))) as client:
        client.sendall(HALF["heads"])
        client.settimeout(gunicorn.HEAD_SECONDS + 5)
        started = time.monotonic()
        assert client.recv(100) == b""
    assert time.monotonic() - started > gunicorn.HEAD_SECONDS - 2


def test_a_body_that_drips_is_refused_in_its_time(alone):
    with closing(socket.create_connection(("127.0.0.1", alone))) as client:
        client.sendall(HALF["bodies"])
        client.settimeout(door.BODY_SECONDS + 5)
        answer = client.recv(1000).decode()
    assert answer.startswith("HTTP/1.1 408 ")
    assert_problem(answer, code="body-too-slow", status=408)


def test_who_reads_slowly_holds_no_thread(alone):
    request = b"GET /large HTTP/1.1\r\nHost: books.localhost\r\n\r\n"
    clients = [socket.create_connection(("127.0.0.1", alone)) for _ in range(20)]
    for client in clients:
        client.sendall(request)
    try:
        assert [client.recv(5) for client in clients] == [b"HTTP/"] * 20
        assert ask(alone)[0] == 200
    finally:
        for client in clients:
            client.close()


def test_health_answers_while_all_threads_are_busy(alone):
    request = b"GET /sleep HTTP/1.1\r\nHost: books.localhost\r\n\r\n"
    clients = [socket.create_connection(("127.0.0.1", alone)) for _ in range(16)]
    for client in clients:
        client.sendall(request)
    time.sleep(0.2)
    try:
        assert max(health_seconds(alone) for _ in range(5)) < 1
    finally:
        for client in clients:
            client.close()


def test_a_chunked_body_has_a_length_by_then(alone):
    body = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    _, answer = ask(alone, HEAD + body)
    assert (told(answer)["length"], told(answer)["read"]) == ("5", 5)


def test_a_head_request_has_the_length_and_no_body(alone):
    request = b"HEAD /x HTTP/1.1\r\nHost: books.localhost\r\nConnection: close\r\n\r\n"
    status, answer = ask(alone, request)
    assert status == 200
    assert int(re.search(r"(?i)content-length: (\d+)", answer)[1]) > 100
    assert answer.endswith("\r\n\r\n")


def test_who_expects_to_be_told_to_go_on_is_told(alone):
    with closing(socket.create_connection(("127.0.0.1", alone), timeout=20)) as client:
        client.sendall(HEAD + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 100 ")
        client.sendall(b"{}")
        assert client.recv(1000).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /y HTTP/1.1\r\n\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"Content-Length: +5\r\n\r\nhello",
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_a_body_framed_in_two_ways_is_refused(port, framing):
    status, answer = ask(port, HEAD + framing)
    assert status in (400, 501)
    assert '"path": "/y"' not in answer


def test_a_path_of_any_bytes_arrives_as_it_was_sent(alone):
    request = b"GET /%ff%2F%C3%A9?q=%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    _, answer = ask(alone, request)
    assert (told(answer)["path"], told(answer)["query"]) == ("/\xff/Ã©", "q=%ff")


@pytest.mark.parametrize(
    ("line", "status"),
    [(b"GET /" + b"a" * 9_000, 414), (b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000, 431)],
)
def test_a_head_beyond_its_bounds_is_refused(alone, line, status):
    request = line if b"HTTP" in line else line + b" HTTP/1.1"
    assert ask(alone, request + b"\r\nHost: a\r\n\r\n")[0] == status


def test_a_body_beyond_its_bound_is_refused_before_it_is_sent(port):
    length = door.LARGEST_BODY + 1
    status, answer = ask(port, HEAD + b"Content-Length: %d\r\n\r\n" % length)

    assert status == 413
    assert_problem(answer, code="body-too-large", status=413)


def test_a_refusal_joins_the_trace_and_names_the_path(alone):
    trace = "0af7651916cd43dd8448eb211c80319c"
    head = b"POST /a%20%22b HTTP/1.1\r\nHost: a\r\ntraceparent: 00-" + trace.encode()
    length = b"Content-Length: %d\r\n\r\n" % (door.LARGEST_BODY + 1)

    _, answer = ask(alone, head + b"-b7ad6b7169203331-01\r\n" + length)

    assert (told(answer)["trace_id"], told(answer)["instance"]) == (trace, '/a "b')


def test_beyond_so_many_bodies_the_next_is_told_when_to_come_again(caplog):
    room = door.Door(lambda environ, start: [], threads=1)
    room.room.bodies = door.BODIES_AT_ONCE
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "PUT", "path": "/x", "raw_path": b"/x"}
    with caplog.at_level("INFO", logger="galleria.access"):
        asyncio.run(room(scope | {"headers": [(b"content-length", b"5")]}, None, send))

    assert (sent[0]["status"], dict(sent[0]["headers"])[b"retry-after"]) == (503, b"5")
    document = json.loads(sent[1]["body"])
    assert (document["type"], document["retry_after"]) == ("/problems/too-many-bodies", 5)
    (line,) = caplog.records
    assert (line.getMessage(), line.trace_id) == ("PUT /x 503", document["trace_id"])


def test_nginx_and_the_web_server_agree_on_the_largest_body():
    allowed = re.search(r"client_max_body_size (\d+)m;", NGINX.read_text())
    assert int(allowed[1]) * 2**20 == door.LARGEST_BODY


def test_nginx_says_whom_it_saw_and_believes_no_client(behind_nginx):
    claims = (
        b"X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: gopher\r\nX_Forwarded_For: 5.6.7.8\r\n"
    )
    request = b"GET /x HTTP/1.1\r\nHost: books.localhost:8000\r\n" + claims
    _, answer = ask(behind_nginx, request + b"Connection: close\r\n\r\n")

    seen = told(answer)
    assert (seen["forwarded_for"], seen["proto"]) == ("127.0.0.1", "https")
    assert seen["host"] == "books.localhost:8000"


def test_headers_with_underscores_do_not_pass_for_others(alone):
    request = b"GET /x HTTP/1.1\r\nHost: a\r\nX_Forwarded_For: 5.6.7.8\r\nConnection: close\r\n\r\n"
    assert told(ask(alone, request)[1])["forwarded_for"] is None


def test_several_lines_of_a_header_are_one_list(alone):
    lines = (
        b"X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nCookie: a=1\r\nCookie: b=2\r\n"
    )
    request = b"GET /x HTTP/1.1\r\nHost: a\r\n" + lines + b"Connection: close\r\n\r\n"
    seen = told(ask(alone, request)[1])
    assert (seen["forwarded_for"], seen["cookie"]) == ("1.1.1.1,2.2.2.2", "a=1; b=2")


def test_a_stop_waits_for_requests_and_not_for_half_ones():
    with (
        web_server() as (port, process),
        opened(port, HALF["bodies"]),
        opened(port, HALF["heads"]),
        closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as client,
    ):
        client.sendall(b"GET /sleep HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        time.sleep(1.5)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert client.recv(20).startswith(b"HTTP/1.1 200 ")
        assert process.wait(10) == 0
        assert time.monotonic() - started < 5


def test_a_worker_that_ends_does_not_wait_for_its_next_heartbeat():
    """Which comes each second."""
    durations = []
    with web_server() as (_, process):
        for _ in range(6):
            worker = children_of(process)[0]
            started = time.monotonic()
            os.kill(int(worker), signal.SIGTERM)
            while worker in children_of(process):
                assert time.monotonic() - started < 5
                time.sleep(0.01)
            durations.append(time.monotonic() - started)
    assert max(durations) < 0.6


def children_of(process):
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def test_a_killed_worker_is_replaced():
    with web_server() as (port, process):
        os.kill(int(children_of(process)[0]), signal.SIGKILL)
        time.sleep(0.5)
        assert [ask(port)[0] for _ in range(10)] == [200] * 10
