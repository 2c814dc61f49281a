"""What the kept counts cost checkouts: many shops that sell in one category at once.

    python -m tests.benchmarks.selling [--shops 16] [--seconds 10] [--rounds 8]

A thread a shop buys its shop's product by the checkout's own service, over and over, in a database
of its own (on the server of DATABASE_URL, else on that of GALLERIA_HOME), while the chore folds the
counts each second. Windows with and without counts take turns, each first in every other round, so
that a busy machine burdens both alike; without them the statement of price and stock appends none,
and nothing else differs. Two kinds of sale: of one of many pieces, which writes no count, and of
the last piece, which is stocked again before the next and so writes two. Prints checkouts a second
and the CPU of Python and PostgreSQL for each checkout (medians); the last lines say what the counts
add, by the median of the rounds and their middle half. Takes rounds * 4 * seconds, and a minute.
"""

import argparse
import os
import re
import threading
import time
from collections import defaultdict
from statistics import median, quantiles
from typing import Any, NamedTuple
from unittest.mock import patch

SETTINGS = "marketplace.settings.test"
MANY = 1_000_000
KINDS = {"one of many": False, "the last piece": True}


class Window(NamedTuple):
    rate: float  # checkouts a second
    milliseconds: float  # of CPU for one, Python's and PostgreSQL's


Windows = dict[tuple[str, bool], list[Window]]  # by the kind of sale, and whether counts are kept


def measure(shops: int, seconds: float, rounds: int) -> Windows:
    import django

    django.setup()
    from tests import database

    name = f"bench_selling_{os.getpid()}"
    database.create(name)
    try:
        goods = stock_shops(shops)
        sell(goods, is_last=True, is_counted=True, seconds=seconds / 2)  # so that caches are full
        windows: Windows = defaultdict(list)
        for number in range(rounds):
            for kind, is_last in KINDS.items():
                for is_counted in (True, False) if number % 2 else (False, True):
                    windows[kind, is_counted].append(sell(goods, is_last, is_counted, seconds))
        return windows
    finally:
        database.drop(name)


def stock_shops(count: int) -> list[tuple[Any, Any]]:
    """(shop, its product), all of one category of the marketplace."""
    from tenants.provisioning import spares
    from tests.factories.goods import make_product
    from tests.factories.shops import open_shop

    goods = []
    for number in range(count):
        spares.refill()
        shop = open_shop(slug=f"selling-{number}", name=f"Selling {number}", currency="EUR")
        goods.append((shop, make_product(shop, title="Mug", categories=[["Home"]], stock=MANY)))
    return goods


def sell(goods: list[tuple[Any, Any]], is_last: bool, is_counted: bool, seconds: float) -> Window:
    from marketplace.discovery import projection

    statement = projection.WRITE_OFFERS
    began, spent = time.monotonic(), _spent()
    until = began + seconds
    sales: list[int] = []
    targets = [(buy, (shop, product, is_last, until, sales)) for shop, product in goods]
    with patch.object(projection, "WRITE_OFFERS", statement if is_counted else bare(statement)):
        run_together([*targets, (fold, (until,))])
    return Window(
        rate=len(sales) / (time.monotonic() - began),
        milliseconds=(_spent() - spent) * 1000 / len(sales),
    )


def bare(statement: str) -> str:
    """It without what looks for changes of the counts and appends them."""
    return re.sub(r"recounted AS.*?(?=offered AS)", "", statement, flags=re.DOTALL)


def run_together(targets: list[tuple[Any, tuple[Any, ...]]]) -> None:
    threads = [threading.Thread(target=target, args=values) for target, values in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def buy(shop: Any, product: Any, is_last: bool, until: float, sales: list[int]) -> None:
    from django.db import connection

    from tests.factories.orders import make_purchase

    while time.monotonic() < until:
        restock(shop, product, is_last)
        make_purchase(product)
        sales.append(1)
    connection.close()


def restock(shop: Any, product: Any, is_last: bool) -> None:
    """In both windows alike."""
    from tenants.registry.context import use_retailer
    from tenants.shop.catalogue.models import Product
    from tenants.shop.partner.services import set_stock
    from tests.factories.goods import read_stock

    _, promised = read_stock(shop, product)
    with use_retailer(shop):
        row = Product.objects.get(pk=product.pk)
        set_stock(product=row, num_in_stock=promised + 1 if is_last else MANY)


def fold(until: float) -> None:
    from django.db import connection

    from marketplace.discovery import jobs

    while time.monotonic() < until:
        jobs.fold_counts()
        time.sleep(1)
    connection.close()


def _spent() -> float:
    """CPU of this process and of the whole server, in seconds."""
    from tests.benchmarks import cpu
    from tests.benchmarks.measuring import postmaster

    return time.process_time() + cpu.seconds(postmaster())


def show(windows: Windows) -> None:
    print(f"{'sale':<16} {'counts':>8} {'checkouts/s':>12} {'ms of CPU':>10}")
    for (kind, is_counted), rows in sorted(windows.items()):
        rate, spent = (median(values) for values in zip(*rows, strict=True))
        print(f"{kind:<16} {'kept' if is_counted else 'none':>8} {rate:>12.1f} {spent:>10.2f}")
    for kind in KINDS:
        low, middle, high = quantiles(additions(windows, kind), n=4)
        print(f"{kind}: counts add {middle:+.1%} of CPU ({low:+.1%} to {high:+.1%})")


def additions(windows: Windows, kind: str) -> list[float]:
    """Of each round, by how much a sale costs more where counts are kept (0.01: a hundredth)."""
    pairs = zip(windows[kind, True], windows[kind, False], strict=True)
    return [counted.milliseconds / plain.milliseconds - 1 for counted, plain in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shops", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=8, help="at least two")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    show(measure(options.shops, options.seconds, max(2, options.rounds)))


if __name__ == "__main__":
    main()
