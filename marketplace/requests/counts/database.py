"""Counts in PostgreSQL: once over all processes, each try one guarded statement.

The table is UNLOGGED: a try costs no flush to the disk. A crash of PostgreSQL empties it, a
standby begins with none; what is counted is guesses of the last minutes, so both may be.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from marketplace.requests.counts.tries import STEPS, Count, Subject
from marketplace.requests.models import ThrottleCount
from tenants.joints.django import delete_at_once
from tenants.postgresql.statements import Prepared
from tenants.registry.context import PUBLIC

TABLE = f'"{PUBLIC}"."requests_throttlecount"'
ROOM = STEPS + 1

# Steps that lie further back than the window fall off the left; new ones are empty.
HIT = Prepared(
    "count_tries",
    f"""
INSERT INTO {TABLE} AS held
    (key, slot, tries, is_counted, last_at, ends_at, most, free, first_pause, longest_pause)
SELECT key, slot, array_fill(0, ARRAY[{STEPS}]) || (most > 0)::int, most > 0,
       CASE WHEN most > 0 THEN %(now)s::float8 ELSE 0 END,
       ends_at, most, free, first_pause, longest_pause
FROM unnest(
    %(keys)s::text[], %(slots)s::bigint[], %(ends)s::float8[], %(most)s::int[], %(free)s::int[],
    %(first)s::int[], %(longest)s::int[]
) AS wanted (key, slot, ends_at, most, free, first_pause, longest_pause)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET (slot, tries, is_counted, last_at, ends_at) = (
    SELECT greatest(held.slot, excluded.slot),
           moved[1:{STEPS}] || (moved[{ROOM}] + may::int),
           may,
           CASE WHEN may THEN excluded.last_at ELSE held.last_at END,
           greatest(held.ends_at, excluded.ends_at)
    FROM (SELECT least(greatest(excluded.slot - held.slot, 0), {ROOM})::int AS steps) AS passed,
    LATERAL (
        SELECT (held.tries || array_fill(0, ARRAY[{ROOM}]))[1 + steps : {ROOM} + steps] AS moved
    ) AS shifted,
    LATERAL (SELECT coalesce(sum(part), 0) AS total FROM unnest(moved) AS part) AS counted,
    LATERAL (
        SELECT total < excluded.most AND (
            total < excluded.free OR excluded.last_at >= held.last_at + least(
                excluded.longest_pause,
                excluded.first_pause * 2 ^ least(total - excluded.free, 30)
            )
        ) AS may
    ) AS guarded
)
RETURNING key, is_counted, slot, tries, last_at
""",  # noqa: S608 - of this module's constants
)

# By key, as they are counted: two requests never wait for each other crosswise. A row that counts
# nothing any more goes, or a flood that is refused would leave a row for each name it made up. What
# a row counts is asked of the row itself: one read before its lock was had may be an older one.
GIVE_BACK = f"""
WITH held AS (
    SELECT key FROM {TABLE} WHERE key = ANY(%(keys)s) ORDER BY key FOR UPDATE
), given AS (
    SELECT * FROM unnest(%(keys)s::text[], %(slots)s::bigint[]) AS given (key, slot)
)
UPDATE {TABLE} AS row
SET tries[{ROOM} - (row.slot - given.slot)] =
    greatest(0, row.tries[{ROOM} - (row.slot - given.slot)] - 1)
FROM held JOIN given USING (key)
WHERE row.key = held.key AND row.slot - given.slot BETWEEN 0 AND {STEPS};
DELETE FROM {TABLE}
WHERE key = ANY(%(keys)s) AND (SELECT sum(part) FROM unnest(tries) AS part) = 0
"""  # noqa: S608 - of this module's constants


def hit(subjects: Sequence[Subject], now: float) -> list[Count]:
    """Count a try of each, those that may; in their order."""
    by_key = {subject.key: subject for subject in subjects}
    rates = [subject.rate for subject in by_key.values()]
    values = {
        "now": now,
        "keys": list(by_key),
        "slots": [rate.slot(now) for rate in rates],
        "ends": [now + rate.seconds + rate.step for rate in rates],
        "most": [rate.limit for rate in rates],
        "free": [rate.free for rate in rates],
        "first": [rate.first for rate in rates],
        "longest": [rate.longest for rate in rates],
    }
    counts = {
        key: Count(by_key[key], is_counted, slot, tuple(tries), last_at)
        for key, is_counted, slot, tries, last_at in HIT.fetch_all(values)
    }
    return [counts[subject.key] for subject in subjects]


def give_back(counts: Sequence[Count]) -> None:
    values: dict[str, Any] = {
        "keys": [count.subject.key for count in counts],
        "slots": [count.slot for count in counts],
    }
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, values)


def forget_ended(now: float) -> int:
    return delete_at_once(ThrottleCount.objects.filter(ends_at__lt=now))
