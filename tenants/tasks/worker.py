"""The loop of `manage.py tasks_worker`: one process, one task at a time, imports beside it."""

import logging
import os
import secrets
import signal
import socket
import threading
import time

from django.conf import settings
from django.db import Error, close_old_connections, connection

from tenants.registry import limits
from tenants.registry.context import use_public
from tenants.registry.outages import find_outage, log_outage
from tenants.registry.poolers import watch
from tenants.tasks import bounds, reaper, runner, schedule
from tenants.tasks.children import Children

logger = logging.getLogger("galleria.tasks")

POLL_SECONDS = 0.5
CHORES_SECONDS = 5.0
RECONNECT_SECONDS = 1.0


class Worker:
    """Runs due tasks and chores until it is told to stop; then ends the task in hand."""

    def __init__(self, name: str = "") -> None:
        self.id = name or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.children = Children(self.id)
        self.stopping = threading.Event()
        self.chores_at = 0.0

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())

    def run(self) -> None:
        try:
            with limits.within(limits.WORKER):
                self._run()
        finally:
            self.children.stop()

    def run_apart(self) -> None:
        """One task of those that run apart, confined: what a child is begun for.

        In an outage it ends with status 1 and no traceback; the reaper gives its task back.
        """
        bounds.die_with_parent()
        try:
            with limits.within(limits.TASK):
                self.connect()
                bounds.confine(megabytes=settings.IMPORT_MEMORY_MB)
                runner.run_next(worker_id=self.id, apart=True)
        except Error as error:
            outage = find_outage(error)
            if outage is None:
                raise
            log_outage(outage)
            raise SystemExit(1) from None

    def _run(self) -> None:
        logger.info("Worker %s begins", self.id)
        while not self.stopping.is_set():
            if not watch.allows():
                self.stopping.wait(RECONNECT_SECONDS)
                continue
            try:
                self.connect()
                busy = self.step()
            except Error as error:  # the database went away, and comes back
                outage = find_outage(error)
                if outage is None:
                    logger.exception("The database does not do as asked")
                else:
                    log_outage(outage)
                connection.close()
                busy = False
                self.stopping.wait(RECONNECT_SECONDS)
            if not busy:
                self.stopping.wait(POLL_SECONDS)
        logger.info("Worker %s ends", self.id)

    def connect(self) -> None:
        """A fresh session where the old one is worn out, and its life line."""
        close_old_connections()
        if connection.connection is None:
            reaper.hold_life_line(self.id)

    def run_due(self) -> int:
        """Run what is due now, imports too, and end; how many."""
        with limits.within(limits.TASK):
            reaper.hold_life_line(self.id)
            return runner.run_all(worker_id=self.id)

    def step(self) -> bool:
        """Chores when they are due, then one task; False when there was none."""
        self.children.tend()
        if time.monotonic() >= self.chores_at:
            self.do_chores()
            self.chores_at = time.monotonic() + CHORES_SECONDS
        return runner.run_next(worker_id=self.id, apart=False)

    def do_chores(self) -> None:
        with use_public():
            returned = reaper.reap()
            schedule.run_due()
        if returned:
            logger.warning("%d tasks of lost workers were put back", returned)
