"""`make bench`: requests against a served instance, in units of the cheapest Django answer.

In one run and on one machine: the yardstick, Galleria as `make run` serves it (settings.py lifts
the limits of tries), and django-oscar-api as it comes. CPU is the processes' own accounting, so
that it holds on a busy machine too. Writes .bench/latest.json and prints the table. `--listings`
and `--shops` measure a larger marketplace, which seed.py makes (how long: docs/figures.md).
"""

import argparse

from tests.benchmarks.seed import ROOT, say, seed, settle


def main() -> None:
    options = read_options()
    settle(options.listings, options.shops)
    import django

    django.setup()
    from tests.benchmarks import measuring, report

    measuring.prepare(say)
    if options.listings:
        seed(listings=options.listings, shops=options.shops)
    results = measuring.run(seconds=options.seconds, only=options.only, say=say)
    report.write(ROOT / ".bench" / "latest.json", results)
    report.show(results)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="length of each window")
    parser.add_argument("--only", nargs="*", default=[], help="names of operations")
    parser.add_argument("--listings", type=int, default=0, help="in all; 20,000 if none is said")
    parser.add_argument("--shops", type=int, default=1_000, help="among which those are shared")
    return parser.parse_args()


if __name__ == "__main__":
    main()
