"""Starts what is measured, as `make run` serves it: gunicorn, two workers of eight threads."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("--config", "python:marketplace.runtime.gunicorn_conf")
LIKE_OURS = ("--config", "python:tests.benchmarks.stock.gunicorn_conf")
# As gunicorn comes, with as many workers and as much preloaded.
STOCK = (
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "5"),
    *("--preload", "--log-level", "warning", "--no-control-socket"),
)


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(
    application: str, *, probe: str, options: Sequence[str] = OURS, **environment: str
) -> Iterator[Server]:
    """Serve an application (ASGI for OURS, WSGI for STOCK) until the block ends.

    `probe` is a path that answers.
    """
    port = int(environment.get("PORT") or free_port())
    address = ("--bind", f"127.0.0.1:{port}")
    command = [sys.executable, "-m", "gunicorn", *options, *address, application]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment, "PORT": str(port)}
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{probe}")
        yield Server(port=port, pid=process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{url}: the server ended with status {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer")
