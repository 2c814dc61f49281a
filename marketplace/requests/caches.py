"""A Redis that may be away: what only caches goes on without it.

While it does not answer the cache is an empty one that keeps nothing. It is asked again every few
seconds, by one request, which waits for a second at most.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCacheClient
from redis.exceptions import RedisError

from tenants.joints.django import ClientCache

logger = logging.getLogger("galleria.outages")

PAUSE_SECONDS = 5.0
ANSWER_SECONDS = 1.0


class Fuse:
    """Of the whole process: Django gives each thread a client of its own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._mutex = threading.Lock()
        self._again_at: float | None = None  # None while the cache answers

    def lets_through(self) -> bool:
        """Whether to ask; during an outage one caller after each pause is let through."""
        if self._again_at is None:
            return True
        with self._mutex:
            now = self.clock()
            if self._again_at is not None and now < self._again_at:
                return False
            self._again_at = now + PAUSE_SECONDS
            return True

    def blow(self, error: Exception) -> None:
        with self._mutex:
            was_whole, self._again_at = self._again_at is None, self.clock() + PAUSE_SECONDS
        if was_whole:
            logger.error("The cache does not answer, it goes on without: %s", error)

    def mend(self) -> None:
        if self._again_at is None:
            return
        with self._mutex:
            self._again_at = None
        logger.warning("The cache answers again")


fuse = Fuse()


class SoftClient(RedisCacheClient):
    """Answers as an empty cache does where Redis does not."""

    def __init__(self, servers: Any, **options: Any) -> None:
        patience = {"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS}
        super().__init__(servers, **(patience | options))

    def _ask(self, empty: Any, call: Callable[..., Any], *arguments: Any) -> Any:
        if not fuse.lets_through():
            return empty
        try:
            answer = call(*arguments)
        except (RedisError, OSError) as error:
            fuse.blow(error)
            return empty
        fuse.mend()
        return answer

    def add(self, key: Any, value: Any, timeout: Any) -> Any:
        return self._ask(True, super().add, key, value, timeout)

    def get(self, key: Any, default: Any) -> Any:
        return self._ask(default, super().get, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> Any:
        return self._ask(None, super().set, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> Any:
        return self._ask(False, super().touch, key, timeout)

    def delete(self, key: Any) -> Any:
        return self._ask(False, super().delete, key)

    def get_many(self, keys: Any) -> Any:
        return self._ask({}, super().get_many, keys)

    def has_key(self, key: Any) -> Any:
        return self._ask(False, super().has_key, key)

    def incr(self, key: Any, delta: Any) -> Any:
        """Raises ValueError for a key that is not there, as each is while Redis is away."""
        value = self._ask(None, super().incr, key, delta)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return value

    def set_many(self, data: Any, timeout: Any) -> Any:
        return self._ask(None, super().set_many, data, timeout)

    def delete_many(self, keys: Any) -> Any:
        return self._ask(None, super().delete_many, keys)

    def clear(self) -> Any:
        return self._ask(False, super().clear)


class SoftRedisCache(ClientCache):
    """Named in settings.CACHES."""

    client = SoftClient
