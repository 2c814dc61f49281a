"""A plugin of pytest: it collects an area's tests once, then tries each break in a fork of itself.

A start of pytest with all that it imports and a database costs 10 s and more of CPU, a fork next to
nothing. What is decided at import (decorators, constants) needs a start of its own all the same.
"""

import ast
import builtins
import gc
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from tests.mutants.breaks import Break, apply, choose
from tests.mutants.forks import CUT_OFF, TIMEOUT, end_group, fork
from tests.mutants.modules import (
    PROBE,
    add_probes,
    caches_of,
    compile_tree,
    functions_of,
    import_instead,
    swap,
    users_of,
)

PLAN = "MUTANTS_PLAN"
PATIENCE, LONGEST = 4, 400  # times as long as unbroken; seconds
START = 120


@dataclass
class Result:
    path: str
    line: int
    key: str
    outcome: str  # killed, timeout, survived, not run, or error
    killer: str
    tests: int  # that run the function
    seconds: float


class Reports:
    """What became of the test that ran last."""

    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


class Top:
    """As the next test: what the session set up stays, all below it is torn down."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Reports(), "mutants-reports")
    if "hypothesis" in sys.modules or config.pluginmanager.has_plugin("hypothesispytest"):
        from hypothesis import Phase, settings

        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutants", phases=phases, derandomize=True, database=None)
        settings.load_profile("mutants")


def pytest_runtestloop(session: pytest.Session) -> bool:
    plan = read_plan()
    if at_import := plan.get("at_import"):
        chosen = dict.fromkeys(at_import["tests"])
        items = {item.nodeid: item for item in session.items}
        answer = run_until_failure(session, [items[name] for name in chosen if name in items])
        Path(plan["answer"]).write_text(json.dumps(answer))
        return True
    area = Area(session, plan)
    with Path(plan["answer"]).open("a") as file:
        for result in area.results():
            file.write(json.dumps(asdict(result)) + "\n")
            file.flush()
    return True


def read_plan() -> dict[str, Any]:
    return json.loads(Path(os.environ[PLAN]).read_text())


def break_imports(plan: dict[str, Any]) -> None:
    if at_import := plan.get("at_import"):
        path = Path(plan["root"]) / at_import["path"]
        import_instead(path, compile_tree(apply(path.read_text(), at_import["number"]), path))


class Area:
    """Modules, and the tests that should notice when one of them is broken."""

    def __init__(self, session: pytest.Session, plan: dict[str, Any]) -> None:
        self.session = session
        self.plan = plan
        self.root = Path(plan["root"])
        self.sources = {path: (self.root / path).read_text() for path in plan["modules"]}
        self.items = {item.nodeid: item for item in session.items}
        self.order = {name: place for place, name in enumerate(self.items)}
        self.seconds: dict[str, float] = {}
        self.testers: dict[tuple[str, str], list[str]] = defaultdict(list)

    def results(self) -> Iterable[Result]:
        self.warm_up()
        for path in self.sources:  # what only addresses name is not there before the first request
            import_module(path.removesuffix(".py").replace("/", "."))
        self.functions = functions_of(self.root / path for path in self.sources)
        self.caches = {path: caches_of(functions) for path, functions in self.functions.items()}
        gc.freeze()
        self.measure()
        for path, most in self.plan["modules"].items():
            for candidate in choose(path, self.sources[path], most):
                if not self.plan["only"] or any(
                    word in candidate.title for word in self.plan["only"]
                ):
                    result = self.attempt(candidate)
                    say(self.plan["area"], result)
                    yield result

    def warm_up(self) -> None:
        """Make the database that all forks use, one after the other."""
        for item in self.items.values():
            if "django_db_setup" in item.fixturenames:  # type: ignore[attr-defined]
                run_item(self.session, item)
                break
        close_connections()

    def measure(self) -> None:
        """Run all tests unbroken: how long each takes, and which functions it calls."""
        answer = fork(self.measure_all, limit=3600)
        if not isinstance(answer, dict) or "seconds" not in answer:
            raise pytest.UsageError(f"The tests of this area do not run: {answer}")
        self.seconds = answer["seconds"]
        for name in answer["failures"]:
            print(f"{self.plan['area']}: left out, fails unbroken: {name}", flush=True)
        for name, calls in answer["calls"].items():
            for path, function in calls:
                self.testers[path, function].append(name)

    def measure_all(self) -> dict[str, Any]:
        calls: dict[str, set[tuple[str, str]]] = {}
        current: set[tuple[str, str]] = set()
        setattr(builtins, PROBE, lambda call: current.add(call))
        emptiers = []
        for path, source in self.sources.items():
            functions = self.functions[str(self.root / path)]
            tree = add_probes(ast.parse(source), path)
            if not swap(functions, compile_tree(tree, self.root / path)):
                raise RuntimeError(f"no probes for {path}")
            emptiers += self.caches[str(self.root / path)]
        seconds, failures = {}, []
        for name, item in self.items.items():
            for empty in emptiers:
                empty()
            current.clear()
            start = time.monotonic()
            if run_item(self.session, item):
                failures.append(name)
            else:
                seconds[name] = time.monotonic() - start
                calls[name] = set(current)
        return {
            "seconds": seconds,
            "failures": failures,
            "calls": {name: sorted(keys) for name, keys in calls.items()},
        }

    def attempt(self, candidate: Break) -> Result:
        names = sorted(self.testers_of(candidate), key=self.haste)
        start = time.monotonic()
        outcome, killer = self.outcome_of(candidate, names) if names else ("not run", "")
        return Result(
            path=candidate.path,
            line=candidate.line,
            key=candidate.key,
            outcome=outcome,
            killer=killer,
            tests=len(names),
            seconds=round(time.monotonic() - start, 1),
        )

    def testers_of(self, candidate: Break) -> list[str]:
        """The tests that call its function; of a constant, those that call one which names it."""
        if (candidate.path, candidate.name) in self.testers or not candidate.at_import:
            return self.testers[candidate.path, candidate.name]
        of_module = {name: t for (path, name), t in self.testers.items() if path == candidate.path}
        users = users_of(candidate.name, self.sources[candidate.path]) & of_module.keys()
        return list({test for name in users or of_module for test in of_module[name]})

    def haste(self, name: str) -> tuple[int, int]:
        """The quick ones first; of those as quick, the nearest."""
        return int(self.seconds[name] / 0.3).bit_length(), self.order[name]

    def outcome_of(self, candidate: Break, names: list[str]) -> tuple[str, str]:
        limit = min(
            LONGEST, self.plan["patience"] + PATIENCE * sum(self.seconds[name] for name in names)
        )
        path = self.root / candidate.path
        code = compile_tree(apply(self.sources[candidate.path], candidate.number), path)
        functions = self.functions[str(path)]
        if candidate.at_import or not fits(functions, code):
            answer = self.start_anew(candidate, names, limit + START)
        else:
            answer = fork(lambda: self.run_broken(functions, code, names), limit)
            if answer in CUT_OFF:
                restore_database()
        if answer == TIMEOUT:
            return answer, ""
        if not isinstance(answer, dict):
            return "killed", f"({answer})"
        if "error" in answer:
            return "error", answer["error"]
        return ("killed", answer["killer"]) if answer["killer"] else ("survived", "")

    def run_broken(
        self, functions: list[FunctionType], code: Any, names: list[str]
    ) -> dict[str, Any]:
        swap(functions, code)
        for empty in self.caches[code.co_filename]:
            empty()
        return run_until_failure(self.session, [self.items[name] for name in names])

    def start_anew(self, candidate: Break, names: list[str], limit: float) -> Any:
        plan_file = Path(self.plan["answer"]).with_suffix(".plan.json")
        answer_file = Path(self.plan["answer"]).with_suffix(".answer.json")
        answer_file.unlink(missing_ok=True)
        at_import = {"path": candidate.path, "number": candidate.number, "tests": names}
        plan_file.write_text(
            json.dumps(
                {"root": self.plan["root"], "answer": str(answer_file), "at_import": at_import}
            )
        )
        files = list(dict.fromkeys(name.partition("::")[0] for name in names))
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-s", "-p", __name__, *files],
            env=os.environ | {PLAN: str(plan_file)},
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            end_group(process.pid)
            process.wait()
            return TIMEOUT
        return json.loads(answer_file.read_text()) if answer_file.exists() else "import"


def fits(functions: list[FunctionType], code: Any) -> bool:
    copies = [FunctionType(f.__code__, f.__globals__, closure=f.__closure__) for f in functions]
    return swap(copies, code)


def run_until_failure(session: pytest.Session, items: list[pytest.Item]) -> dict[str, Any]:
    for item in items:
        if run_item(session, item):
            return {"killer": item.nodeid}
    return {"killer": ""}


def run_item(session: pytest.Session, item: pytest.Item) -> bool:
    """Run one test. Whether it failed."""
    reports = session.config.pluginmanager.get_plugin("mutants-reports")
    assert isinstance(reports, Reports)
    reports.failed = False
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=Top(session))
    return reports.failed


def close_connections() -> None:
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def restore_database() -> None:
    """After a test that was cut off: it may have written for good."""
    from django.conf import settings

    if settings.configured:
        from tests import database

        name = settings.DATABASES["default"]["NAME"]
        if str(name).startswith("test_"):
            database.restore(name)
            close_connections()


def say(area: str, result: Result) -> None:
    place = f"{result.path}:{result.line} {result.key}"
    by = f"  <- {result.killer}" if result.killer else ""
    print(f"{area:10} {result.outcome:8} {result.seconds:6.1f} s  {place}{by}", flush=True)


if PLAN in os.environ:  # pytest has this plugin before it imports anything of the project
    break_imports(read_plan())
