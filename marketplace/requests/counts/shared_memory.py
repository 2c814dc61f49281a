"""Counts in Redis, where one is configured: the same steps, waits and answers as in PostgreSQL."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import redis
from django.conf import settings

from marketplace.requests.counts.tries import STEPS, Count, Subject

Away = redis.RedisError
PATIENCE = 0.5  # seconds; counting must not hold a login up
PREFIX = "galleria:tries:"

# A hash a subject: steps by their number, and `at`, the moment of the last try.
HIT = """
local now, answers = tonumber(ARGV[1]), {}
for place, key in ipairs(KEYS) do
    local base = (place - 1) * 6 + 2
    local slot, most = tonumber(ARGV[base]), tonumber(ARGV[base + 1])
    local free = tonumber(ARGV[base + 2])
    local first, longest = tonumber(ARGV[base + 3]), tonumber(ARGV[base + 4])
    local steps, total, at = {}, 0, 0
    local held = redis.call('HGETALL', key)
    for i = 1, #held, 2 do
        if held[i] == 'at' then at = tonumber(held[i + 1])
        else slot = math.max(slot, tonumber(held[i])) end
    end
    for i = 1, #held, 2 do
        if held[i] ~= 'at' then
            local age = slot - tonumber(held[i])
            if age > STEPS then redis.call('HDEL', key, held[i])
            else
                steps[age] = tonumber(held[i + 1])
                total = total + steps[age]
            end
        end
    end
    local may = total < most
    if may and total >= free then
        may = now >= at + math.min(longest, first * 2 ^ math.min(total - free, 30))
    end
    if may then
        steps[0] = redis.call('HINCRBY', key, string.format('%.0f', slot), 1)
        redis.call('HSET', key, 'at', ARGV[1])
        redis.call('EXPIRE', key, tonumber(ARGV[base + 5]))
        at = now
    end
    local tries = {}
    for age = STEPS, 0, -1 do table.insert(tries, steps[age] or 0) end
    answers[place] = {may and 1 or 0, string.format('%.0f', slot), tries, string.format('%.6f', at)}
end
return answers
""".replace("STEPS", str(STEPS))

GIVE_BACK = """
for place, key in ipairs(KEYS) do
    local tries = tonumber(redis.call('HGET', key, ARGV[place]) or '0')
    if tries > 1 then redis.call('HINCRBY', key, ARGV[place], -1)
    elseif tries == 1 then redis.call('HDEL', key, ARGV[place]) end
    if redis.call('HKEYS', key)[2] == nil then redis.call('DEL', key) end
end
"""


@cache
def _client(url: str) -> Any:
    return redis.Redis.from_url(
        url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, decode_responses=True
    )


def hit(subjects: Sequence[Subject], now: float) -> list[Count]:
    """As database.hit; all in one script, which Redis runs alone. Raises Away."""
    values: list[str | int] = [f"{now:.6f}"]
    for subject in subjects:
        rate = subject.rate
        life = min(int(rate.seconds + rate.step) + 1, 2**31)
        values += [rate.slot(now), rate.limit, rate.free, rate.first, rate.longest, life]
    answers = _client(settings.REDIS_URL).eval(HIT, len(subjects), *_keys(subjects), *values)
    return [
        Count(subject, bool(may), int(slot), tuple(map(int, tries)), float(last_at))
        for subject, (may, slot, tries, last_at) in zip(subjects, answers, strict=True)
    ]


def give_back(counts: Sequence[Count]) -> None:
    """Raises Away."""
    keys = _keys([count.subject for count in counts])
    slots = [count.slot for count in counts]
    _client(settings.REDIS_URL).eval(GIVE_BACK, len(keys), *keys, *slots)


def _keys(subjects: Sequence[Subject]) -> list[str]:
    return [PREFIX + subject.key for subject in subjects]
