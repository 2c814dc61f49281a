"""Work in a process of its own, which may end in any way."""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

TIMEOUT, CRASH = "timeout", "crash"
PIPE = "MUTANTS_PIPE"
MEMORY = 8 * 2**30  # an endless list ends here
Tell = Callable[[str, float], None]  # what begins now, and how many seconds it may take


class Teller:
    """The writing end of a pipe: what begins, then the answer; a line each."""

    def __init__(self, writer: int) -> None:
        self.writer = writer

    def begin(self, name: str, limit: float) -> None:
        self._write({"begins": name, "limit": limit})

    def answer(self, answer: Any) -> None:
        self._write({"answer": answer})

    def _write(self, message: dict[str, Any]) -> None:
        line = (json.dumps(message) + "\n").encode()
        while line:
            line = line[os.write(self.writer, line) :]


def fork(work: Callable[[Tell], Any], limit: float) -> Any:
    """What `work` answers in a process of its own; {TIMEOUT or CRASH: what it was at} if nothing.

    `limit`: seconds until it says that something begins, which has its own limit.
    """
    sys.stdout.flush()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        work_apart(work, writer)
    os.close(writer)
    answer = listen(reader, limit)
    end_group(pid)
    os.waitpid(pid, 0)
    return answer


def work_apart(work: Callable[[Tell], Any], writer: int) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    teller = Teller(writer)
    try:
        answer = work(teller.begin)
    except BaseException as error:
        answer = {"error": repr(error)}
    teller.answer(answer)
    os._exit(0)


def start(command: Sequence[str], env: Mapping[str, str], cwd: Path, limit: float) -> Any:
    """As `fork`, of a command, which finds the number of its end of the pipe in PIPE."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        command,
        env={**env, PIPE: str(writer)},
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=[writer],
    )
    os.close(writer)
    answer = listen(reader, limit)
    end_group(process.pid)
    process.wait()
    return answer


def listen(reader: int, limit: float) -> Any:
    """The answer, as soon as it comes; what begins has the time that it said."""
    at, end, text = "", time.monotonic() + limit, b""
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0, end - time.monotonic()))
            if not ready:
                return {TIMEOUT: at}
            part = pipe.read(65536)
            if not part:
                return {CRASH: at}
            *lines, text = (text + part).split(b"\n")
            for message in map(json.loads, lines):
                if "answer" in message:
                    return message["answer"]
                at, end = message["begins"], time.monotonic() + message["limit"]


def end_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
