"""Counts tries per account and per client address, so that guessing does not pay.

The counters live in the cache. They are kept for all hosts together (the schema public):
otherwise a guesser would get a fresh allowance on every shop's host.
"""

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from marketplace.requests.clients import client_address
from tenants.context import use_public
from tenants.kernel.errors import Refusal


class TooManyTries(Refusal):
    code = "too-many-requests"
    status = 429
    title = "Too many tries."


@dataclass(slots=True)
class Count:
    """How one scope stands: `left` tries until its window ends in `reset` seconds."""

    limit: int
    seconds: int
    left: int
    reset: int


_noted: ContextVar[dict[str, Count] | None] = ContextVar("throttles", default=None)


@contextmanager
def noting() -> Iterator[dict[str, Count]]:
    """Note every scope that is counted inside, for `headers_of`."""
    counts: dict[str, Count] = {}
    token = _noted.set(counts)
    try:
        yield counts
    finally:
        _noted.reset(token)


def headers_of(counts: Mapping[str, Count]) -> dict[str, str]:
    """RateLimit and RateLimit-Policy as the IETF's draft has them; nothing for no counts."""
    if not counts:
        return {}
    policies = (f'"{scope}";q={one.limit};w={one.seconds}' for scope, one in counts.items())
    limits = (f'"{scope}";r={one.left};t={one.reset}' for scope, one in counts.items())
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(limits)}


def hit(scope: str, subject: str) -> None:
    """Count a try. Raises TooManyTries, with the seconds to wait, beyond the scope's rate."""
    limit, seconds = settings.API_THROTTLES[scope]
    now = time.time()
    key = _key(scope, subject, int(now // seconds))
    with use_public():
        cache.add(key, 0, timeout=seconds)
        try:
            tries = cache.incr(key)
        except ValueError:  # it expired between the two calls
            cache.set(key, 1, timeout=seconds)
            tries = 1
    wait = max(1, int(seconds - now % seconds) + 1)
    _note(scope, Count(limit, seconds, max(0, limit - tries), wait))
    if tries > limit:
        raise TooManyTries(f"Wait {wait} seconds, then try again.", retry_after=wait)


def hit_person(what: str, *, account: Any, request: HttpRequest) -> None:
    """Count what an account does, for the account and for its address. Raises TooManyTries."""
    hit(f"{what}-account", str(account.uuid))
    hit(f"{what}-address", client_address(request))


def forgive(scope: str, subject: str) -> None:
    """Take back a counted try: it was no guess."""
    _, seconds = settings.API_THROTTLES[scope]
    key = _key(scope, subject, int(time.time() // seconds))
    with use_public():
        try:
            tries = cache.decr(key)
        except ValueError:
            return
    if (count := (_noted.get() or {}).get(scope)) is not None:
        count.left = max(0, count.limit - tries)


def _note(scope: str, count: Count) -> None:
    noted = _noted.get()
    if noted is not None:
        noted[scope] = count


def _key(scope: str, subject: str, window: int) -> str:
    digest = hashlib.sha256(subject.strip().lower().encode()).hexdigest()[:32]
    return f"throttle:{scope}:{digest}:{window}"
