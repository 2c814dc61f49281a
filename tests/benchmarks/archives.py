"""All shops into archives and back: `python -m tests.benchmarks.archives --shops 300`.

Opens so many shops of 20 products in a database of the tests' server, dumps all, restores them into
an empty one and compares each table.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
PRODUCTS = 20


def main() -> None:
    options = read_options()
    import django

    django.setup()
    from tests import database

    databases = [f"bench_archives_{os.getpid()}_{number}" for number in range(2)]
    try:
        with tempfile.TemporaryDirectory() as folder:
            rehearse(databases, shops=options.shops, folder=Path(folder))
    finally:
        for name in databases:
            database.use("postgres")
            database.drop(name)


def rehearse(databases: list[str], *, shops: int, folder: Path) -> None:
    from tenants.archives.dumps import dump_all
    from tenants.archives.restores import finish, restore_all

    prepare(databases[0])
    timed(f"opening {shops} shops", lambda: open_shops(shops))
    failures = timed("dump --all", lambda: dump_all(folder=folder, progress=quiet))
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{size / 1e6:10.1f} MB in {len(list(folder.iterdir()))} archives", flush=True)
    before = digests()
    prepare(databases[1])
    failures += timed("restore", lambda: restore_all(folder=folder, progress=quiet))
    timed("finish", finish)
    after = digests()
    tables = before.keys() | after.keys()
    differing = [table for table in tables if before.get(table) != after.get(table)]
    print(f"{len(tables):10,} tables compared, {len(differing)} differ; {len(failures)} failures")
    sys.exit(bool(differing or failures))


def prepare(name: str) -> None:
    from tenants.provisioning.services import prepare_database
    from tests import database
    from tests.database import maintenance

    with maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    database.use(name)
    prepare_database(quiet)


def open_shops(count: int) -> None:
    from tests.factories.goods import make_product
    from tests.factories.shops import open_shop

    for number in range(count):
        shop = open_shop(slug=f"shop{number}", name=f"Shop {number}", currency="EUR")
        for _ in range(PRODUCTS):
            make_product(shop)


def digests() -> dict[tuple[str, str], object]:
    from tests.archives.comparison import digests

    return digests()


def timed(what: str, run: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    answer = run()
    print(f"{time.perf_counter() - began:10.1f} s  {what}", flush=True)
    return answer


def quiet(message: str) -> None:
    """Its lines are many."""


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    main()
