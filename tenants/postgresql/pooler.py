"""Tells a pooler that gives a session's settings to somebody else, such as PgBouncer's transaction
mode: behind it a request would read in another shop's schema.

It is told by what happens, not by what is configured. Two clients each give their session a mark,
and look in turns at it and at the server process they talk to, the one while the other holds a
transaction. In a session of one's own neither ever changes, and nobody else has it.

Needs no Django: the supervisor asks before it loads any.
"""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from typing import Any

ROUNDS = 6
MARK = "galleria.session"
REMEDY = "Use session mode (PgBouncer: pool_mode = session), or connect to PostgreSQL itself."


class SharedSession(RuntimeError):
    """The database is reached through a pooler that parts sessions; says what to do."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Between here and PostgreSQL is a pooler that {what}. {REMEDY}")


def refuse_shared_sessions(connect: Callable[[], Any]) -> None:
    """Raises SharedSession; and psycopg2's errors, where the database cannot be reached.

    `connect` opens a connection of psycopg2's; two are open for some milliseconds.
    """
    with _client(connect) as first, _client(connect) as second:
        first.mark_session()
        second.look()  # whoever pools gives out first what was given back last
        second.mark_session()
        first.look()
        for _ in range(ROUNDS):
            for holder, looker in ((first, second), (second, first)):
                with holder.transaction():
                    holder.look()
                    looker.look()
                if first.processes & second.processes:
                    raise SharedSession("gives one session to several clients")


class _Client:
    """A client of the database, what it wrote into its session, and whom it talked to."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.mark = ""
        self.processes: set[int] = set()

    def mark_session(self) -> None:
        self.mark = secrets.token_hex(8)
        self._send(f"SET {MARK} = '{self.mark}'")

    def look(self) -> None:
        """Raises SharedSession when its session is not as it was left."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT coalesce(current_setting('{MARK}', true), ''), pg_backend_pid()"
            )
            mark, process = cursor.fetchone()
        if mark != self.mark:
            raise SharedSession("gives a session's settings to another client")
        self.processes.add(process)
        if len(self.processes) > 1:
            raise SharedSession("changes the server process within a session")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        self._send("BEGIN")
        yield
        self._send("COMMIT")

    def _send(self, statement: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)


@contextlib.contextmanager
def _client(connect: Callable[[], Any]) -> Iterator[_Client]:
    connection = connect()
    try:
        connection.autocommit = True
        yield _Client(connection)
    finally:
        connection.close()
