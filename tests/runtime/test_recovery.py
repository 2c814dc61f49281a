"""After a crash: what a dead server has left is ended, a working one is waited for, and told of."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg2
import pytest

from marketplace.runtime import keeper, leftovers, postgres, progress, supervisor
from tests.runtime.test_postgres import query, wait_until

pytestmark = pytest.mark.world

SECONDS = 30
ACTIVITY = "SELECT state = 'active' AND query LIKE '%generate_series%' FROM pg_stat_activity"


@pytest.fixture
def home(server_home):
    return server_home


@pytest.fixture
def url(home):
    return postgres.ensure(home)


def busy_backend(url):
    """A client whose back-end computes without ever looking whether its postmaster lives."""
    code = f"""
import psycopg2
connection = psycopg2.connect({url!r})
cursor = connection.cursor()
cursor.execute("SELECT pg_backend_pid()")
print(cursor.fetchone()[0], flush=True)
cursor.execute("SELECT count(*) FROM generate_series(1, 100000000000)")
"""
    client = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    pid = int(client.stdout.readline())
    wait_until(lambda: query(url, f"{ACTIVITY} WHERE pid = {pid}") == (True,))
    return client, pid


def runs(pid):
    """A zombie, ended but not reaped yet, does not, though its number still takes signals."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_busy_backend_of_a_dead_postmaster_is_ended(home, url):
    query(url, "CREATE TABLE kept (id int)")
    client, orphan = busy_backend(url)
    os.kill(keeper.postmaster(str(home)), signal.SIGKILL)
    wait_until(lambda: keeper.postmaster(str(home)) is None)
    said = []
    began = time.monotonic()

    postgres.ensure(home, say=said.append)

    assert time.monotonic() - began < SECONDS
    assert not runs(orphan)
    assert client.wait(10) != 0
    assert query(url, "SELECT count(*) FROM kept") == (0,)
    assert any("that a killed PostgreSQL has left" in line for line in said)


def test_those_of_a_living_postmaster_are_left_alone(home, url):
    data = home.resolve() / "data"

    assert leftovers.end(data, lambda message: None) == 0
    assert query(url, "SELECT 1") == (1,)
    assert {process.is_postmaster for process in leftovers.processes(data)} == {True, False}


def test_another_program_in_the_folder_is_left_alone(home, url):
    data = home.resolve() / "data"
    shell = subprocess.Popen(["sleep", "60"], cwd=data)
    try:
        assert shell.pid not in [process.pid for process in leftovers.processes(data)]
    finally:
        shell.kill()
        shell.wait()


def test_a_living_server_is_waited_for_however_long_it_takes(home, url, monkeypatch):
    monkeypatch.setattr(postgres, "LAUNCH_SECONDS", 0.0)
    monkeypatch.setattr(postgres, "LEAST_LAUNCHES", 1)
    monkeypatch.setattr(progress, "SILENT_SECONDS", 0.0)
    postmaster = keeper.postmaster(str(home))
    said = []
    os.kill(postmaster, signal.SIGSTOP)
    threading.Timer(2, os.kill, (postmaster, signal.SIGCONT)).start()

    assert postgres.ensure(home, say=said.append) == url
    assert keeper.postmaster(str(home)) == postmaster


def test_a_server_that_never_stays_is_given_up_with_its_last_words(home, url, monkeypatch):
    postgres.leave(home)
    wait_until(lambda: keeper.postmaster(str(home)) is None)
    monkeypatch.setattr(postgres, "LAUNCH_SECONDS", 0.0)
    monkeypatch.setitem(postgres.SETTINGS, "shared_buffers", "nonsense")

    with pytest.raises(postgres.PostgresUnavailable, match="nonsense"):
        postgres.ensure(home)


def test_a_killed_backend_ends_the_server_and_the_next_has_all_data(home, url):
    query(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    client, backend = busy_backend(url)
    os.kill(backend, signal.SIGKILL)
    client.wait(10)
    wait_until(lambda: keeper.postmaster(str(home)) is None)

    assert query(postgres.ensure(home), "SELECT count(*) FROM kept") == (1000,)


def test_a_recovered_server_answers_before_all_is_synced(home, url):
    """It takes no checkpoint first, which syncs one file after the other."""
    query(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    for crash in range(2):  # the second before the first one's checkpoint, or after
        os.kill(keeper.postmaster(str(home)), signal.SIGKILL)
        wait_until(lambda: keeper.postmaster(str(home)) is None)
        postgres.ensure(home)
        assert query(url, "SELECT count(*) FROM kept") == (1000 + crash,)
        query(url, "INSERT INTO kept VALUES (0)")
    log = (home / "log").read_text()

    assert log.count("archive recovery complete") == 2
    assert "end-of-recovery" not in log
    assert not (home / "data" / "standby.signal").exists()
    assert postgres.leave(home)
    assert query(postgres.ensure(home), "SELECT count(*) FROM kept") == (1002,)
    assert (home / "log").read_text().count("archive recovery complete") == 2


def test_a_recovery_that_was_interrupted_goes_on(home, url):
    query(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    server = postgres.Server(home=home.resolve(), durable=True)
    for _ in range(2):
        os.kill(keeper.postmaster(str(home)), signal.SIGKILL)
        wait_until(lambda: keeper.postmaster(str(home)) is None)
        leftovers.end(server.data, lambda message: None)
        server._begin_recovery()
        while not leftovers.has_postmaster(server.data):  # the killed one may not be reaped yet
            server._launch()  # and nobody makes it the server it was

    assert (home / "data" / "standby.signal").exists()
    assert postgres.ensure(home) == url
    assert query(url, "SELECT count(*) FROM kept") == (1000,)


def test_who_comes_while_the_server_stops_is_told(home, url, monkeypatch):
    monkeypatch.setattr(progress, "SILENT_SECONDS", 0.0)
    postgres.leave(home)
    said = []
    with open(home / "users", "a") as keepers:
        fcntl.flock(keepers, fcntl.LOCK_EX)
        threading.Timer(1, fcntl.flock, (keepers, fcntl.LOCK_UN)).start()
        assert postgres.ensure(home, say=said.append) == url

    assert said[0].startswith("Waiting for PostgreSQL for 0 s: it ")


TITLES = [
    ("postgres: startup recovering 000000010000000000000007", "and replays its log"),
    (
        "postgres: checkpointer performing end-of-recovery checkpoint",
        "and writes what it replayed to disk",
    ),
    ("postgres: startup", "and has the data of the time before on disk first"),
    ("/bin/postgres -D /data -c log_startup_progress_interval=2s", "starts"),
    ("postgres: checkpointer", "starts"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_wait_is_told_after_a_moment_and_then_now_and_again(
    title, expected, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        leftovers, "processes", lambda data: [leftovers.ServerProcess(pid=7, title=title)]
    )
    now, said = [100.0], []
    wait = progress.Wait(tmp_path, said.append, clock=lambda: now[0])
    for second in range(20):
        now[0] = 100.0 + second
        wait.tell()

    assert len(said) == 2
    assert said[0].startswith("Waiting for PostgreSQL for 3 s: it ")
    assert said[1].startswith("Waiting for PostgreSQL for 13 s: it ")
    assert said[0].endswith(expected)


def test_a_server_that_stops_is_told(tmp_path):
    (tmp_path / "data").mkdir()
    lines = ["7", "/data", "1", "5432", "/run", "", "1 2", "stopping"]
    (tmp_path / "data" / "postmaster.pid").write_text("\n".join(lines) + "\n")

    assert progress.stage(tmp_path) == "stops, and has its data on disk first"


def test_a_stop_that_takes_too_long_is_cut_short_and_nothing_is_lost(home, url, monkeypatch):
    query(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")
    checkpointer = next(
        process.pid
        for process in leftovers.processes(home.resolve() / "data")
        if process.title.startswith("postgres: checkpointer")
    )
    os.kill(checkpointer, signal.SIGSTOP)  # the sync that does not end
    monkeypatch.setattr(keeper, "PATIENCE_SECONDS", 0.5)

    keeper.stop(str(home.resolve()))

    assert keeper.postmaster(str(home)) is None
    assert query(postgres.ensure(home), "SELECT count(*) FROM kept") == (1000,)


def test_the_servers_own_figure_is_told(tmp_path, monkeypatch):
    process = leftovers.ServerProcess(pid=7, title="postgres: startup recovering 0001")
    monkeypatch.setattr(leftovers, "processes", lambda data: [process])
    (tmp_path / "log").write_text(
        "2026-11-30 10:00:00 UTC [7] LOG:  redo in progress, elapsed time: 2.00 s\n"
        "2026-11-30 10:00:02 UTC [7] LOG:  redo in progress, elapsed time: 4.00 s\n"
    )

    assert progress.stage(tmp_path) == (
        "recovers from a crash and replays its log (redo in progress, elapsed time: 4.00 s)"
    )


def test_a_question_waits_for_a_database_that_is_about_to_be_ready(monkeypatch):
    answers = [psycopg2.OperationalError("FATAL:  the database system is in recovery mode"), "it"]
    monkeypatch.setattr(supervisor.time, "sleep", lambda seconds: None)

    def connect(*args, **kwargs):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(supervisor.psycopg2, "connect", connect)

    assert supervisor._connect("postgres://a@b/c") == "it"
    answers[:] = [psycopg2.OperationalError("password authentication failed")]
    with pytest.raises(supervisor.CannotServe, match="password authentication failed"):
        supervisor._connect("postgres://a@b/c")


def test_the_next_supervisor_waits_for_the_children_of_a_killed_one(tmp_path, monkeypatch):
    """Longer than it was ready to before, and says so."""
    said = []
    monkeypatch.setattr(supervisor, "say", said.append)
    monkeypatch.setattr(progress, "SILENT_SECONDS", 0.2)
    with supervisor.sole_supervisor(tmp_path) as lock:
        left = subprocess.Popen(["sleep", "1"], pass_fds=[lock.fileno()])
    (tmp_path / "serve.lock").write_text("999999999\n")

    with supervisor.sole_supervisor(tmp_path):
        assert left.wait() == 0
    assert said == ["Waiting for the processes of a supervisor that was killed"]
