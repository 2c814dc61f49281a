"""Memory and times of a marketplace all of whose shops are visited.

    python -m tests.benchmarks.sessions [--shops 300] [--clients 64] [--seconds 8] [--rounds 3]

Opens so many shops of eight products (a second each; kept in GALLERIA_HOME, or else in
var/bench-sessions-SHOPS), then serves them with each limit of `--schemas`, with a thread for each
host and without. Windows of one shop and of all shops take turns, for a shop's home page, its list
and a product over the API. Prints the 95th percentiles of one shop's and of all in milliseconds
(medians of the rounds) and how many times as long all take, and last the PSS of the web server and
of PostgreSQL after all of it, in MB.
"""

import argparse
import contextlib
import itertools
import os
import random
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = 8
NEVER = 10**9
OPERATIONS = ("home", "list", "detail")
Paths = tuple[str, dict[str, str]]  # of a shop: its host, and a path for each operation
SERVED = {
    "a thread each": "marketplace.runtime.asgi:application",
    "any thread": "tests.benchmarks.scattered:application",
}


class Times(NamedTuple):
    """95th percentiles in ms, where one shop is visited and where all are."""

    one: float
    all: float


class Outcome(NamedTuple):
    times: dict[str, Times]  # by operation
    web: float  # MB
    database: float  # MB


def settle(shops: int) -> None:
    """Where the database of this size is; before Django begins."""
    os.environ.setdefault("GALLERIA_HOME", str(ROOT / "var" / f"bench-sessions-{shops}"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")


def open_shops(count: int) -> list[Paths]:
    from tenants.provisioning import spares
    from tenants.registry.models import Retailer
    from tests.factories.goods import make_product
    from tests.factories.shops import open_shop

    for number in range(count):
        slug = f"sessions-{number}"
        if not Retailer.objects.filter(slug=slug).exists():
            spares.refill()
            shop = open_shop(slug=slug, name=f"Sessions {number}", currency="EUR")
            for place in range(PRODUCTS):
                make_product(shop, f"Mug {place}")
    return [paths_of(f"sessions-{number}") for number in range(count)]


def paths_of(slug: str) -> Paths:
    from marketplace.discovery.models import Listing
    from tenants.registry.models import Retailer

    listing = Listing.objects.filter(retailer__slug=slug).order_by("uuid")[0]
    products = "/api/v1/products/"
    paths = {"home": "/", "list": products, "detail": f"{products}{listing.uuid}/"}
    return Retailer.objects.get(slug=slug).host, paths


def measure(shops: list[Paths], served: str, schemas: int, options: Any) -> Outcome:
    from tests.benchmarks.measuring import postmaster
    from tests.benchmarks.servers import serve

    with serve(SERVED[served], probe="/healthz", SESSION_SCHEMAS=str(schemas)) as server:

        def visit(some: list[Paths], name: str) -> float:
            return percentile(server.port, some, name, options)

        def compare(name: str) -> Times:
            pairs = [(visit(shops[:1], name), visit(shops, name)) for _ in range(options.rounds)]
            return Times(*(median(times) for times in zip(*pairs, strict=True)))

        for name in OPERATIONS:  # so that caches and sessions are full
            visit(shops, name)
        times = {name: compare(name) for name in OPERATIONS}
        return Outcome(times, megabytes(server.pid), megabytes(postmaster()))


def percentile(port: int, shops: list[Paths], name: str, options: Any) -> float:
    """Of the times of requests to any of these shops."""
    from tests.benchmarks.client import Pool, make_request, send_all

    chance = random.Random()
    requests = [make_request("GET", paths[name], host) for host, paths in shops]
    pool = Pool(chance.choice(requests) for _ in itertools.count())
    window = send_all(pool, port=port, clients=options.clients, seconds=options.seconds)
    return window.percentile(0.95)


def megabytes(root: int) -> float:
    """Of a process and those below it; one that ends meanwhile has none."""
    from tests.benchmarks import cpu, memory

    kilobytes = 0
    for pid in cpu.tree(root):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            kilobytes += memory.pss_of(pid)
    return kilobytes / 1024


def show(served: str, schemas: int, outcome: Outcome) -> None:
    limit = "none" if schemas == NEVER else str(schemas)
    values = outcome.times.values()
    times = "".join(
        f"{alone:>10.0f} {every:>6.0f} {every / alone:>5.2f}" for alone, every in values
    )
    memory = f"{outcome.web:>8.0f} {outcome.database:>8.0f}"
    print(f"{served:<14} {limit:>6}{times}{memory}", flush=True)


def main() -> None:
    options = read_options()
    settle(options.shops)
    import django

    django.setup()
    from tenants.provisioning.services import prepare_database

    prepare_database(lambda message: None)
    shops = open_shops(options.shops)
    names = "".join(f"{name:>10} {'all':>6} {'times':>5}" for name in OPERATIONS)
    print(f"{'runs on':<14} {'limit':>6}{names}{'web':>8} {'database':>8}")
    for schemas in options.schemas:
        for served in SERVED:
            show(served, schemas, measure(shops, served, schemas, options))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=300)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--schemas", type=int, nargs="+", default=[50, 100, 200, NEVER])
    return parser.parse_args()


if __name__ == "__main__":
    main()
