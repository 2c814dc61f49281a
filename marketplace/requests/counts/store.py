"""Where tries are counted: in Redis if there is one and it answers, else in the database."""

import logging
import time
from collections.abc import Sequence

from django.conf import settings

from marketplace.requests.counts import database, shared_memory
from marketplace.requests.counts.tries import Count, Subject

REST = 5.0  # seconds in which a Redis that did not answer is not asked again
logger = logging.getLogger(__name__)
_away_until = 0.0


def hit(subjects: Sequence[Subject], now: float) -> list[Count]:
    if _asks_redis():
        try:
            return shared_memory.hit(subjects, now)
        except shared_memory.Away as error:
            _leave_alone(error)
    return database.hit(subjects, now)


def give_back(counts: Sequence[Count]) -> None:
    if _asks_redis():
        try:
            return shared_memory.give_back(counts)
        except shared_memory.Away as error:
            _leave_alone(error)
    return database.give_back(counts)


def _asks_redis() -> bool:
    return bool(settings.REDIS_URL) and time.monotonic() >= _away_until


def _leave_alone(error: Exception) -> None:
    global _away_until
    _away_until = time.monotonic() + REST
    logger.warning("Redis does not count; the database does for %s seconds: %s", REST, error)
