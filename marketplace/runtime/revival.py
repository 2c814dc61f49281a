"""Starts a PostgreSQL again that is gone, for as long as it takes until it stays."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from marketplace.runtime import postgres
from marketplace.runtime.progress import Say

PAUSE_SECONDS = 10.0
SAY_EVERY_SECONDS = 60.0
# A full disk fails what is written beside the data; a server may end under the first question.
FAILURES = (postgres.PostgresUnavailable, OSError, psycopg2.Error)


@dataclass
class Revival:
    """`check` is to be called often; it blocks while a start is tried.

    Unless `goes_on`, what a start fails with is raised: nobody was served yet, and whoever began
    it is there to read why.
    """

    home: Path
    say: Say
    goes_on: bool = False
    clock: Callable[[], float] = time.monotonic
    _is_failing: bool = False
    _due: float = 0.0
    _say_due: float = 0.0

    def check(self) -> None:
        if postgres.is_healthy(self.home):
            self._note_success()
        elif self.clock() >= self._due:
            self._start()

    def _start(self) -> None:
        if not self._is_failing:
            self.say("PostgreSQL is gone; starting it again")
        try:
            postgres.ensure(self.home, say=self._say_rarely if self._is_failing else self.say)
        except FAILURES as error:
            if not self.goes_on:
                raise
            self._note_failure(error)
        else:
            self._note_success()

    def _note_failure(self, error: Exception) -> None:
        self._is_failing = True
        self._due = self.clock() + PAUSE_SECONDS
        self._say_rarely(
            f"{error}\n    What needs it is answered 503. It is started again every "
            f"{PAUSE_SECONDS:.0f} s, until it stays: is there room on its disk?"
        )

    def _note_success(self) -> None:
        if self._is_failing:
            self.say("PostgreSQL is back")
        self._is_failing, self._due, self._say_due = False, 0.0, 0.0

    def _say_rarely(self, message: str) -> None:
        """What every try would say again."""
        if self.clock() >= self._say_due:
            self._say_due = self.clock() + SAY_EVERY_SECONDS
            self.say(message)
