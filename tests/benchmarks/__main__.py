"""`make bench`: requests against a served instance, in units of the cheapest Django answer.

In one run and on one machine: the yardstick, Galleria as `make run` serves it (settings.py lifts
the limits of tries), and django-oscar-api as it comes. CPU is the processes' own accounting, so
that it holds on a busy machine too. Writes .bench/latest.json and prints the table.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "bench"
os.environ.setdefault("GALLERIA_HOME", str(HOME))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
os.environ.setdefault("LOG_LEVEL", "WARNING")


def main() -> None:
    options = read_options()
    import django

    django.setup()
    from tests.benchmarks import measuring, report

    measuring.prepare(say)
    results = measuring.run(seconds=options.seconds, only=options.only, say=say)
    report.write(ROOT / ".bench" / "latest.json", results)
    report.show(results)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="length of each window")
    parser.add_argument("--only", nargs="*", default=[], help="names of operations")
    return parser.parse_args()


def say(message: str) -> None:
    print(f"==> {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
