"""Which shop answers on which host, as a process remembers it, and how it is told of changes.

See docs/decisions/0045-directory-of-hosts.md.
"""

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

from tenants.registry.models import Domain, Retailer

CHANNEL = "galleria_hosts"
# How long a row is believed by a process that nobody tells of changes.
UNTOLD_SECONDS = 5.0
# By one that is told: as long as that bounds what a change by hand, which nobody tells, may cost.
TOLD_SECONDS = 60.0


class HostDirectory:
    """host -> Retailer. May be asked and told by several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._rows: dict[str, tuple[float, Retailer]] = {}
        self._generation = 0
        self._told_until = clock()
        self._mutex = threading.Lock()

    def look_up(self, host: str) -> Retailer | None:
        read_at, retailer = self._rows.get(host, (0.0, None))
        if retailer is not None and self.clock() < read_at + self._lifetime():
            return retailer
        generation, read_at = self._generation, self.clock()
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        if domain is None:  # not remembered: a shop that opens now is served now
            return None
        with self._mutex:
            if generation == self._generation:  # else it may be of before the change
                self._rows[host] = (read_at, domain.tenant)
        return domain.tenant

    def forget(self) -> None:
        with self._mutex:
            self._generation += 1
            self._rows = {}

    def trust(self, *, seconds: float) -> None:
        """Whoever tells of changes was heard just now, and will be again within these seconds."""
        self._told_until = self.clock() + seconds

    def _lifetime(self) -> float:
        return TOLD_SECONDS if self.clock() < self._told_until else UNTOLD_SECONDS


directory = HostDirectory()


def announce_change() -> None:
    """For whoever changes a row of a shop or a host, in the transaction of the change.

    This process forgets after the commit, and so do all that listen (listener.py).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    transaction.on_commit(directory.forget)
