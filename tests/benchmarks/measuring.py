"""Prepares the data, starts the three servers one after the other, and takes the figures."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import islice, repeat
from pathlib import Path
from urllib.parse import quote

import psycopg2
from django.conf import settings
from django.db import connection

from marketplace.discovery import counts
from marketplace.runtime import postgres
from tenants.provisioning.services import prepare_database
from tests.benchmarks import cpu, data, people
from tests.benchmarks.client import Pool, Request, Window, make_request, send_all
from tests.benchmarks.figures import Figures, Results
from tests.benchmarks.inside import count_inside
from tests.benchmarks.onboarding import measure_onboarding
from tests.benchmarks.operations import OPERATIONS, Operation
from tests.benchmarks.servers import LIKE_OURS, STOCK, Server, serve
from tests.benchmarks.statements import ServerCount
from tests.benchmarks.stock import operations as stock

ROOT = Path(__file__).resolve().parents[2]
Say = Callable[[str], None]
CLIENTS = (1, 16)
# At most so many carts are prepared for one window of checkouts.
MOST_CARTS = 2_000
# A window of the yardstick between two operations is so much shorter than theirs.
BETWEEN = 4
# Requests over which the database counts what it executed.
COUNTED = 50


def prepare(say: Say) -> None:
    say("Preparing the database and 20 shops of 1,000 products")
    prepare_database(lambda message: None)
    data.fill()
    people.fill()
    counts.fold()  # as the worker does each ten seconds
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    fill_stock(say)


def fill_stock(say: Say) -> None:
    with closing(psycopg2.connect(administrators_url())) as raw:
        raw.autocommit = True
        with raw.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'bench_stock'")
            if cursor.fetchone():
                return
            owner = connection.settings_dict["USER"]
            cursor.execute(f'CREATE DATABASE bench_stock OWNER "{owner}"')
    say("Filling django-oscar-api with the measured shop's products")
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.stock.fill"],
        input="\n".join(data.stock_rows()),
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"STOCK_DATABASE_URL": stock_url()},
    )


def administrators_url() -> str:
    """Of a role that may make databases, which the embedded server's product may not."""
    return os.environ.get("DATABASE_URL") or postgres.ensure(settings.POSTGRES_HOME)


def stock_url() -> str:
    given = connection.settings_dict
    user, password = quote(given["USER"] or ""), quote(given["PASSWORD"] or "")
    host = given["HOST"] or ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    if host.startswith("/"):
        return f"postgres://{user}:{password}@{port}/bench_stock?host={quote(host, safe='')}"
    return f"postgres://{user}:{password}@{host}{port}/bench_stock"


def run(*, seconds: float, only: Iterable[str], say: Say) -> Results:
    """Ours and the comparison; what `only` names is measured, everything without it."""
    wanted = set(only)
    with serve("tests.benchmarks.yardstick:application", probe="/ping", options=STOCK) as server:
        yardstick = Yardstick(server)
        say("Measuring the yardstick, here and between the others")
        yardstick.measure(seconds)
        results = Results(yardstick=yardstick.figures)
        if not wanted or "stock" in wanted:
            results.stock = measure_stock(seconds, say)
        results.operations = measure_ours(wanted, yardstick, seconds, say)
    for figures in results.operations + results.stock:
        figures.pings = figures.cpu_ms / results.yardstick.cpu_ms
    return results


def measure_ours(
    wanted: set[str], yardstick: "Yardstick", seconds: float, say: Say
) -> list[Figures]:
    found = []
    with serve("marketplace.runtime.asgi:application", probe="/healthz") as server:
        for operation in OPERATIONS:
            if not wanted or operation.name in wanted:
                say(f"Measuring {operation.name}")
                found.append(measure(operation, server, seconds))
                yardstick.measure(seconds / BETWEEN)
        if not wanted or "onboard" in wanted:
            say("Measuring onboard")
            found.append(measure_onboarding(server))
    return found


class Yardstick:
    """The cheapest answer, asked for again after each operation: a machine that others use too
    is slower for minutes at a time, and one window at the start would not know.

    At one client: at sixteen it costs 0.23 or 0.37 ms, by how they fall on the workers."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.spent = Spent(server)
        self.figures = Figures("yardstick")

    def measure(self, seconds: float) -> None:
        """Adds to the CPU of before; requests a second are those of the first, longest window."""
        ping = Operation("yardstick", lambda port, count: _endless("/ping"))
        is_first = self.spent.requests == 0
        figures = self.figures if is_first else Figures("yardstick")
        measure_windows(figures, ping, self.server, seconds, self.spent, clients_at_once=(1,))
        self.figures.server_ms, self.figures.database_ms = self.spent.per_request()


def measure_stock(seconds: float, say: Say) -> list[Figures]:
    operations = [
        Operation("list", stock.lists),
        Operation("detail", stock.details),
        Operation("cart", stock.baskets),
        Operation("add-to-cart", stock.additions),
        Operation("checkout-1", stock.checkouts, consumes=True),
    ]
    application = "tests.benchmarks.stock.wsgi:served"
    environment = {
        "STOCK_DATABASE_URL": stock_url(),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock.settings",
    }
    found = []
    with serve(application, probe="/api/", options=LIKE_OURS, **environment) as server:
        for operation in operations:
            say(f"Measuring django-oscar-api: {operation.name}")
            found.append(measure(operation, server, seconds, counts=False))
    return found


def _endless(path: str) -> Iterator[Request]:
    return repeat(make_request("GET", path, "localhost"))


def measure(
    operation: Operation, server: Server, seconds: float, *, counts: bool = True
) -> Figures:
    """Warm up, then a window at one client and one at sixteen; CPU over both."""
    figures = Figures(
        operation.name,
        budget_statements=operation.statements,
        budget_pings=operation.pings,
        budget_share=operation.share,
        page_of=operation.page_of,
    )
    measure_windows(figures, operation, server, seconds, Spent(server))
    if counts:
        count_statements(figures, operation, server)
    return figures


def measure_windows(
    figures: Figures,
    operation: Operation,
    server: Server,
    seconds: float,
    spent: "Spent",
    clients_at_once: tuple[int, ...] = CLIENTS,
) -> None:
    carts = _carts_for(operation, server, seconds)
    warm_up = operation.make(server.port, 20)
    send_all(Pool(warm_up), port=server.port, clients=4, seconds=2.0)
    for clients in clients_at_once:
        pool = Pool(operation.make(server.port, carts))
        spent.resume()
        window = send_all(pool, port=server.port, clients=clients, seconds=seconds)
        spent.pause(len(window.latencies))
        _note(figures, window, clients)
    figures.server_ms, figures.database_ms = spent.per_request()


def _carts_for(operation: Operation, server: Server, seconds: float) -> int:
    """Enough carts for a window: as many as a short trial says, and a fifth more."""
    if not operation.consumes:
        return 0
    trial = send_all(
        Pool(operation.make(server.port, 40)), port=server.port, clients=16, seconds=seconds
    )
    return min(MOST_CARTS, max(40, int(trial.rps * seconds * 1.2)))


def _note(figures: Figures, window: Window, clients: int) -> None:
    p50, p95 = window.percentile(0.5), window.percentile(0.95)
    if clients == 1:
        figures.alone_rps, figures.alone_p50_ms, figures.alone_p95_ms = window.rps, p50, p95
    else:
        figures.rps, figures.p50_ms, figures.p95_ms = window.rps, p50, p95


class Spent:
    """CPU seconds of the web server and the database while the clock is on."""

    def __init__(self, server: Server) -> None:
        self.roots = (server.pid, postmaster())
        self.seconds = [0.0, 0.0]
        self.requests = 0
        self.began = (0.0, 0.0)

    def resume(self) -> None:
        self.began = tuple(cpu.seconds(root) for root in self.roots)  # type: ignore[assignment]

    def pause(self, requests: int) -> None:
        for index, root in enumerate(self.roots):
            self.seconds[index] += cpu.seconds(root) - self.began[index]
        self.requests += requests

    def per_request(self) -> tuple[float, float]:
        each = [spent * 1000 / max(self.requests, 1) for spent in self.seconds]
        return each[0], each[1]


def postmaster() -> int:
    """The parent of our own backend; it answers for all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


def count_statements(figures: Figures, operation: Operation, server: Server) -> None:
    """One request through the same code here, and fifty over HTTP as the database saw them."""
    figures.statements, figures.control = count_inside(operation, server)
    pool = Pool(list(islice(operation.make(server.port, COUNTED), COUNTED)))
    counted = ServerCount()
    counted.reset()
    window = send_all(pool, port=server.port, clients=1, seconds=60)
    figures.seen = round(counted.data_statements() / max(len(window.latencies), 1), 2)
