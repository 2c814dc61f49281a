"""What a shop costs: to clone, to keep, to open, and to migrate when there is nothing to do.

`python -m tests.benchmarks.tenants [--shops 10 50 100]` works in the database that DATABASE_URL
names (else the benchmarks' own), and removes the shops that it made.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("GALLERIA_HOME", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")
RUNS = 5


def main() -> None:
    options = read_options()
    import django

    django.setup()
    from tenants.provisioning.services import prepare_database

    prepare_database(say)
    for line in [*cloning(), *opening(), *migrating(options.shops)]:
        print(line, flush=True)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, nargs="*", default=[10, 50, 100])
    return parser.parse_args()


def say(message: str) -> None:
    print(f"==> {message}", file=sys.stderr, flush=True)


def cloning() -> list[str]:
    """Seconds of a clone, and what an empty shop takes."""
    from tenants.provisioning.clone import clone_template
    from tenants.provisioning.spares import drop_schema

    names = [f"bench_{token_hex(4)}" for _ in range(RUNS)]
    seconds = [timed(lambda name=name: clone_template(name)) for name in names]  # type: ignore[misc]
    size, tables, indexes, relations = weigh(names[0])
    for name in names:
        drop_schema(name)
    return [
        f"clone of the template        {statistics.median(seconds):8.3f} s (median of {RUNS})",
        f"an empty shop                {size / 1e6:8.1f} MB, {tables} tables, {indexes} indexes, "
        f"{relations} rows in pg_class",
    ]


def weigh(schema: str) -> tuple[int, int, int, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FILTER (WHERE relkind = 'r')::bigint, "
            "count(*) FILTER (WHERE relkind = 'r'), count(*) FILTER (WHERE relkind = 'i'), "
            "count(*) FROM pg_class WHERE relnamespace = %s::regnamespace",
            [schema],
        )
        return cursor.fetchone()


def opening() -> list[str]:
    """From approval to the first 200 of the home page, in this process."""
    from tenants.provisioning import spares

    spares.refill(2)
    open_once()  # the first request of a process also imports the views
    lines = []
    for title, wanted in (("with a spare", 1), ("without a spare", 0)):
        seconds = []
        for _ in range(RUNS):
            spares.discard()
            spares.refill(wanted)
            seconds.append(open_once())
        lines.append(f"open, {title:<16}       {max(seconds):8.3f} s (longest of {RUNS})")
    return lines


def open_once() -> float:
    from django.test import Client

    from tenants.registry.services import apply_for_shop, approve, open_shop

    slug = f"bench-{token_hex(4)}"
    application = apply_for_shop(name=slug, slug=slug, owner_email=f"o@{slug}.example")
    begun = time.perf_counter()
    shop = open_shop(retailer=approve(retailer=application))
    answer = Client().get("/", headers={"host": shop.host})
    took = time.perf_counter() - begun
    assert answer.status_code == 200, answer.status_code
    remove(shop)
    return took


def migrating(counts: list[int]) -> list[str]:
    """`manage.py tenant migrate` with nothing due: CPU of its whole process, and wall clock."""
    shops: list[object] = []
    lines = []
    for count in sorted(counts):
        shops += [make_shop() for _ in range(count - len(shops))]
        cpu, wall = run_migrate()
        lines.append(f"tenant migrate, {count:>4} shops   {cpu:8.2f} s of CPU, {wall:.2f} s")
    say(f"Removing {len(shops)} shops")
    for shop in shops:
        remove(shop)
    return lines


def make_shop() -> object:
    from tenants.registry.services import create_shop

    slug = f"bench-{token_hex(4)}"
    return create_shop(name=slug, slug=slug, owner_email=f"o@{slug}.example")


def run_migrate() -> tuple[float, float]:
    before, begun = children_cpu(), time.perf_counter()
    command = [sys.executable, "manage.py", "tenant", "migrate"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "Nobody is behind" in done.stdout, done.stdout
    return children_cpu() - before, time.perf_counter() - begun


def children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def remove(shop: object) -> None:
    """Wholly: the registry row too, which `purge` would keep."""
    from marketplace.accounts.models import Profile, User
    from tenants.provisioning.spares import drop_schema
    from tenants.registry.models import Retailer

    assert isinstance(shop, Retailer)
    drop_schema(shop.schema_name)
    Retailer.objects.filter(pk=shop.pk).delete()
    owner = User.objects.filter(email=shop.owner_email)
    Profile.objects.filter(user__in=owner).delete()
    owner._raw_delete(owner.db)  # `delete` would look for rows in schemas


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
