"""How fast a catalogue comes in, and how much memory that takes.

    python -m tests.benchmarks.import_rate [--rows 10000 100000] [--data ../shared/data]

For each size a new shop in a database of its own (on the server of DATABASE_URL) imports a
generated list, then the same list again; with `--data` so do the products of esci.py, which have
texts that people wrote. Every import is a process of its own: one process
and PostgreSQL, wall clock from opening the file to the last commit, each row with price,
stock, category and a listing in the marketplace. Prints a table with the CPU seconds of both
(on a busy machine they tell more than the clock) and the importing process's peak memory.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks import cpu

SETTINGS = "marketplace.settings.test"
COLUMNS = (
    *("handle", "title", "description", "brand", "categories", "price", "stock", "sku"),
    *("barcode", "images", "attributes"),
)
WORDS = (
    *("oak", "linen", "copper", "walnut", "ceramic", "wool", "amber", "slate", "cotton"),
    *("birch", "marble", "steel", "bamboo", "glass", "lamp", "chair", "mug", "kettle"),
    *("blanket", "basket", "board", "candle", "vase", "shelf", "towel", "clock", "bowl"),
    *("cushion", "tray", "small", "large", "folding", "classic", "modern", "round", "soft"),
    *("heavy", "light", "garden", "kitchen", "travel", "office"),
)

HEADINGS = (
    f"{'import':<10} {'rows':>8} {'seconds':>8} {'rows/s':>8} {'py cpu':>8} {'pg cpu':>8} "
    f"{'peak MB':>8} {'start MB':>9}"
)


def write_list(path, rows):
    """`rows` stand-alone products over 400 categories and 300 brands; always the same."""
    rng = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            title = " ".join(rng.sample(WORDS, 4)).capitalize()
            writer.writerow(
                [
                    f"item-{number}",
                    f"{title} {number}",
                    " ".join(rng.choices(WORDS, k=30)),
                    f"Brand {rng.randrange(300)}",
                    f"Group {rng.randrange(20)} > Shelf {rng.randrange(20)}",
                    f"{rng.randrange(100, 90000) / 100:.2f}",
                    rng.randrange(0, 200),
                    f"{number:08d}",
                    f"{rng.randrange(10**12):012d}",
                    f"https://pictures.example/{number}.jpg",
                    f"Material: {rng.choice(WORDS)}; Weight: {rng.randrange(50, 9000)} g",
                ]
            )


def write_real_list(path, data):
    """The products of esci.py, with a price and a stock of ours; no categories."""
    from tests.benchmarks import esci

    rng = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for item in esci.read_items(data):
            attributes = f"Colour: {item.colour.replace(';', ',')}" if item.colour else ""
            price, stock = f"{rng.randrange(100, 90000) / 100:.2f}", rng.randrange(200)
            facts = [item.uuid, item.title, item.description, item.brand, "", price, stock]
            writer.writerow([*facts, str(item.uuid)[:13], "", "", attributes])


def run_child(slug, path):
    """In a process of its own: open the shop when it is not there, import, tell as JSON."""
    import django

    django.setup()
    from tenants.feeds.services import import_catalogue
    from tenants.registry.models import Retailer
    from tests.factories.shops import open_shop

    retailer = Retailer.objects.filter(slug=slug).first() or _opened(open_shop, slug)
    backend = _backend()
    before, spent = _peak_mb(), cpu.seconds(backend)
    began = time.process_time()
    report = import_catalogue(retailer=retailer, path=path)
    told = {name: getattr(report, name) for name in ("rows", "imported_rows", "created")}
    told |= {"unchanged": report.unchanged, "seconds": report.seconds}
    told |= {"python_cpu": time.process_time() - began}
    told |= {"postgres_cpu": cpu.seconds(backend) - spent}
    print(json.dumps(told | {"before_mb": before, "peak_mb": _peak_mb()}))


def _backend():
    """The process id of this connection's server, on the same machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _opened(open_shop, slug):
    from tenants.provisioning import spares

    spares.refill()
    return open_shop(slug=slug, name=slug.title(), currency="EUR")


def _peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(sizes, data):
    import django

    django.setup()
    from tests import database

    name = f"bench_import_{os.getpid()}"
    database.create(name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for path in write_lists(Path(folder), sizes, data):
                for what in ("first", "unchanged"):
                    yield what, child(name, f"rate-{path.stem}", path)
    finally:
        database.drop(name)


def write_lists(folder, sizes, data):
    for rows in sizes:
        path = folder / f"{rows}.csv"
        write_list(path, rows)
        yield path
    if data:
        path = folder / "real.csv"
        write_real_list(path, data)
        yield path


def child(database, slug, path):
    command = [sys.executable, "-m", "tests.benchmarks.import_rate", "--child", slug, str(path)]
    environment = {**os.environ, "DATABASE_URL": url_of(database)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def url_of(database):
    from django.db import connection

    given = connection.settings_dict
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    host = quote(given["HOST"] or "localhost", safe="")
    user = quote(given["USER"] or "", safe="")
    return f"postgres://{user}{password}@{host}:{given['PORT'] or 5432}/{database}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--data", type=Path, help="where search/esci-us-150 is")
    parser.add_argument("--child", nargs=2)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if options.child:
        run_child(options.child[0], Path(options.child[1]))
        return
    print(HEADINGS)
    for what, told in measure(options.rows, options.data):
        rate = told["rows"] / told["seconds"]
        print(
            f"{what:<10} {told['rows']:>8} {told['seconds']:>8.1f} {rate:>8.0f} "
            f"{told['python_cpu']:>8.1f} {told['postgres_cpu']:>8.1f} "
            f"{told['peak_mb']:>8.1f} {told['before_mb']:>9.1f}"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
