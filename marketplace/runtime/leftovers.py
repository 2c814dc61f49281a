"""The processes of a cluster, found by the folder they work in; those of a dead postmaster ended.

After a kill -9 of the postmaster its children leave by themselves, unless they are busy: with a
disk, or with a long statement. As long as any is left no new server starts, because it would not
be alone in the data. The lock file is no help: its process is gone, or its number somebody else's.
"""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from marketplace.runtime import keeper

# Given to end in good order (SIGQUIT, which skips nothing but a checkpoint) before SIGKILL.
PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class ServerProcess:
    pid: int
    title: str

    @property
    def is_postmaster(self) -> bool:
        """Also one that has only begun and wrote no lock file yet; its children call themselves
        "postgres: checkpointer" and the like."""
        return not self.title.startswith("postgres:")


def processes(data: Path) -> list[ServerProcess]:
    """All of the server's processes in this data folder; nothing where there is no /proc."""
    if not Path("/proc/self/cwd").exists():
        return []
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    candidates = (_process(pid, data) for pid in pids)
    return [process for process in candidates if process is not None]


def has_postmaster(data: Path) -> bool:
    """Whether a server lives here, be it one that has only begun."""
    if keeper.postmaster(str(data.parent)) is not None:
        return True
    return any(process.is_postmaster for process in processes(data))


def end(data: Path, say: Callable[[str], None]) -> int:
    """End what a dead postmaster has left, and wait until it is gone; how many there were.

    Those of a living postmaster are left alone. One that a disk holds is waited for.
    """
    if has_postmaster(data) or not (orphans := processes(data)):
        return 0
    say(f"Ending {len(orphans)} processes that a killed PostgreSQL has left")
    deadline = time.monotonic() + PATIENCE_SECONDS
    _send(orphans, signal.SIGQUIT)
    while survivors := processes(data):
        if time.monotonic() > deadline:
            _send(survivors, signal.SIGKILL)
        time.sleep(0.05)
    return len(orphans)


def _process(pid: int, data: Path) -> ServerProcess | None:
    """Only a PostgreSQL: a shell that somebody opened in the folder is none of ours."""
    try:
        if not Path(f"/proc/{pid}/cwd").samefile(data):
            return None
        title = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        program = Path(f"/proc/{pid}/exe").readlink().name.removesuffix(" (deleted)")
    except (OSError, UnicodeDecodeError):
        return None
    return ServerProcess(pid, title) if program == "postgres" else None


def _send(orphans: list[ServerProcess], number: int) -> None:
    for process in orphans:
        try:
            os.kill(process.pid, number)
        except ProcessLookupError:
            continue
