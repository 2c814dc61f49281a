"""Counts tries per account, client address and the like, so that guessing does not pay.

The counts are kept for all hosts together: otherwise a guesser would get a fresh allowance on
every shop's host. They stand outside of the request's transactions, so that a try that is
refused stays counted; each count is one statement, however many subjects it has.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from marketplace.requests.clients import client_address
from marketplace.requests.counts import store, tries
from marketplace.requests.counts.tries import Count, Rate, Subject
from tenants.joints.django import is_in_transaction
from tenants.kernel.errors import Refusal
from tenants.registry.outages import is_outage


class TooManyTries(Refusal):
    """`scopes` names what was used up, for the log."""

    scopes: tuple[str, ...] = ()
    code = "too-many-requests"
    status = 429
    title = _("Too many tries.")
    meaning = _(
        "An account, an address or a key was tried too often. `RateLimit` and `RateLimit-Policy` "
        "tell how the counts stand."
    )
    remedy = _("Wait for as many seconds as `Retry-After` says, then try again.")


@dataclass(slots=True)
class Standing:
    """How one scope stands: `remaining` tries, more in `reset` seconds."""

    limit: int
    seconds: int
    remaining: int
    reset: int


_noted: ContextVar[dict[str, Standing] | None] = ContextVar("throttles", default=None)
# Of the request that is answered; None outside of one, where nothing gives them back.
_outstanding: ContextVar[list[Count] | None] = ContextVar("outstanding_counts", default=None)


@contextmanager
def note_standings() -> Iterator[dict[str, Standing]]:
    """Note every scope that is counted inside, for `headers_of`."""
    standings: dict[str, Standing] = {}
    token = _noted.set(standings)
    try:
        yield standings
    finally:
        _noted.reset(token)


def headers_of(standings: Mapping[str, Standing]) -> dict[str, str]:
    """RateLimit and RateLimit-Policy as the IETF's draft has them; nothing for no counts."""
    if not standings:
        return {}
    policies = (f'"{scope}";q={row.limit};w={row.seconds}' for scope, row in standings.items())
    limits = (f'"{scope}";r={row.remaining};t={row.reset}' for scope, row in standings.items())
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(limits)}


@dataclass(frozen=True, slots=True)
class Tries:
    """What a `hit` has counted."""

    counts: tuple[Count, ...]

    def give_back(self, *scopes: str) -> None:
        """It was no guess; only of these scopes, if any is named."""
        counts = [count for count in self.counts if not scopes or count.subject.scope in scopes]
        if not counts:
            return
        store.give_back(counts)
        outstanding = _outstanding.get() or []
        outstanding[:] = [count for count in outstanding if count not in counts]
        for count in counts:
            standing = (_noted.get() or {}).get(count.subject.scope)
            if standing is not None:
                standing.remaining = min(standing.limit, standing.remaining + 1)


def hit(scope: str, subject: str) -> Tries:
    """Count a try. Raises TooManyTries, with the seconds to wait, beyond the scope's rate."""
    return hit_all((scope, subject))


def hit_all(*pairs: tuple[str, str]) -> Tries:
    """Count a try of each (scope, subject), or of none of them. Raises TooManyTries.

    A subject is the same for all spellings of what it names (tenants.kernel.identity). Must not
    be called inside a transaction: the count would end with it, and others would wait for it.
    """
    _require_no_transaction()
    now = tries.now()
    counts = store.hit([Subject(scope, rate_of(scope), subject) for scope, subject in pairs], now)
    refused = [count for count in counts if not count.is_counted]
    counted = Tries(tuple(count for count in counts if count.is_counted))
    outstanding = _outstanding.get()
    if outstanding is not None:
        outstanding.extend(counted.counts)
    for count in counts:
        _note(count, now)
    if not refused:
        return counted
    if counted.counts:
        counted.give_back()
    wait = max(count.wait(now) for count in refused)
    refusal = TooManyTries(
        gettext("Wait %(time)s, then try again.") % {"time": words_of(wait)}, retry_after=wait
    )
    refusal.scopes = tuple(count.subject.scope for count in refused)
    raise refusal


@contextmanager
def note_counts() -> Iterator[None]:
    """Note every try that is counted inside, for `give_back_after`."""
    token = _outstanding.set([])
    try:
        yield
    finally:
        _outstanding.reset(token)


def give_back_after(error: Exception) -> None:
    """All that this request has counted, if an outage ends it; for a view whose work is over."""
    counts = _outstanding.get()
    if counts and is_outage(error):
        with suppress(Error):  # the connection may be what failed
            Tries(tuple(counts)).give_back()


def words_of(seconds: int) -> str:
    """A wait as people say it: 90 -> "90 seconds", 3804 -> "64 minutes", never too short."""
    if seconds <= 120:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def hit_person(what: str, *, account: Any, request: HttpRequest) -> Tries:
    """Count what an account does, for the account and for its address. Raises TooManyTries."""
    address = client_address(request)
    return hit_all((f"{what}-account", str(account.uuid)), (f"{what}-address", address))


def rate_of(scope: str) -> Rate:
    """(limit, seconds), and for a scope that slows down (limit, seconds, free, first, longest)."""
    return Rate(*settings.API_THROTTLES[scope])


def _note(count: Count, now: float) -> None:
    noted = _noted.get()
    if noted is not None:
        rate = count.subject.rate
        limit = min(rate.limit, rate.free)
        noted[count.subject.scope] = Standing(limit, rate.seconds, count.remaining, count.wait(now))


def _require_no_transaction() -> None:
    if is_in_transaction():
        raise RuntimeError("Tries are counted before a transaction begins, not inside it.")
