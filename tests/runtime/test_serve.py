"""The product as a person starts it: one command, killed in every way, nothing lost."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from marketplace.runtime import keeper
from marketplace.runtime.fingerprint import ROOT
from tests.factories.waiting import wait_until

pytestmark = pytest.mark.slow

FIRST_START_SECONDS = 240
SECOND_START_SECONDS = 8
RECOVERY_SECONDS = 20
# By then a first start is given up: marketplace/runtime/postgres.py, LAUNCH_SECONDS.
GIVEN_UP_SECONDS = 40


@pytest.fixture(scope="module")
def home(product_folder):
    return product_folder


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(home, port):
    """Starts the product; what a failed test leaves running is stopped."""
    started = []

    def start():
        started.append(Product(home, port))
        return started[-1]

    yield start
    for product in started:
        if product.process.poll() is None:
            product.stop()


class Product:
    def __init__(self, home, port):
        self.home = home
        self.port = port
        environment = {k: v for k, v in os.environ.items() if k not in LEFT_OUT}
        environment |= {"GALLERIA_HOME": str(home), "PORT": str(port), "DEMO": "false"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "marketplace.runtime.supervisor"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )

    def wait(self, seconds):
        """Until the product is ready to serve; gives the seconds it took."""
        started = time.monotonic()
        while not self.is_ready():
            assert self.process.poll() is None, "the supervisor ended"
            assert time.monotonic() - started < seconds
            time.sleep(0.1)
        return time.monotonic() - started

    def is_ready(self):
        return self.status_of("/readyz") == 200

    def status_of(self, path):
        """Of the answer; 0 for none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as it:
                return it.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def parts(self, words):
        """The ids of this product's own processes whose command line holds these words."""
        return [
            pid for pid, command in processes() if words in command and self.is_ours(pid, command)
        ]

    def is_ours(self, pid, command):
        if str(self.home) in command:
            return True
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                return f"GALLERIA_HOME={self.home}".encode() in file.read().split(b"\0")
        except OSError:
            return False

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


LEFT_OUT = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL"}
PARTS = ("marketplace.runtime.asgi", "tasks_worker", "keeper.py", "postgres -D")


def processes():
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                yield int(name), file.read().replace(b"\0", b" ").decode()
        except OSError:
            continue


def test_first_start_second_start_and_a_clean_stop(start):
    product = start()
    product.wait(FIRST_START_SECONDS)
    assert product.stop() == 0
    assert [product.parts(words) for words in PARTS] == [[], [], [], []]

    product = start()
    product.wait(SECOND_START_SECONDS)
    assert product.stop() == 0


@pytest.mark.parametrize("words", PARTS)
def test_a_killed_part_comes_back(start, words):
    product = start()
    product.wait(FIRST_START_SECONDS)  # this worker's first start prepares the database
    wait_until(lambda: product.parts(words))  # the worker may start after the web does
    killed = product.parts(words)
    os.kill(min(killed), signal.SIGKILL)  # the parent: PostgreSQL's and gunicorn's have children

    deadline = time.monotonic() + RECOVERY_SECONDS
    while not (set(product.parts(words)) - set(killed) and product.is_ready()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert product.stop() == 0


def test_after_a_killed_supervisor_nothing_lingers_and_the_next_start_works(start, home):
    product = start()
    product.wait(FIRST_START_SECONDS)  # this worker's first start prepares the database
    product.process.kill()
    product.process.wait()
    successor = start()  # at once: it must wait for what is left
    successor.wait(RECOVERY_SECONDS)
    successor.process.kill()
    successor.process.wait()

    deadline = time.monotonic() + RECOVERY_SECONDS
    while any(successor.parts(words) for words in PARTS):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert keeper.postmaster(str(home / "postgres")) is None


def test_a_kill_of_everything_at_once_is_recovered_from(start):
    product = start()
    product.wait(FIRST_START_SECONDS)  # this worker's first start prepares the database
    everything = [product.process.pid, *(pid for words in PARTS for pid in product.parts(words))]
    for pid in everything:
        os.kill(pid, signal.SIGKILL)
    product.process.wait()

    successor = start()
    successor.wait(RECOVERY_SECONDS)
    assert successor.stop() == 0


def test_a_postgresql_that_does_not_start_for_a_while_ends_nothing(start, home):
    product = start()
    product.wait(FIRST_START_SECONDS)  # this worker's first start prepares the database
    configuration = home / "postgres/data/postgresql.auto.conf"
    before = configuration.read_text()
    configuration.write_text("no_such_setting = on\n")
    os.kill(min(product.parts("postgres -D")), signal.SIGKILL)

    deadline = time.monotonic() + GIVEN_UP_SECONDS
    while time.monotonic() < deadline:
        assert product.process.poll() is None, "the supervisor ended"
        assert product.status_of("/healthz") == 200
        assert product.status_of("/") == 503
        time.sleep(1)

    configuration.write_text(before)
    product.wait(RECOVERY_SECONDS)
    assert product.stop() == 0
