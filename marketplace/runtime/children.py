"""Processes of the supervisor: they die with it, and are started again when they die alone."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
FIRST_DELAY = 0.5
LONGEST_DELAY = 15.0
STEADY_SECONDS = 30.0

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Have the kernel send SIGTERM to this process when its parent ends, however it ends."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: Sequence[str], *, keep_open: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start a program of ours, out of reach of the terminal's Ctrl-C."""
    return subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=die_with_parent,
        pass_fds=keep_open,
    )


@dataclass
class Child:
    """A program that shall always run. `check` is to be called often; it never blocks."""

    name: str
    command: Sequence[str]
    say: Callable[[str], None]
    keep_open: Sequence[int] = ()
    clock: Callable[[], float] = time.monotonic
    process: subprocess.Popen[bytes] | None = None
    _delay: float = FIRST_DELAY
    _started: float = 0.0
    _due: float = field(default=0.0)

    def check(self) -> None:
        """Start the program if it is due; notice if it has died."""
        if self.process is not None:
            self._notice_death()
        if self.process is None and self.clock() >= self._due:
            self.process = spawn(self.command, keep_open=self.keep_open)
            self._started = self.clock()

    def _notice_death(self) -> None:
        assert self.process is not None
        status = self.process.poll()
        if status is None:
            return
        steady = self.clock() - self._started > STEADY_SECONDS
        self._delay = FIRST_DELAY if steady else min(self._delay * 2, LONGEST_DELAY)
        self._due = self.clock() + self._delay
        self.process = None
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        self.say(f"{self.name} {how}; starting it again in {self._delay:g} s")


def stop(processes: Sequence[subprocess.Popen[bytes]], *, patience: float) -> None:
    """Ask all to end, wait up to `patience` seconds, then kill them with their own children."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
