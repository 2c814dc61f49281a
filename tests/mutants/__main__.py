"""`make mutants`: breaks the code on purpose, and names the test that noticed each break.

    python -m tests.mutants [AREA, or part of a path or of a break ...]
        [--list] [--every] [--open] [--tests PATH ...]

Two areas at once (WORKERS=2), the largest first. What noticed each break is kept in `killers.json`
after each area, so that the next run asks one test for it; --open tries what neither a test nor a
reason is known for. A test that does not end counts as one that notices, and is named. Ends with 1
if a break survived that `survivors.toml` gives no reason for, or if that names one which does not
survive any more.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from tests.mutants.areas import AREAS, Area
from tests.mutants.breaks import EVERY, Break, choose
from tests.mutants.forks import TIMEOUT
from tests.mutants.killers import Killers, read_killers, remember_killers
from tests.mutants.runner import PLAN

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = Path(__file__).with_name("survivors.toml")
QUICK = "not slow and not fuzz and not storm and not browser"
ALIVE = ("survived", "not run")

Row = dict[str, Any]
Reasons = dict[tuple[str, str], str]  # (path, break): why nothing notices it


def run_area(
    area: Area,
    root: Path,
    folder: Path,
    only: list[str],
    *,
    killers: Killers | None = None,
    without: Collection[tuple[str, str]] = (),
    patience: int = 30,
) -> list[Row]:
    """The result of each break.

    `killers`: who noticed them the last time. `without`: (path, break) that are not tried.
    `patience`: seconds that a test may take beyond what it takes unbroken, several times.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answer, plan = folder / f"{area.name}.jsonl", folder / f"{area.name}.json"
    answer.unlink(missing_ok=True)
    settings = {
        "area": area.name,
        "root": str(root),
        "modules": area.modules,
        "always": area.always,
        "only": only,
        "killers": killers or {},
        "without": sorted(without),
        "answer": str(answer),
        "patience": patience,
    }
    plan.write_text(json.dumps(settings))
    begin = time.monotonic()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-s",
            "-p",
            "tests.mutants.runner",
            "-m",
            QUICK,
            *area.tests,
        ],
        cwd=root,
        env=os.environ | {PLAN: str(plan), "PYTHONPATH": str(ROOT)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    rows = [json.loads(line) for line in answer.read_text().splitlines()] if answer.exists() else []
    if process.returncode:
        rows.append({"path": area.name, "line": 0, "key": "", "outcome": "error", "killer": ""})
    seconds, cpu = time.monotonic() - begin, usage.ru_utime + usage.ru_stime
    print(
        f"{area.name}: {tally(rows, read_reasons())}; {seconds:.0f} s, {cpu:.0f} s of CPU",
        flush=True,
    )
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("words", nargs="*", help="areas, or parts of a path or of a break")
    parser.add_argument("--tests", nargs="+", default=(), help="instead of those of the area")
    parser.add_argument("--every", action="store_true", help="all breaks of the modules, no choice")
    parser.add_argument("--open", action="store_true", help="what has neither test nor reason")
    parser.add_argument("--list", action="store_true", help="show the breaks, try none")
    options = parser.parse_args()
    areas, only = narrow(options.words, every=options.every)
    if options.list:
        return show(areas, only)
    if options.tests:
        areas = [replace(area, tests=tuple(options.tests)) for area in areas]
    start = time.monotonic()
    rows = run_areas(areas, only, known=not options.tests, without_known=options.open)
    if options.open and areas and not rows:
        print("Each of these breaks has a test or a reason.")
        return 0
    reasons = read_reasons()
    is_bad = judge(rows, reasons)
    report(rows, reasons, time.monotonic() - start)
    return is_bad


def run_areas(
    areas: list[Area], only: list[str], *, known: bool = True, without_known: bool = False
) -> list[Row]:
    """`known`: who noticed a break the last time is asked first, and remembered anew."""
    killers, lock = read_killers() if known else {}, Lock()
    without = known_breaks() if without_known else set()
    folder = ROOT / "var/mutants"
    every = [candidate for area in AREAS for candidate in chosen(area, [])]

    def run(area: Area) -> list[Row]:
        if all((candidate.path, candidate.key) in without for candidate in chosen(area, only)):
            return []
        rows = run_area(area, ROOT, folder, only, killers=killers, without=without)
        with lock:  # the file is one for all areas
            if known:
                remember_killers(rows, every)
        return rows

    with ThreadPoolExecutor(int(os.environ.get("WORKERS", "2"))) as pool:
        return [row for rows in pool.map(run, areas) for row in rows]


def known_breaks() -> set[tuple[str, str]]:
    """(path, break) of those that a test noticed the last time, and of those with a reason."""
    noticed = {(path, key) for path, of in read_killers().items() for key in of}
    return noticed | read_reasons().keys()


def narrow(words: list[str], *, every: bool) -> tuple[list[Area], list[str]]:
    """The areas, and the words that a break has one of; without any, all of theirs."""
    names = {area.name for area in AREAS}
    only = [word for word in words if word not in names]
    areas = [area for area in AREAS if area.name in words] or AREAS
    if every:
        areas = [replace(area, modules=dict.fromkeys(area.modules, EVERY)) for area in areas]
    areas = [area for area in areas if chosen(area, only)]
    return sorted(areas, key=lambda area: -len(chosen(area, only))), only


def chosen(area: Area, only: list[str]) -> list[Break]:
    return [
        candidate
        for path, most in area.modules.items()
        for candidate in choose(path, (ROOT / path).read_text(), most, area.always.get(path, ()))
        if not only or any(word in candidate.title for word in only)
    ]


def show(areas: list[Area], only: list[str]) -> int:
    breaks = [candidate for area in areas for candidate in chosen(area, only)]
    for candidate in breaks:
        print(candidate.title)
    print(f"{len(breaks)} breaks in {len({candidate.path for candidate in breaks})} modules")
    return 0


def report(rows: list[Row], reasons: Reasons, seconds: float) -> None:
    """The last line is the tally of the whole run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    for row in rows:
        if row["outcome"] == TIMEOUT:
            print(f"timed out: {row['path']}:{row['line']} {row['key']}  <- {row['killer']}")
    print(
        f"{len(rows)} breaks in {len({row['path'] for row in rows})} modules made: "
        f"{tally(rows, reasons)}; {seconds / 60:.0f} min,"
        f" {(usage.ru_utime + usage.ru_stime) / 60:.0f} min of CPU beside PostgreSQL"
    )


def tally(rows: list[Row], reasons: Reasons) -> str:
    """A break that no test runs survives like one that all tests let pass."""
    alive = [(row["path"], row["key"]) for row in rows if row["outcome"] in ALIVE]
    outcomes = Counter(row["outcome"] for row in rows)
    with_reason = sum(key in reasons for key in alive)
    parts = [
        f"{outcomes['killed']} noticed",
        f"{outcomes[TIMEOUT]} timed out",
        f"{with_reason} surviving with a reason",
        f"{len(alive) - with_reason} without",
    ]
    return ", ".join(parts + [f"{outcomes['error']} errors"] * bool(outcomes["error"]))


def read_reasons() -> Reasons:
    tables = tomllib.loads(SURVIVORS.read_text())
    return {(path, key): why for path, reasons in tables.items() for key, why in reasons.items()}


def judge(rows: list[Row], reasons: Reasons) -> int:
    alive = {(row["path"], row["key"]): row for row in rows if row["outcome"] in ALIVE}
    tried = {(row["path"], row["key"]) for row in rows}
    complaints = [
        f"{row['outcome']}, and no reason says why: {row['path']}:{row['line']} {row['key']}"
        for key, row in alive.items()
        if key not in reasons
    ]
    complaints += [
        f"noticed now, so it needs no reason any more: {path} {key}"
        for path, key in reasons
        if (path, key) in tried and (path, key) not in alive
    ]
    complaints += [f"error: {row}" for row in rows if row["outcome"] == "error"]
    if not rows:
        complaints.append("no break has these words; see tests/mutants/areas.py for the modules")
    print("\n".join(complaints) or "Each break was noticed, or has its reason.")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
