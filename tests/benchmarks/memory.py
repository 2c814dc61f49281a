"""Memory of a running product: `python -m tests.benchmarks.memory` beside `make run`.

PSS counts a page that several processes share once in all, so the sum is what the product really
takes. Reads /proc, so Linux only, and as the account that started it (root sees PostgreSQL too).
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from marketplace.runtime.keeper import postmaster
from marketplace.settings import env

BUDGET_MB = 700


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str
    pss_kb: int


def measure(home):
    """The supervisor's processes and PostgreSQL's, each with its PSS in kilobytes."""
    running = {process.pid: process for process in _processes()}
    roots = [int((home / "serve.lock").read_text()), postmaster(str((home / "postgres").resolve()))]
    family = {pid for pid in roots if pid is not None}
    while young := {p.pid for p in running.values() if p.parent in family} - family:
        family |= young
    return [running[pid] for pid in sorted(family & running.keys())]


def _processes():
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            yield Process(int(folder.name), parent, command, pss_of(int(folder.name)))
        except (FileNotFoundError, ProcessLookupError):
            continue
        except PermissionError:
            continue


def pss_of(pid):
    """In kilobytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def main():
    home = Path(env.text("GALLERIA_HOME", default="var"))
    family = measure(home)
    for process in family:
        print(f"{process.pss_kb / 1024:8.1f} MB  {process.pid:>7}  {process.command[:90]}")
    total = sum(process.pss_kb for process in family) / 1024
    print(f"{total:8.1f} MB  PSS of {len(family)} processes (budget {BUDGET_MB} MB)")
    return 0 if total <= BUDGET_MB else 1


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    sys.exit(main())
