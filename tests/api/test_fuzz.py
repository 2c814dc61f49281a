"""Schemathesis asks the whole reference odd questions, as everybody.

`make fuzz` asks at least 20,000, everything by everybody; with FUZZ_CASES=2000 as many
are asked, each operation by one persona (FUZZ_ONLY="login search" asks these operations
alone). Each run is a process of its own against the live server; what it finds it prints with a
`curl` command that shows it again.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from api.contract.postman import ENDS_LOGINS
from api.openapi import operations
from api.schema import document
from tests.api.fuzz.world import known_values, last_long, make_persona, make_world

pytestmark = pytest.mark.fuzz

PERSONAS = ["guest", "customer", "staff", "stranger"]
CASES = int(os.environ.get("FUZZ_CASES", "2000")) // len(PERSONAS)  # of each persona
IS_NIGHTLY = CASES >= 5000
ONLY = os.environ.get("FUZZ_ONLY", "").split()  # operation ids
SEED = os.environ.get("FUZZ_SEED", "1")
HERE = Path(__file__).parent / "fuzz"
GENERATED = re.compile(r"(\d+) generated")
ONCE = "examples,coverage"  # what follows from the reference alone
DEPTHS = [10, 40, 160, 640] if IS_NIGHTLY else [3, 12, 48]  # random cases of an operation


@pytest.fixture(autouse=True)
def prompt_server(monkeypatch, settings):
    """Answers leave at once: they are sent in two parts, and the second would wait for 40 ms."""
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
    settings.API_THROTTLES = dict.fromkeys(settings.API_THROTTLES, (10**9, 900))
    last_long(monkeypatch)


class Asking:
    """Runs of schemathesis as one persona; `asked` counts their cases."""

    def __init__(self, url, persona, known, folder):
        self.url, self.persona, self.known, self.folder = url, persona, known, folder
        self.asked, self.found = 0, []

    def run(self, names, phases, depth=1):
        """Ask these operations, each with `depth` random cases in each phase.

        What ends a login is asked with a spare one each time; no link leads from one to another.
        """
        ends = [name for name in names if self.persona.bearer and name in ENDS_LOGINS]
        self._run([name for name in names if name not in ends], phases, depth, [])
        if phases != "stateful":
            self._run(ends, phases, depth, self.persona.spares)

    def _run(self, names, phases, depth, spares):
        if not names:
            return
        done = subprocess.run(
            self.command(names, phases, depth, bearer="" if spares else self.persona.bearer),
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": "tests.api.fuzz.hooks",
                "FUZZ_KNOWN": json.dumps(self.known),
                "FUZZ_SPARES": json.dumps(spares),
                "PYTHONPATH": str(HERE.parents[2]),
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        (self.folder / f"{self.persona.name}-{time.time()}.txt").write_text(told)
        self.asked += sum(map(int, GENERATED.findall(told)))
        if done.returncode:
            self.found.append(f"as {self.persona.name}:\n{told}")

    def command(self, names, phases, depth, bearer):
        command = [Path(sys.executable).parent / "st", "--config-file", HERE / "schemathesis.toml"]
        command += ["run", f"{self.url}/api/schema/", "--url", self.url, "--seed", SEED]
        command += ["-H", f"Host: {self.persona.host}", "--no-shrink"]
        command += ["--phases", phases, "--max-examples", str(depth)]
        command += [word for name in names for word in ("--include-operation-id", name)]
        if bearer:
            return [*command, "-H", f"Authorization: Bearer {bearer}"]
        return [*command, "--exclude-checks", "ignored_auth"]


def share(names, persona, turn=0):
    """The operations that this persona asks: all by night, else in turns with the others."""
    if IS_NIGHTLY or ONLY:
        return names
    return names[(PERSONAS.index(persona) + turn) % len(PERSONAS) :: len(PERSONAS)]


@pytest.mark.parametrize("name", PERSONAS)
def test_nothing_that_can_be_asked_is_answered_otherwise_than_told(
    name, transactional_db, live_server, books, coffee, tmp_path
):
    cast = make_world(books, coffee)
    url = live_server.url.replace("127.0.0.1", "localhost")
    asking = Asking(url, make_persona(name, cast, books), known_values(cast), tmp_path)
    names = ONLY or [operation["operationId"] for _, _, operation in operations(document())]
    asking.run(share(names, name), ONCE)
    asking.run(names, "stateful", depth=20 if IS_NIGHTLY else 5)
    for turn, depth in enumerate(DEPTHS):
        if not turn or asking.asked < CASES:
            asking.run(share(names, name, turn + 1), "fuzzing", depth)
    assert asking.found == [], "\n".join(asking.found)
    print(f"{asking.asked} cases as {name}")
    assert asking.asked >= CASES
