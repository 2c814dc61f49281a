"""How long a database is away after a kill -9 in a burst of onboarding.

`python -m tests.benchmarks.crash [--shops 300] [--kill postmaster backend supervisor]` serves the
product in a folder of its own, onboards shops until there are so many, kills the part while the
burst goes on, and waits for `/readyz`. Afterwards the schemas must be as many as the registry
says. Prints a line for each kill; `--keep` leaves the folder.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("postmaster", "backend", "supervisor")
LONGEST_WAIT = 900
# The kill comes so long before the last shop that the burst is still on.
MARGIN = 3


class Product:
    """The supervisor, as `make run` starts it, and what it says."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.start()

    def start(self) -> None:
        ours = ("DJANGO_SETTINGS_MODULE", "DATABASE_ROLE")
        environment = {k: v for k, v in os.environ.items() if k not in ours}
        environment |= {"GALLERIA_HOME": str(self.home), "PORT": str(self.port), "DEMO": "false"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "marketplace.runtime.supervisor"], cwd=ROOT, env=environment
        )

    def is_ready(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.port}/readyz"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status) == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait(self) -> float:
        began = time.monotonic()
        while not self.is_ready():
            if self.process.poll() is not None:
                raise SystemExit(f"The supervisor ended after {time.monotonic() - began:.1f} s")
            if time.monotonic() - began > LONGEST_WAIT:
                raise SystemExit(f"Not ready after {LONGEST_WAIT} s")
            time.sleep(0.2)
        return time.monotonic() - began

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(LONGEST_WAIT)


def main() -> None:
    options = read_options()
    home = options.home.resolve()
    os.environ |= {
        "GALLERIA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
        "DATABASE_ROLE": "web",  # a shop opens in an operator's request
        "SPARE_SCHEMAS": "2",
    }
    product = Product(home, options.port)
    try:
        product.wait()
        import django

        django.setup()
        for number, part in enumerate(options.kill, start=1):
            goal = options.shops * number // len(options.kill)
            print(measure(product, part, goal), flush=True)
    finally:
        product.stop()
        if not options.keep:
            shutil.rmtree(home, ignore_errors=True)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=300)
    parser.add_argument("--kill", nargs="+", choices=PARTS, default=["postmaster"])
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "crash")
    parser.add_argument("--port", type=int, default=9250)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def measure(product: Product, part: str, goal: int) -> str:
    """Kill the part as the burst reaches so many shops; a line of what it took."""
    seconds: list[float] = []
    burst = threading.Thread(target=onboard_until, args=(goal + MARGIN, seconds))
    burst.start()
    while burst.is_alive() and count_shops() < goal:
        time.sleep(0.1)
    kill(product, part)
    burst.join(60)
    if part == "supervisor":
        product.process.wait()
        product.start()
    wait_until_gone(product)
    away = product.wait()
    shops, schemas = count_shops(), count_schemas()
    rate = sorted(seconds)[len(seconds) // 2] if seconds else 0.0
    return (
        f"{part:<12} {shops:>4} shops, {schemas} schemas; one took {rate:.2f} s; "
        f"ready again after {away:.1f} s"
    )


def onboard_until(goal: int, seconds: list[float]) -> None:
    """One shop after the other, each cloned in its approval; ends when the database is away."""
    from django.db import DatabaseError

    from tenants.registry.services import create_shop

    try:
        while count_shops() < goal:
            slug, began = f"c-{token_hex(5)}", time.monotonic()
            create_shop(name=slug, slug=slug, owner_email=f"o@{slug}.example")
            seconds.append(time.monotonic() - began)
    except DatabaseError:
        return


def kill(product: Product, part: str) -> None:
    from marketplace.runtime import keeper

    postmaster = keeper.postmaster(str(product.home / "postgres"))
    pids: dict[str, Callable[[], int | None]] = {
        "postmaster": lambda: postmaster,
        "supervisor": lambda: product.process.pid,
        "backend": _backend,
    }
    pid = pids[part]()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def _backend() -> int:
    return int(ask("SELECT pg_backend_pid()"))


def wait_until_gone(product: Product) -> None:
    """A moment for the crash to be noticed: what answers now may be from before."""
    deadline = time.monotonic() + 3
    while product.is_ready() and time.monotonic() < deadline:
        time.sleep(0.05)


def count_shops() -> int:
    return int(ask("SELECT count(*) FROM public.tenants_retailer WHERE status = 'active'"))


def count_schemas() -> int:
    """Those of the shops alone."""
    return int(
        ask(
            "SELECT count(*) FROM public.tenants_retailer r"
            " JOIN pg_namespace n ON n.nspname = r.schema_name"
        )
    )


def ask(statement: str) -> object:
    from django.db import connection

    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
