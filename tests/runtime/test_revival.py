"""A PostgreSQL that does not start for a while, as on a full disk: who served goes on."""

import os
import signal

import pytest

from marketplace.runtime import keeper, postgres, revival, supervisor
from marketplace.runtime.children import Child
from marketplace.runtime.revival import PAUSE_SECONDS, SAY_EVERY_SECONDS, Revival
from tests.runtime.test_postgres import wait_until
from tests.runtime.test_supervisor import Clock

pytestmark = pytest.mark.world


@pytest.fixture
def say():
    """Writes down what is said, in `lines`."""

    def say(message):
        say.lines.append(message)

    say.lines = []
    return say


@pytest.fixture
def home(server_home, monkeypatch):
    """Of a server that was killed and ends at each start, until `mend(home)`."""
    postgres.ensure(server_home)
    monkeypatch.setattr(postgres, "LEAST_LAUNCHES", 1)
    monkeypatch.setattr(postgres, "LAUNCH_SECONDS", -1.0)
    configuration(server_home).write_text("no_such_setting = on\n")
    os.kill(keeper.postmaster(str(server_home)), signal.SIGKILL)
    wait_until(lambda: keeper.postmaster(str(server_home)) is None)
    return server_home


def configuration(home):
    return home / "data/postgresql.auto.conf"


def mend(home):
    configuration(home).write_text("")


@pytest.mark.world
def test_it_is_tried_until_it_stays(home, say, monkeypatch):
    clock = Clock()
    watch = Revival(home, say, goes_on=True, clock=clock)
    watch.check()
    assert say.lines[0] == "PostgreSQL is gone; starting it again"
    assert "does not start" in say.lines[-1]
    assert "no_such_setting" in say.lines[-1]

    mend(home)
    watch.check()  # in the pause nothing is tried
    assert not postgres.is_healthy(home)
    clock.now += PAUSE_SECONDS
    monkeypatch.undo()
    watch.check()
    assert postgres.is_healthy(home)
    assert say.lines[-1] == "PostgreSQL is back"


def test_before_anybody_was_served_it_is_given_up(home, say):
    with pytest.raises(postgres.PostgresUnavailable, match="no_such_setting"):
        Revival(home, say).check()


@pytest.mark.parametrize("error", revival.FAILURES)
def test_it_is_told_once_a_minute(tmp_path, say, monkeypatch, error):
    def fail(home, *, say):
        say("Waiting")
        raise error("no room")

    monkeypatch.setattr(postgres, "ensure", fail)
    clock = Clock()
    watch = Revival(tmp_path, say, goes_on=True, clock=clock)
    watch.check()
    first = len(say.lines)
    for _ in range(int(SAY_EVERY_SECONDS / PAUSE_SECONDS) - 1):
        clock.now += PAUSE_SECONDS
        watch.check()
    assert len(say.lines) == first
    clock.now += PAUSE_SECONDS
    watch.check()
    assert len(say.lines) == first + 1


def test_what_another_command_started_is_noticed(tmp_path, say, monkeypatch):
    def fail(home, *, say):
        raise OSError("no room")

    monkeypatch.setattr(postgres, "ensure", fail)
    watch = Revival(tmp_path, say, goes_on=True, clock=Clock())
    watch.check()
    monkeypatch.setattr(postgres, "is_healthy", lambda home: True)
    watch.check()
    watch.check()
    assert say.lines[-1] == "PostgreSQL is back"
    assert say.lines.count("PostgreSQL is back") == 1


def test_a_supervisor_that_has_served_goes_on_with_its_children(tmp_path, monkeypatch):
    def fail(home, *, say):
        raise postgres.PostgresUnavailable("PostgreSQL does not start")

    def tire(seconds):
        sleeps.append(seconds)
        if len(sleeps) == 3:
            raise supervisor.Stopped

    sleeps, checks = [], []
    monkeypatch.setattr(postgres, "ensure", fail)
    monkeypatch.setattr(supervisor.time, "sleep", tire)
    monkeypatch.setattr(supervisor, "answers", lambda port: True)
    monkeypatch.setattr(Child, "check", lambda self: checks.append(self.name))
    product = supervisor.Supervisor(tmp_path, 9241, "localhost", "", demo=False)

    with pytest.raises(postgres.PostgresUnavailable):
        product.check()
    with open(tmp_path / "lock", "w") as lock:
        product.start(lock)
    checks.clear()
    with pytest.raises(supervisor.Stopped):
        product.watch()
    assert checks == ["The web server", "The task worker"] * 3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_output_to_a_full_disk_ends_nothing(monkeypatch):
    full = open("/dev/full", "w")  # noqa: SIM115 - it cannot be closed without an error
    monkeypatch.setattr("sys.stdout", full)
    supervisor.say("PostgreSQL is gone")
    monkeypatch.undo()
    with pytest.raises(OSError, match="No space"):
        full.close()
