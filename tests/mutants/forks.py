"""Work in a process of its own, which may end in any way."""

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

TIMEOUT, CRASH = "timeout", "crash"
CUT_OFF = (TIMEOUT, CRASH)
MEMORY = 8 * 2**30  # an endless list ends here


def fork(work: Callable[[], Any], limit: float) -> Any:
    """What `work` answers in a process of its own, within so many seconds; else one of CUT_OFF."""
    sys.stdout.flush()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        work_apart(work, writer)
    os.close(writer)
    answer = read_until(reader, time.monotonic() + limit)
    end_group(pid)
    os.waitpid(pid, 0)
    if answer is None:
        return TIMEOUT
    return json.loads(answer) if answer else CRASH


def work_apart(work: Callable[[], Any], writer: int) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    try:
        answer = work()
    except BaseException as error:
        answer = {"error": repr(error)}
    with os.fdopen(writer, "w") as pipe:
        pipe.write(json.dumps(answer) + "\n")
    os._exit(0)


def read_until(reader: int, end: float) -> bytes | None:
    """The line that is written to this pipe; None if it does not come by then, b"" if it ends."""
    line = b""
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([pipe], [], [], max(0, end - time.monotonic()))
            if not ready:
                return None
            part = pipe.read(65536)
            if not part:
                return b""
            line += part
    return line


def end_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
