import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from marketplace.runtime import postgres, supervisor, welcome
from marketplace.runtime.children import LONGEST_DELAY, STEADY_SECONDS, Child, spawn, stop
from marketplace.runtime.fingerprint import ROOT

SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def child(clock):
    said = []
    child = Child(name="The web server", command=SLEEPER, say=said.append, clock=clock)
    child.said = said
    yield child
    if child.process is not None:
        stop([child.process], patience=5)


def end(child, number=signal.SIGKILL):
    child.process.send_signal(number)
    child.process.wait()


def test_a_child_that_dies_is_started_again_after_a_delay(child, clock):
    child.check()
    first = child.process.pid
    clock.now += STEADY_SECONDS + 1
    end(child)

    child.check()
    assert child.process is None
    clock.now += 0.5
    child.check()

    assert child.process.pid != first
    assert child.said == ["The web server was ended by signal 9; starting it again in 0.5 s"]


def test_a_child_that_keeps_dying_is_started_ever_more_rarely(child, clock):
    delays = []
    for _ in range(7):
        child.check()
        end(child)
        child.check()
        delays.append(child._due - clock.now)
        clock.now = child._due

    assert delays == [1.0, 2.0, 4.0, 8.0, LONGEST_DELAY, LONGEST_DELAY, LONGEST_DELAY]


def test_children_die_with_their_parent():
    code = (
        "import sys; from marketplace.runtime.children import spawn; import time;"
        f"print(spawn({SLEEPER!r}).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()

    deadline = time.monotonic() + 5
    while alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_will_not_stop_is_killed():
    stubborn = spawn(
        [
            *(sys.executable, "-S", "-c"),
            "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)",
        ]
    )
    time.sleep(0.3)
    stop([stubborn], patience=0.2)

    assert stubborn.returncode == -signal.SIGKILL


def test_a_second_supervisor_is_refused_while_the_first_lives(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "_is_supervisor", lambda pid: pid == str(os.getpid()))
    with (
        supervisor.sole_supervisor(tmp_path),
        pytest.raises(supervisor.CannotServe, match=f"already runs here, as process {os.getpid()}"),
        supervisor.sole_supervisor(tmp_path),
    ):
        pass


def test_after_a_kill_the_next_one_waits_for_the_children_that_are_left(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE_SECONDS", 10.0)
    with supervisor.sole_supervisor(tmp_path) as lock:
        left = spawn([*SLEEPER[:-1], "import time; time.sleep(0.6)"], keep_open=[lock.fileno()])
    (tmp_path / "serve.lock").write_text("999999999\n")
    started = time.monotonic()

    with supervisor.sole_supervisor(tmp_path):
        assert left.wait() == 0
        assert time.monotonic() - started > 0.2


# Ends the database under which it runs, as often as it is told to, then does its work.
UNLUCKY = """
import os, signal, sys
from pathlib import Path
home, times = Path(sys.argv[1]), int(sys.argv[2])
runs = home / "runs"
before = int(runs.read_text()) if runs.exists() else 0
runs.write_text(str(before + 1))
if before < times:
    os.kill(int((home / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    sys.exit(1)
sys.exit(int(sys.argv[3]))
"""


@pytest.fixture
def product(server_folder):
    product = supervisor.Supervisor(server_folder, 9241, "localhost", "", demo=False)
    postgres.ensure(product.postgres_home)
    yield product
    postgres.leave(product.postgres_home)


def run_unlucky(product, monkeypatch, *, kills, status=0):
    command = (sys.executable, "-c", UNLUCKY, str(product.home), str(kills))
    monkeypatch.setattr(supervisor, "MANAGE", command)
    product.run_once(str(status))
    return int((product.home / "runs").read_text())


@pytest.mark.world
def test_what_prepares_runs_again_after_its_postgresql_was_killed(product, monkeypatch, capsys):
    assert run_unlucky(product, monkeypatch, kills=1) == 2
    assert "PostgreSQL was gone" in capsys.readouterr().out
    assert postgres.is_healthy(product.postgres_home)


@pytest.mark.world
def test_what_fails_by_itself_is_not_run_again(product, monkeypatch):
    with pytest.raises(supervisor.CannotServe, match="failed with status 3"):
        run_unlucky(product, monkeypatch, kills=0, status=3)
    assert (product.home / "runs").read_text() == "1"


def test_a_busy_port_is_named_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(supervisor.CannotServe, match=f"make run PORT={port + 1}"):
            supervisor.refuse_busy_port(port)


def test_the_welcome_names_addresses_and_accounts(tmp_path):
    (tmp_path / "demo.json").write_text(
        '[{"role": "Operator", "email": "op@galleria.example", "password": "demo"}]'
    )

    text = welcome.text(tmp_path, "localhost", 8000, [("books", "Northgate Books")])

    for expected in (
        "http://localhost:8000",
        "http://books.localhost:8000",
        "http://books.localhost:8000/cms/",
        "Operator  op@galleria.example  demo",
        f"{sys.executable} manage.py otp op@galleria.example",
        "http://localhost:8000/dev/mail",
    ):
        assert expected in text
    assert "http://localhost\n" in welcome.text(tmp_path, "localhost", 80, [])


def test_mails_are_named_only_where_this_machine_alone_may_read_them(tmp_path, monkeypatch):
    monkeypatch.setenv("BIND_ADDRESS", "192.0.2.7")

    assert "/dev/mail" not in welcome.text(tmp_path, "localhost", 8000, [])
