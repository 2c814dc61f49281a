"""PostgreSQL stopped under a product that serves, and started again."""

import subprocess
import time

import pytest
from django.db import connection

from marketplace.runtime import postgres, server_account
from tests.outages.served import database_url, served

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ASKED = 300


class OwnServer:
    """A PostgreSQL of the test's own, with a copy of the test's database."""

    def __init__(self, folder):
        self.folder = folder
        self.start()
        self._copy()

    def start(self):
        self.url = postgres.ensure(self.folder, durable=False)

    def stop(self):
        server = postgres.Server(home=self.folder.resolve(), durable=False)
        server_account.run(
            server.programs / "pg_ctl", "-D", server.data, "-m", "immediate", "-w", "stop"
        )

    def _copy(self):
        programs = postgres.binaries()
        dump = subprocess.Popen(
            [programs / "pg_dump", "--no-owner", database_url()], stdout=subprocess.PIPE
        )
        subprocess.run(
            [programs / "psql", "-q", "-v", "ON_ERROR_STOP=0", self.url],
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert dump.wait(60) == 0


@pytest.fixture
def server(server_folder):
    running = OwnServer(server_folder)
    yield running
    postgres.leave(server_folder)


def places(*shops):
    pages = [("localhost", "/"), ("localhost", "/api/v1/products/")]
    return pages + [(shop.host, "/") for shop in shops]


def test_all_is_answered_meanwhile_a_few_lines_are_written_and_it_recovers_by_itself(
    server, books, coffee, capfd
):
    asked = places(books, coffee)
    connection.close()
    with served(DATABASE_URL=server.url, DATABASE_CONN_MAX_AGE="600") as site:
        assert [site.ask(*place).status for place in asked] == [200] * 4

        server.stop()
        capfd.readouterr()
        began = time.monotonic()
        answers = [site.ask(*asked[number % 4]) for number in range(ASKED)]
        seconds = time.monotonic() - began
        written = capfd.readouterr().err.splitlines()

        assert {answer.status for answer in answers} == {503}
        assert {answer.headers["Retry-After"] for answer in answers} == {"10"}
        assert {answer.headers["Content-Type"].split(";")[0] for answer in answers} == {
            "text/html",
            "application/problem+json",
        }
        assert not [line for line in written if "Traceback" in line]
        told = [line for line in written if "PostgreSQL is unavailable" in line]
        assert len(told) <= 2 * (1 + seconds // 10)  # two kinds at most: lost, and not reached
        assert len(written) == len(told)
        ready = site.ask("localhost", "/readyz")
        assert (ready.status, ready.json()["status"]) == (503, "not ready")
        assert set(ready.json()["checks"]) == {"database", "sessions", "cache", "files"}
        assert site.ask("localhost", "/healthz").status == 200

        server.start()
        assert [site.ask(*place).status for place in asked * 4] == [200] * 16
        assert site.ask("localhost", "/readyz").status == 200
