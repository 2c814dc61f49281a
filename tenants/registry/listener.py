"""A thread of each web process that hears which shops changed (directory.py).

It holds a session of its own. That notices arrive is not taken for granted: every few seconds it
sends one to itself, on a channel that nobody else hears (each would wake all the others, and they
each other), and the directory believes for as long. Where the session is lost rows
are forgotten after seconds again, by themselves; over a pooler that parts sessions nothing is
served (poolers.py).
"""

import secrets
import select
import threading
from contextlib import closing
from typing import Any

import psycopg2

from tenants.registry.directory import CHANNEL, HostDirectory, directory
from tenants.registry.poolers import connect

PROOF_SECONDS = 5.0
RETRY_SECONDS = 5.0


class NothingHeard(Exception):
    """A notice to oneself did not arrive."""


class HostListener:
    """Keeps `directory` told until `stop`."""

    def __init__(self, directory: HostDirectory = directory) -> None:
        self.directory = directory
        self._own_channel = f"{CHANNEL}_{secrets.token_hex(8)}"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hosts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits until the thread has ended."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with closing(connect()) as session:
                    self._listen(session)
            except (psycopg2.Error, OSError, NothingHeard):
                self._ended.wait(RETRY_SECONDS)

    def _listen(self, session: Any) -> None:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}; LISTEN {self._own_channel}")
            self.directory.forget()  # nobody told what changed until now
            while not self._ended.is_set():
                self._prove(session, cursor)
                if select.select([session], [], [], PROOF_SECONDS)[0]:
                    session.poll()
                    self._take(session)

    def _prove(self, session: Any, cursor: Any) -> None:
        """Raises NothingHeard. One's own notice comes with the answer to the statement."""
        cursor.execute("SELECT pg_notify(%s, '')", [self._own_channel])
        if not self._take(session):
            raise NothingHeard
        self.directory.trust(seconds=2 * PROOF_SECONDS)

    def _take(self, session: Any) -> bool:
        """Whether a notice to oneself was among them; of a change: forget."""
        channels = {notice.channel for notice in session.notifies}
        session.notifies = []
        if CHANNEL in channels:
            self.directory.forget()
        return self._own_channel in channels
