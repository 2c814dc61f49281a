"""Tasks that must not hold up the others run apart: each in a child of the worker, confined.

The worker goes on with mail meanwhile. A child takes one task, of the shop that waited longest
for its turn, and ends; settings.IMPORTS_AT_ONCE run beside each other.
"""

import logging
import secrets
import subprocess
import sys
import time

from django.conf import settings

from tenants.tasks import runner

logger = logging.getLogger("galleria.tasks")

PAUSE_SECONDS = 5.0  # after a child that failed by itself
STOP_SECONDS = 5.0


class Children:
    """Those of one worker, by the ids under which they hold their tasks."""

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.rest_until = 0.0

    def tend(self) -> None:
        """Bury who ended, and begin with what is due."""
        for name, child in list(self.running.items()):
            if child.poll() is not None:
                del self.running[name]
                self.bury(name, child.returncode)
        if self.has_room() and runner.is_due_apart():
            self.begin()

    def has_room(self) -> bool:
        rested = time.monotonic() >= self.rest_until
        return rested and len(self.running) < settings.IMPORTS_AT_ONCE

    def begin(self) -> None:
        name = f"{self.worker_id}:{secrets.token_hex(4)}"
        command = [sys.executable, "-m", "django", "tasks_worker", "--apart", name]
        command.append(f"--settings={settings.SETTINGS_MODULE}")
        self.running[name] = subprocess.Popen(command, cwd=settings.BASE_DIR)

    def bury(self, name: str, status: int) -> None:
        """Who was killed took too much: its task is not tried again, as it would again."""
        if status < 0:
            runner.end_killed(worker_id=name)
        if status:
            logger.warning("The child %s ended with status %d", name, status)
            self.rest_until = time.monotonic() + PAUSE_SECONDS

    def stop(self) -> None:
        """Their tasks go on with the next worker, from where they are."""
        for child in self.running.values():
            child.terminate()
        for child in self.running.values():
            try:
                child.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
        self.running.clear()
