"""What a process that runs one task apart may take: memory above what it has, and time.

Nothing here holds in a process that was not confined: tests and commands run tasks as they are.
"""

import ctypes
import resource
import signal
import sys
from typing import Any

MB = 1024 * 1024
RESERVE = 32 * MB  # to say afterwards what happened
GRACE = 60  # seconds of processor between being told and being killed
PATIENCE = 4  # seconds of waiting allowed for each of processor: databases are shared
PR_SET_PDEATHSIG = 1

_memory: tuple[int, int] | None = None


class OutOfTime(Exception):
    """The task took longer than it may."""


def die_with_parent() -> None:
    """By the kernel's hand (Linux alone has that): whoever kills a worker kills its imports too."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(*, megabytes: int) -> None:
    """Beyond so much more than now, Python raises MemoryError."""
    global _memory
    base = _private_bytes()
    _memory = base + megabytes * MB, base + megabytes * MB + RESERVE
    resource.setrlimit(resource.RLIMIT_DATA, _memory)


def allow(*, seconds: int) -> None:
    """From now on; then OutOfTime is raised in the main thread, and in the end SIGKILL ends it."""
    if _memory is None:
        return
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds + GRACE))
    for number in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(number, _raise)
    signal.alarm(PATIENCE * seconds)


def release() -> None:
    """Time and memory to write down how it ended; the bounds of the kernel's own stay."""
    if _memory is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (_memory[1], _memory[1]))
        signal.alarm(0)
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def _raise(*_: Any) -> None:
    """Once: SIGXCPU comes again with each second."""
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    signal.alarm(0)
    raise OutOfTime


def _private_bytes() -> int:
    """What RLIMIT_DATA counts, as far as the system tells; else what was resident at most."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmData:"))
        return int(line.split()[1]) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
