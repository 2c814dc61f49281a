"""Stops the embedded PostgreSQL once nobody uses it any more.

Run as `python -S -I keeper.py <home>`, one per server. Every process that uses the server holds
a shared lock on `<home>/users`, which the kernel drops however the process ends. The keeper waits
for the exclusive lock: when it has it, the last user is gone, be it by exit or by kill -9.

Imports next to nothing: it stays in memory as long as the server runs.
"""

import fcntl
import os
import signal
import sys
import time
from io import TextIOWrapper

PATIENCE_SECONDS = 20.0


def postmaster(home: str) -> int | None:
    """The id of the running server process, or None."""
    data = os.path.join(home, "data")
    try:
        with open(os.path.join(data, "postmaster.pid"), encoding="ascii") as file:
            pid = int(file.readline())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid if _works_in(pid, data) else None


def _works_in(pid: int, folder: str) -> bool:
    """Whether the process lives in this folder: a pid may have been given to somebody else."""
    if not os.path.exists("/proc/self/cwd"):
        return True
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def _takes_duty(keeper: TextIOWrapper) -> bool:
    """Take the keeper's lock, unless another has it for longer than a passing look takes."""
    for _ in range(10):
        try:
            fcntl.flock(keeper, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.03)
        else:
            return True
    return False


def stop(home: str) -> None:
    """PostgreSQL's fast shutdown, which waits for no client but syncs every file that is new.

    After a burst of new shops that takes minutes. Then the immediate one: the log is on disk, and
    the next start replays it in less time.
    """
    _send(home, signal.SIGINT)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while postmaster(home) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    _send(home, signal.SIGQUIT)
    while postmaster(home) is not None:
        time.sleep(0.05)


def _send(home: str, number: int) -> None:
    pid = postmaster(home)
    if pid is not None:
        os.kill(pid, number)


def main(home: str) -> None:
    os.chdir("/")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with (
        open(os.path.join(home, "users"), "a", encoding="ascii") as users,
        open(os.path.join(home, "keeper"), "a", encoding="ascii") as keeper,
    ):
        if not _takes_duty(keeper):
            return
        fcntl.flock(users, fcntl.LOCK_EX)
        stop(home)
        # Off duty before the next user can enter, so that he sees that he needs a new keeper.
        fcntl.flock(keeper, fcntl.LOCK_UN)


if __name__ == "__main__":
    main(sys.argv[1])
