"""What to answer when PostgreSQL did not do as asked, through no fault of whoever asked.

Two kinds are told apart. It is *busy*: a lock was not to be had in time, a statement took too
long, two transactions stood in each other's way; the same request is likely to work in a moment.
It is *unavailable*: away, starting, full, read-only, out of connections. Nothing of a request is
kept in either case, since its transaction was rolled back. Whatever else a database says is a
fault of ours, and stays an error.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg2
from django.db import DatabaseError, Error, InterfaceError, OperationalError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal

logger = logging.getLogger("galleria.outages")

# SQLSTATEs: canceled by a timeout, no lock, deadlock, serialization, idle or long in transaction.
BUSY = {"57014", "55P03", "40P01", "40001", "25P03", "25P04"}
# Connection lost; out of disk, memory or connections; an error of the system.
UNAVAILABLE_CLASSES = {"08", "53", "58"}
# Stopping, crashed, starting, dropped, idle session ended; a read-only transaction.
UNAVAILABLE = {"57P01", "57P02", "57P03", "57P04", "57P05", "25006"}
# What the driver says of a connection that is gone: of its cursors too.
CLOSED = re.compile("connection|cursor already closed")
LOG_SECONDS = 10.0


class ShopFull(OperationalError):
    """As many requests as may be are in a shop, and they are stuck (tenants.registry.gate).

    An error of the database's for whoever is in a transaction: it is rolled back, and nobody
    takes it for a refusal of what was asked.
    """


class Busy(Refusal):
    code = "busy"
    status = 503
    title = _("Too much is going on here at the moment.")
    meaning = _(
        "Something that the request needs is held by others for too long, or too many slow "
        "requests of this host are being worked on. Nothing was changed, and an `Idempotency-Key` "
        "is free again."
    )
    remedy = _(
        "Wait for `Retry-After` seconds, then send the same request again, with the same key."
    )


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    title = _("The service is not available at the moment.")
    meaning = _(
        "The database is away, starts, is full, takes no changes or no more connections; or the "
        "folder of uploaded files takes none."
    )
    remedy = _(
        "Wait for `Retry-After` seconds, then send the same request again, with the same "
        "`Idempotency-Key`: if it was done in spite of this answer, it is not done twice."
    )


def outage_of(error: BaseException | None) -> Refusal | None:
    """Busy, Unavailable, or None for an error of another kind."""
    kind = _kind_of(error)
    if kind is Busy:
        return Busy(
            gettext("Nothing was changed. Wait a few seconds, then send the same again."),
            retry_after=2,
        )
    if kind is Unavailable:
        return Unavailable(
            gettext("Wait until it is back, then send the same again."), retry_after=10
        )
    return None


def is_outage(error: BaseException | None) -> bool:
    return _kind_of(error) is not None


def is_busy(error: BaseException | None) -> bool:
    """A lock was not to be had in time, or a statement took too long."""
    return _kind_of(error) is Busy


def find_outage(error: BaseException | None) -> BaseException | None:
    """The error itself if it is an outage, or the outage that an error of the database's came of.

    As the statement after the failed one, in a transaction that somebody caught it in.
    """
    while error is not None and not is_outage(error):
        if not isinstance(error, (Error, psycopg2.Error)):
            return None
        error = error.__cause__ or error.__context__
    return error


def log_outage(outage: BaseException) -> None:
    """For whoever answers it, goes on in spite of it, or leaves its traceback out."""
    state = _state_of(outage)
    if _kind_of(outage) is Busy:
        log.note(f"busy ({state or 'a shop'})", outage)
    else:
        log.note(f"unavailable ({state or type(outage).__name__})", outage)


def _kind_of(error: BaseException | None) -> type[Refusal] | None:
    if not isinstance(error, Error):
        return None
    state = _state_of(error)
    if state in BUSY or isinstance(error, ShopFull):
        return Busy
    return Unavailable if _is_unavailable(error, state) else None


def _state_of(error: BaseException) -> str | None:
    """PostgreSQL's SQLSTATE, where it told one."""
    return getattr(error.__cause__, "pgcode", None)


def _is_unavailable(error: Error, state: str | None) -> bool:
    """Without a SQLSTATE it is the connection that failed: libpq tells none for that."""
    if state is None:
        is_of_driver = type(error) in (DatabaseError, InterfaceError)
        return isinstance(error, OperationalError) or (
            is_of_driver and CLOSED.search(str(error)) is not None
        )
    return isinstance(error, DatabaseError) and (
        state in UNAVAILABLE or state[:2] in UNAVAILABLE_CLASSES
    )


@dataclass
class Log:
    """One line a kind and interval, without a traceback: an outage fails every request alike."""

    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._mutex = threading.Lock()
        self._lines: dict[str, tuple[float, int]] = {}

    def note(self, kind: str, error: BaseException) -> None:
        now = self.clock()
        with self._mutex:
            last, unsaid = self._lines.get(kind, (-LOG_SECONDS, 0))
            if now - last < LOG_SECONDS:
                self._lines[kind] = (last, unsaid + 1)
                return
            self._lines[kind] = (now, 0)
        reason = " ".join(str(error).split())[:300]
        more = f" ({unsaid} more since the last line)" if unsaid else ""
        logger.error("PostgreSQL is %s: %s%s", kind, reason, more)


log = Log()
