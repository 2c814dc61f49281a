"""CPU time of process trees, read from /proc: what the server and the database spent."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> set[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = set(), [root]
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children.get(pid, [])
    return found


def seconds(root: int) -> float:
    """User and system time of a tree, of children that have ended too."""
    total = 0
    for pid in tree(root):
        fields = _fields(pid)
        if fields:
            total += int(fields[11]) + int(fields[12])
            # Backends that left were waited for by the root alone.
            total += int(fields[13]) + int(fields[14]) if pid == root else 0
    return total / TICKS


def _fields(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat after the name, which may hold spaces."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()
