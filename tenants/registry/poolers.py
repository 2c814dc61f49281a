"""Nothing is served over a pooler that parts sessions (tenants/postgresql/pooler.py).

Each process asks before it begins, and goes on asking: a name may lead elsewhere tomorrow. Until
the first answer, as after a bad one, no request is served.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection

from tenants.postgresql.pooler import SharedSession, refuse_shared_sessions

logger = logging.getLogger("galleria.outages")

RETRY_SECONDS = 1.0  # while nothing is known yet


def connect() -> Any:
    """A session beside Django's own, to the same database."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    return psycopg2.connect(**parameters)


def probe() -> None:
    """Raises SharedSession, or psycopg2's errors."""
    refuse_shared_sessions(connect)


class SessionWatch:
    """What this process knows of its way to the database. `seconds` lie between two probes; with 0
    the database is our own, and nobody stands between."""

    def __init__(
        self,
        *,
        seconds: float,
        probe: Callable[[], None] = probe,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds, self.probe, self.clock = seconds, probe, clock
        self.is_known = seconds == 0
        self.refusal: SharedSession | None = None
        self._tried_at = -RETRY_SECONDS
        self._mutex = threading.Lock()
        self._watcher_of = 0  # the process whose thread goes on asking

    def require(self) -> None:
        """For the start of a process: raises SharedSession; a database that is away is none."""
        if self.seconds:
            self.look()
        if self.refusal:
            raise self.refusal

    def allows(self) -> bool:
        """Whether requests may be served."""
        if not self.seconds:
            return True
        if self._watcher_of != os.getpid():
            self._go_on_asking()
        if not self.is_known:
            self._try()
        return self.is_known and self.refusal is None

    def look(self) -> None:
        """Probe now. A database that cannot be reached leaves what is known as it was."""
        try:
            self.probe()
        except SharedSession as refusal:
            self.refusal = refusal
        except psycopg2.Error:
            return
        else:
            self.refusal = None
        self.is_known = True

    def _try(self) -> None:
        """One request after each pause; the others do not wait for it."""
        with self._mutex:
            if self.clock() - self._tried_at < RETRY_SECONDS:
                return
            self._tried_at = self.clock()
        self._look_and_tell()

    def _go_on_asking(self) -> None:
        with self._mutex:
            if self._watcher_of == os.getpid():
                return
            self._watcher_of = os.getpid()
        threading.Thread(target=self._ask_for_ever, name="session-watch", daemon=True).start()

    def _ask_for_ever(self) -> None:
        while True:
            time.sleep(self.seconds)
            self._look_and_tell()

    def _look_and_tell(self) -> None:
        before = self.refusal
        self.look()
        if self.refusal is not None and before is None:
            logger.critical("%s Until then nothing is served.", self.refusal)
        elif self.refusal is None and before is not None:
            logger.warning("The way to the database is as it should be again")


watch = SessionWatch(seconds=settings.SESSION_PROBE_SECONDS)
