"""Says what a starting server is busy with, for whoever waits for it."""

import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from marketplace.runtime import leftovers

Say = Callable[[str], None]
# An ordinary start takes less, and is not worth a word.
SILENT_SECONDS = 3.0
SAY_EVERY_SECONDS = 10.0
# "postgres: startup recovering 0000000100000003000000A2", "... waiting for 00000001...",
# "postgres: checkpointer performing end-of-recovery checkpoint"
STAGES = {
    "startup recovering": "replays its log",
    "end-of-recovery checkpoint": "writes what it replayed to disk",
    "startup": "has the data of the time before on disk first",
}

PROGRESS = re.compile(r"LOG:  ((?:syncing data directory|redo in progress)[^\n]{0,200})")
TAIL_BYTES = 4_000


def warn(message: str) -> None:
    """For commands, whose output may be read by a program."""
    print(message, file=sys.stderr, flush=True)


@dataclass
class Wait:
    """One wait for the server in `home`; call `tell` as often as you look."""

    home: Path
    say: Say
    clock: Callable[[], float] = time.monotonic
    began: float = field(init=False)
    _due: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()
        self._due = self.began + SILENT_SECONDS

    def tell(self) -> None:
        if self.clock() < self._due:
            return
        self._due = self.clock() + SAY_EVERY_SECONDS
        seconds = self.clock() - self.began
        self.say(f"Waiting for PostgreSQL for {seconds:.0f} s: it {stage(self.home)}")


def stage(home: Path) -> str:
    """What the server does before it takes connections, by its processes' titles and its log."""
    if _is_stopping(home / "data"):
        return "stops, and has its data on disk first"
    running = leftovers.processes(home / "data")
    titles = [process.title for process in running if not process.is_postmaster]
    for words, meaning in STAGES.items():
        if any(words in title for title in titles):
            return f"recovers from a crash and {meaning}{_progress(home / 'log')}"
    return "starts"


def _is_stopping(data: Path) -> bool:
    """As the eighth line of its lock file says."""
    try:
        return "stopping" in (data / "postmaster.pid").read_text(encoding="ascii").splitlines()[7]
    except (OSError, IndexError):
        return False


def _progress(log: Path) -> str:
    """The server's last word on it: " (redo in progress, elapsed time: 4.00 s, ...)", or ""."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL_BYTES))
            lines = PROGRESS.findall(file.read().decode(errors="replace"))
    except OSError:
        return ""
    return f" ({lines[-1]})" if lines else ""
