"""The whole product in one command: database, web server and task worker.

`python -m marketplace.runtime.supervisor` (`make run`, `manage.py serve`). It loads no Django, so
that it starts at once and takes little memory; what needs Django runs as its child.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TextIO

import psycopg2
from django.core.exceptions import ImproperlyConfigured

from marketplace.runtime import exposure, fingerprint, keeper, postgres, progress, roles, welcome
from marketplace.runtime.children import Child, die_with_parent, spawn, stop
from marketplace.runtime.revival import Revival
from marketplace.settings import env
from tenants.postgresql.pooler import SharedSession, refuse_shared_sessions

ROOT = fingerprint.ROOT
PATIENCE_SECONDS = 15.0
MOST_RUNS = 3  # of a command under which PostgreSQL is killed
MANAGE = (sys.executable, str(ROOT / "manage.py"))
WEB = (
    *(sys.executable, "-m", "gunicorn", "--config", "python:marketplace.runtime.gunicorn_conf"),
    "marketplace.runtime.asgi:application",
)
# What a server refuses a connection with while it starts or recovers: SQLSTATE 57P03, which a
# failed connect does not carry. One that speaks another language is not waited for; ours doesn't.
NOT_YET = ("is starting up", "in recovery mode", "not yet accepting connections")
SETTLE = "import sys; from marketplace.runtime import postgres; postgres.checkpoint(sys.argv[1])"


class CannotServe(RuntimeError):
    """Shown to the person who started the product, without a traceback."""


class Stopped(BaseException):
    """A signal asked us to end."""


def say(message: str) -> None:
    with contextlib.suppress(OSError):  # a full disk may be the one that the output goes to
        print(f"==> {message}", flush=True)


@dataclass
class Supervisor:
    home: Path
    port: int
    market_host: str
    database_url: str
    demo: bool
    children: list[Child] = field(default_factory=list)
    has_written: bool = False
    settling: subprocess.Popen[bytes] | None = None
    shops: list[welcome.Shop] = field(default_factory=list)
    started: float = 0.0
    revival: Revival | None = field(init=False)

    def __post_init__(self) -> None:
        home = self.postgres_home
        self.revival = None if home is None else Revival(home, say)

    @property
    def postgres_home(self) -> Path | None:
        """None where the database is somebody else's."""
        return None if self.database_url else self.home / "postgres"

    def run(self) -> None:
        with sole_supervisor(self.home) as lock:
            refuse_busy_port(self.port)
            self.started = time.monotonic()
            try:
                self.prepare()
                self.start(lock)
                self.greet()
                self.watch()
            finally:
                self.stop()

    def prepare(self) -> None:
        """Start the database; bring schemas and demo up to date when they are not."""
        url = self.database_url
        if self.postgres_home is not None:
            say("Starting PostgreSQL")
            url = roles.ensure(self.postgres_home, say=say)
        if self.database_url:
            refuse_pooler(url)
        self.refuse_exposure(url)
        if not is_prepared(url):
            say("Preparing the database (once, some minutes)")
            self.run_once("prepare")
        unfinished = self.home / "demo.unfinished"
        if self.demo and (unfinished.exists() or is_empty(url)):
            say("Filling a demo marketplace")
            unfinished.touch()
            self.run_once("demo")
            unfinished.unlink()
        if self.has_written:
            self.settle()
        self.shops = welcome.shops(url)

    def refuse_exposure(self, url: str) -> None:
        """Before the minutes of preparing: neither the demo's people nor a demo to come go out."""
        address = exposure.bind_address()
        if not exposure.is_loopback(address) and self.demo and is_empty(url):
            raise exposure.Exposed(address)
        _ask(url, exposure.refuse_demo_accounts)

    def settle(self) -> None:
        """Have the thousands of new files written to disk meanwhile, not when we stop or crash."""
        if self.postgres_home is not None:
            self.settling = spawn((sys.executable, "-c", SETTLE, str(self.postgres_home)))

    def run_once(self, command: str) -> None:
        """Run a management command to its end; a signal meanwhile ends it too.

        Again if our PostgreSQL was killed under it: what we run goes on where it was stopped.
        """
        self.has_written = True
        for _ in range(MOST_RUNS):
            server = self.server()
            status = run_to_end([*MANAGE, command])
            if not status:
                return
            if self.server() == server:
                break
            say(f"PostgreSQL was gone under `manage.py {command}`, and is back")
        raise CannotServe(f"`manage.py {command}` failed with status {status} (see above).")

    def server(self) -> int | None:
        """The process id of our PostgreSQL, which is started again if it is gone."""
        if self.postgres_home is None:
            return None
        postgres.ensure(self.postgres_home, say=say)
        return keeper.postmaster(str(self.postgres_home.resolve()))

    def start(self, lock: TextIO) -> None:
        """The web server first: it is what people wait for.

        What has served goes on, and answers 503 where PostgreSQL does not start any more.
        """
        say("Starting the web server and the task worker")
        self.launch("The web server", WEB, lock)
        while not answers(self.port):
            self.check()
            time.sleep(0.1)
        if self.revival is not None:
            self.revival.goes_on = True
        self.launch("The task worker", (*MANAGE, "tasks_worker"), lock)

    def launch(self, name: str, command: Sequence[str], lock: TextIO) -> None:
        child = Child(name=name, command=command, say=say, keep_open=[lock.fileno()])
        self.children.append(child)
        child.check()

    def greet(self) -> None:
        print(welcome.text(self.home, self.market_host, self.port, self.shops), flush=True)
        say(f"Ready after {time.monotonic() - self.started:.1f} s. Ctrl-C stops everything.")

    def watch(self) -> NoReturn:
        while True:
            self.check()
            time.sleep(0.5)

    def check(self) -> None:
        if self.revival is not None:
            self.revival.check()
        for child in self.children:
            child.check()

    def stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        owned = [self.settling, *(child.process for child in self.children)]
        running = [process for process in owned if process is not None]
        if running:
            say("Stopping")
        stop(running, patience=PATIENCE_SECONDS)
        if self.postgres_home is not None:
            postgres.leave(self.postgres_home)


def run_to_end(command: Sequence[str]) -> int:
    """Gives its exit status; whatever ends us meanwhile ends it too."""
    process = spawn(command)
    try:
        return process.wait()
    except BaseException:
        stop([process], patience=PATIENCE_SECONDS)
        raise


@contextlib.contextmanager
def sole_supervisor(home: Path) -> Iterator[TextIO]:
    """Hold the lock that the children inherit, so that it outlives a killed supervisor.

    Waits for the children of a killed one to leave, as long as that takes: they may be in the
    middle of something, or wait for a database that recovers. Raises CannotServe beside a living
    one.
    """
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "serve.lock", "a+", encoding="ascii") as lock:
        due = time.monotonic() + progress.SILENT_SECONDS
        while not _locks(lock):
            lock.seek(0)
            holder = lock.read().strip()
            if _is_supervisor(holder):
                raise CannotServe(f"Galleria already runs here, as process {holder}.")
            if time.monotonic() > due:
                say("Waiting for the processes of a supervisor that was killed")
                due += progress.SAY_EVERY_SECONDS
            time.sleep(0.1)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield lock


def _locks(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_supervisor(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
        return b"marketplace.runtime.supervisor" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # no /proc to look at: it lives, so believe it
    except (OSError, ValueError):
        return False


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((exposure.bind_address(), port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} can't be used ({error.strerror}): choose another, "
                f"for example: make run PORT={port + 1}"
            ) from None


def refuse_pooler(url: str) -> None:
    """One that parts sessions would show each other's shops."""
    try:
        refuse_shared_sessions(lambda: psycopg2.connect(url, connect_timeout=10))
    except SharedSession as refusal:
        raise CannotServe(str(refusal)) from None
    except psycopg2.OperationalError as error:
        raise CannotServe(f"The database can't be reached: {error}") from None


def is_prepared(url: str) -> bool:
    return _ask(url, fingerprint.of_database) == fingerprint.of_code()


def is_empty(url: str) -> bool:
    """Whether there is no retailer yet, or not even a table for them."""

    def count(cursor: Any) -> bool:
        cursor.execute("SELECT to_regclass('public.tenants_retailer') IS NULL")
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM public.tenants_retailer)")
        return bool(cursor.fetchone()[0])

    return bool(_ask(url, count))


def _ask(url: str, question: Any) -> Any:
    with contextlib.closing(_connect(url)) as connection, connection.cursor() as cursor:
        return question(cursor)


def _connect(url: str) -> Any:
    """Waits for a server that says that it is about to be ready, ours or another."""
    due = time.monotonic() + progress.SILENT_SECONDS
    while True:
        try:
            return psycopg2.connect(url, connect_timeout=10)
        except psycopg2.OperationalError as error:
            if not any(words in str(error) for words in NOT_YET):
                raise CannotServe(f"The database can't be reached: {error}") from None
            if time.monotonic() > due:
                say(f"Waiting for the database: {str(error).strip().splitlines()[-1]}")
                due += progress.SAY_EVERY_SECONDS
            time.sleep(0.5)


def answers(port: int) -> bool:
    """Whether the web server serves requests."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return int(response.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def is_production() -> bool:
    """Whether the children will refuse a demo: they read their settings by this name."""
    return os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production")


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    if "MAKELEVEL" in os.environ:
        die_with_parent()  # a killed make shall not leave the product running behind it
    env.load_file(ROOT / ".env")
    supervisor = Supervisor(
        home=Path(env.text("GALLERIA_HOME", default=str(ROOT / "var"))),
        port=env.integer("PORT", default=8000, minimum=1, maximum=65535),
        market_host=env.text("MARKET_HOST", default="localhost"),
        database_url=env.secret("DATABASE_URL", default=""),
        demo=env.boolean("DEMO", default=not is_production()),
    )
    if supervisor.database_url:
        env.database_url("DATABASE_URL")  # for its refusals
    os.chdir(ROOT)
    try:
        env.finish()
        supervisor.run()
    except Stopped:
        return 0
    except (
        CannotServe,
        exposure.Exposed,
        postgres.PostgresUnavailable,
        ImproperlyConfigured,
    ) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
