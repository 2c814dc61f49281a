"""Ways to serve Django (WSGI) to slow clients, side by side: docs/decisions/0018-slow-clients.md.

`python -m tests.benchmarks.bridges`, beside a prepared database (GALLERIA_HOME or DATABASE_URL), in
an environment that has a2wsgi and granian as well. All have two processes of eight threads. CPU is
the processes' own, in alternating windows; of slow clients 200 come at once.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress

from tests.benchmarks import cpu
from tests.benchmarks.client import Pool, make_request, send_all
from tests.benchmarks.servers import ROOT, free_port

GUNICORN = ("-m", "gunicorn", "--config", "python:marketplace.runtime.gunicorn_conf")
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "8")
SERVERS = {
    "ours": (*GUNICORN, "marketplace.runtime.asgi:application"),
    "a2wsgi": (*GUNICORN, "tests.benchmarks.bridges:by_a2wsgi()"),
    "asgiref": (*GUNICORN, "tests.benchmarks.bridges:by_asgiref()"),
    "granian": (*GRANIAN, "marketplace.runtime.wsgi:application"),
}
PATHS = ("/healthz", "/api/v1/products/")
HEAD = b"POST /api/v1/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SLOW = {
    "half heads": b"GET / HTTP/1.1\r\nHost: lo",
    "half bodies": HEAD + b"Content-Length: 1000\r\n\r\n{",
}
MANY = 200
PATIENCE = 8.0


def by_a2wsgi():
    from a2wsgi import WSGIMiddleware

    from marketplace.runtime.wsgi import application

    return WSGIMiddleware(application, workers=8)


def by_asgiref():
    from asgiref.wsgi import WsgiToAsgi

    from marketplace.runtime.wsgi import application

    return WsgiToAsgi(application)


@contextmanager
def served(name):
    """(port, id of the first process) of a server that answers."""
    port = free_port()
    command = [sys.executable, *SERVERS[name]]
    if name == "granian":
        command[-1:] = ["--host", "127.0.0.1", "--port", str(port), command[-1]]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PORT": str(port)})
    try:
        while not health_seconds(port):
            time.sleep(0.2)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


def health_seconds(port):
    """Until /healthz answered; None when it did not in PATIENCE."""
    started = time.monotonic()
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE).read()
    except OSError:
        return None
    return time.monotonic() - started


def milliseconds_a_request(port, pid, path, seconds):
    request = make_request("GET", path, "localhost")
    before = cpu.seconds(pid)
    window = send_all(Pool(iter(lambda: request, None)), port=port, clients=8, seconds=seconds)
    return (cpu.seconds(pid) - before) / len(window.latencies) * 1000


@contextmanager
def slow_clients(port, beginning, *, drips):
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(MANY)]
    ended = threading.Event()

    def drip():
        while not ended.wait(1):
            for client in clients:
                with suppress(OSError):
                    client.sendall(b" ")

    for client in clients:
        client.sendall(beginning)
    threading.Thread(target=drip if drips else ended.wait, daemon=True).start()
    try:
        yield clients
    finally:
        ended.set()
        for client in clients:
            client.close()


def ended_after(client, seconds):
    """(seconds, first line) until the server answers or hangs up; None when it does neither."""
    started = time.monotonic()
    client.settimeout(seconds)
    try:
        line = client.recv(100).split(b"\r\n")[0].decode()
    except TimeoutError:
        return None
    except OSError:
        line = ""
    return round(time.monotonic() - started), line or "closed"


def measure_cpu(names, seconds, windows):
    for path in PATHS:
        taken = {name: [] for name in names}
        for _ in range(windows):
            for name in names:
                with served(name) as (port, pid):
                    milliseconds_a_request(port, pid, path, 1)
                    taken[name].append(milliseconds_a_request(port, pid, path, seconds))
        base = statistics.median(taken[names[0]])
        for name, values in taken.items():
            middle = statistics.median(values)
            print(f"{path} {name}: {middle:.2f} ms, {middle / base:.2f}", flush=True)


def measure_slow(names):
    for name in names:
        for kind, beginning in SLOW.items():
            for drips in (False, True):
                with served(name) as (port, _), slow_clients(port, beginning, drips=drips) as them:
                    time.sleep(2)
                    answers = [health_seconds(port) for _ in range(3)]
                    worst = None if None in answers else f"{max(answers) * 1000:.0f} ms"
                    end = ended_after(them[0], 40)
                print(f"{name} {kind}{' dripped' * drips}: {worst}, ended {end}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--windows", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=list(SERVERS), choices=SERVERS)
    parser.add_argument("--what", choices=["cpu", "slow"], help="only this")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    if options.what != "slow":
        measure_cpu(options.only, options.seconds, options.windows)
    if options.what != "cpu":
        measure_slow(options.only)


if __name__ == "__main__":
    main()
