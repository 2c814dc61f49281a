"""Counts tries per account and per client address, so that guessing does not pay.

The counters live in the cache. They are kept for all hosts together (the schema public):
otherwise a guesser would get a fresh allowance on every shop's host.
"""

import hashlib
import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from tenants.context import use_public
from tenants.kernel.errors import Refusal


class TooManyTries(Refusal):
    code = "too-many-requests"
    status = 429
    title = "Too many tries."


def client_address(request: HttpRequest) -> str:
    """The address that counts as one client: an IPv4 address, or the /64 of an IPv6 one."""
    address = _forwarded(request) or request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)


def _forwarded(request: HttpRequest) -> str:
    """What the outermost of our own proxies saw; nobody else's X-Forwarded-For is believed."""
    proxies: int = getattr(settings, "TRUSTED_PROXIES", 0)
    if not proxies:
        return ""
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    return hops[-min(proxies, len(hops))].strip()


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
    if tries > limit:
        wait = max(1, int(seconds - now % seconds) + 1)
        raise TooManyTries(f"Wait {wait} seconds, then try again.", retry_after=wait)


def forgive(scope: str, subject: str) -> None:
    """Take back a counted try: it was no guess."""
    _, seconds = settings.API_THROTTLES[scope]
    key = _key(scope, subject, int(time.time() // seconds))
    with use_public():
        try:
            cache.decr(key)
        except ValueError:
            return


def _key(scope: str, subject: str, window: int) -> str:
    digest = hashlib.sha256(subject.strip().lower().encode()).hexdigest()[:32]
    return f"throttle:{scope}:{digest}:{window}"
