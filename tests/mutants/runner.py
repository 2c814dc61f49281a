"""A plugin of pytest: it collects an area's tests once, then tries each break in a fork of itself.

A start of pytest with all that it imports and a database costs 10 s and more of CPU, a fork next to
nothing. What is decided at import (decorators, constants) needs a start of its own all the same.

The test that noticed a break the last time is asked first, alone. What it lets pass, and what is
new, is shown to all tests of the area that call the broken function; only then is it measured which
ones do.
"""

import ast
import builtins
import gc
import json
import os
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
from tests.mutants.forks import CRASH, PIPE, TIMEOUT, Tell, Teller, fork, start
from tests.mutants.modules import (
    PROBE,
    add_probes,
    caches_of,
    called_at_import,
    compile_tree,
    functions_of,
    import_instead,
    swap,
    users_of,
)
from tests.mutants.sessions import (
    Reports,
    close_connections,
    find_killer,
    restore_database,
    run_item,
)

PLAN = "MUTANTS_PLAN"
PATIENCE = 4  # times as long as unbroken
UNMEASURED = 600  # seconds, for a test that runs for the first time
START = 300  # seconds, until a process of its own has collected its tests


@dataclass
class Result:
    path: str
    line: int
    key: str
    outcome: str  # killed, timeout, survived, not run, or error
    killer: str  # the test that failed, or did not end
    tests: int  # that were to be asked
    seconds: float

    @property
    def is_noticed(self) -> bool:
        return self.outcome in ("killed", TIMEOUT)


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
        teller = Teller(int(os.environ[PIPE]))
        teller.answer({"killer": find_killer(session, at_import["limits"], teller.begin)})
        return True
    with Path(plan["answer"]).open("a") as file:
        for result in Area(session, plan).results():
            say(plan["area"], result)
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
        """First of the breaks whose killer is known, then of all others."""
        self.warm_up()
        for path in self.sources:  # what only addresses name is not there before the first request
            import_module(path.removesuffix(".py").replace("/", "."))
        self.functions = functions_of(self.root / path for path in self.sources)
        self.caches = {path: caches_of(functions) for path, functions in self.functions.items()}
        gc.freeze()
        rest = []
        candidates = self.candidates()
        self.measure([name for name in map(self.killer_of, candidates) if name in self.items])
        for candidate in candidates:
            killer = self.killer_of(candidate)
            result = self.attempt(candidate, [killer]) if killer in self.seconds else None
            if result and result.is_noticed:
                yield result
            else:
                rest.append(candidate)
        if rest:
            self.measure(self.items, probed=True)
        for candidate in rest:
            yield self.attempt(candidate, sorted(self.testers_of(candidate), key=self.haste))

    def candidates(self) -> list[Break]:
        return [
            candidate
            for path, most in self.plan["modules"].items()
            for candidate in choose(
                path, self.sources[path], most, self.plan["always"].get(path, ())
            )
            if [path, candidate.key] not in self.plan["without"]
            and (not self.plan["only"] or any(w in candidate.title for w in self.plan["only"]))
        ]

    def killer_of(self, candidate: Break) -> str:
        """The test that noticed it the last time, or ""."""
        return str(self.plan["killers"].get(candidate.path, {}).get(candidate.key, ""))

    def warm_up(self) -> None:
        """Make the database that all forks use, one after the other."""
        for item in self.items.values():
            if "django_db_setup" in item.fixturenames:  # type: ignore[attr-defined]
                run_item(self.session, item)
                break
        close_connections()

    def measure(self, names: Iterable[str], *, probed: bool = False) -> None:
        """Run these tests unbroken: how long each takes, and which functions it calls."""
        answer = fork(lambda begin: self.run_unbroken(dict.fromkeys(names), probed, begin), START)
        if "seconds" not in answer:
            raise pytest.UsageError(f"The tests of this area do not run: {answer}")
        self.seconds = answer["seconds"]
        for name in answer["failures"]:
            print(f"{self.plan['area']}: left out, fails unbroken: {name}", flush=True)
        for name, calls in answer["calls"].items():
            for path, function in calls:
                self.testers[path, function].append(name)

    def run_unbroken(self, names: Iterable[str], probed: bool, begin: Tell) -> dict[str, Any]:
        current: set[tuple[str, str]] = set()
        emptiers = self.add_probes(current) if probed else []
        calls, seconds, failures = {}, {}, []
        for name in names:
            begin(name, UNMEASURED)
            for empty in emptiers:
                empty()
            current.clear()
            start = time.monotonic()
            if run_item(self.session, self.items[name]):
                failures.append(name)
            else:
                seconds[name] = time.monotonic() - start
                calls[name] = sorted(current)
        return {"seconds": seconds, "failures": failures, "calls": calls}

    def add_probes(self, current: set[tuple[str, str]]) -> list[Any]:
        """From now on each function that is called stands in `current`; what empties caches."""
        setattr(builtins, PROBE, lambda call: current.add(call))
        for path, source in self.sources.items():
            functions = self.functions[str(self.root / path)]
            tree = add_probes(ast.parse(source), path)
            if not swap(functions, compile_tree(tree, self.root / path)):
                raise RuntimeError(f"no probes for {path}")
        return [empty for emptiers in self.caches.values() for empty in emptiers]

    def attempt(self, candidate: Break, names: list[str]) -> Result:
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
        """The tests that call its function; of a constant, those that call one which names it.

        Of what no function of the module names or calls, but others may: all of the area.
        """
        if (candidate.path, candidate.name) in self.testers or not self.is_at_import(candidate):
            return self.testers[candidate.path, candidate.name]
        users = users_of(candidate.name, self.sources[candidate.path])
        tests = {test for name in users for test in self.testers.get((candidate.path, name), ())}
        return list(tests or self.seconds)

    def is_at_import(self, candidate: Break) -> bool:
        """An inner function of a decorator is put together when the module is imported."""
        called = called_at_import(self.sources[candidate.path])
        name = candidate.name
        if candidate.kind == "decorator dropped":
            name = name.partition(".")[0]
        return candidate.at_import or name in called

    def haste(self, name: str) -> tuple[int, int]:
        """The quick ones first; of those as quick, the nearest."""
        return int(self.seconds[name] / 0.3).bit_length(), self.order[name]

    def outcome_of(self, candidate: Break, names: list[str]) -> tuple[str, str]:
        limits = {name: self.plan["patience"] + PATIENCE * self.seconds[name] for name in names}
        path = self.root / candidate.path
        code = compile_tree(apply(self.sources[candidate.path], candidate.number), path)
        functions = self.functions[str(path)]
        if self.is_at_import(candidate) or not fits(functions, code):
            answer = self.start_anew(candidate, limits)
        else:
            answer = fork(lambda begin: self.run_broken(functions, code, limits, begin), START)
            if answer.keys() & {TIMEOUT, CRASH}:
                restore_database()
        match answer:
            case {"killer": killer}:
                return ("killed", killer) if killer else ("survived", "")
            case {"timeout": name}:
                return TIMEOUT, name or names[0]
            case {"crash": name}:
                return "killed", name or names[0]
        return "error", answer["error"]

    def run_broken(
        self, functions: list[FunctionType], code: Any, limits: dict[str, float], begin: Tell
    ) -> dict[str, Any]:
        swap(functions, code)
        for empty in self.caches[code.co_filename]:
            empty()
        return {"killer": find_killer(self.session, limits, begin)}

    def start_anew(self, candidate: Break, limits: dict[str, float]) -> Any:
        plan_file = Path(self.plan["answer"]).with_suffix(".plan.json")
        at_import = {"path": candidate.path, "number": candidate.number, "limits": limits}
        plan_file.write_text(json.dumps({"root": self.plan["root"], "at_import": at_import}))
        files = dict.fromkeys(name.partition("::")[0] for name in limits)
        return start(
            [sys.executable, "-m", "pytest", "-q", "-s", "-p", __name__, *files],
            env=os.environ | {PLAN: str(plan_file)},
            cwd=self.root,
            limit=START,
        )


def fits(functions: list[FunctionType], code: Any) -> bool:
    copies = [FunctionType(f.__code__, f.__globals__, closure=f.__closure__) for f in functions]
    return swap(copies, code)


def say(area: str, result: Result) -> None:
    place = f"{result.path}:{result.line} {result.key}"
    by = f"  <- {result.killer}" if result.killer else ""
    print(f"{area:10} {result.outcome:8} {result.seconds:6.1f} s  {place}{by}", flush=True)


if PLAN in os.environ:  # pytest has this plugin before it imports anything of the project
    break_imports(read_plan())
