"""SQL for tables of time spans: make the rows of some listings what they should be, or compare.

Each statement begins with the caller's CTE `fresh`, the rows as they should be; `stored` are those
that stand. `%(uuids)s` are the listings, which the caller has locked.
"""

from typing import NamedTuple


class SpanTable(NamedTuple):
    """A table in public; `subject` and `starts_at` make a row unique, `columns` are all."""

    name: str
    subject: str
    columns: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in (self.subject, "starts_at"))


def write_rows(table: SpanTable, fresh: str, *, also: str = "") -> str:
    """Delete what is gone, write what is new or differs. `also`: further CTEs, which may read
    `fresh`."""
    subject, columns = table.subject, table.columns
    same = f"stored.{subject} = fresh.{subject} AND stored.starts_at = fresh.starts_at"
    return f"""
WITH {fresh},
gone AS (
    DELETE FROM public.{table.name} AS stored
    WHERE stored.listing_id = ANY(%(uuids)s::uuid[])
      AND NOT EXISTS (SELECT FROM fresh WHERE {same})
){also}
INSERT INTO public.{table.name} ({", ".join(columns)})
SELECT {_list("fresh", columns)}
FROM fresh
LEFT JOIN public.{table.name} AS stored ON {same}
WHERE stored.{subject} IS NULL
   OR ({_list("stored", columns)}) IS DISTINCT FROM ({_list("fresh", columns)})
ORDER BY fresh.{subject}, fresh.starts_at
ON CONFLICT ({subject}, starts_at) DO UPDATE
SET {", ".join(f"{name} = excluded.{name}" for name in table.values)}
"""


def compare_rows(table: SpanTable, fresh: str, label: str, *, from_now: bool = False) -> str:
    """(subject, 'differs', `label`) of each subject with a row that is missing, stale or different.

    `from_now`: what is over is nobody's business, a span counts from `%(now)s` on.
    """
    subject, begin = table.subject, "{row}.starts_at"
    scope = "listing_id = ANY(%(uuids)s::uuid[])"
    if from_now:
        begin, scope = "greatest({row}.starts_at, %(now)s)", f"{scope} AND ends_at > %(now)s"
    return f"""
WITH {fresh},
stored AS (SELECT * FROM public.{table.name} WHERE {scope})
SELECT coalesce(stored.{subject}, fresh.{subject}), 'differs', '{label}'
FROM stored FULL JOIN fresh ON stored.{subject} = fresh.{subject}
    AND {begin.format(row="stored")} = {begin.format(row="fresh")}
WHERE stored.{subject} IS NULL OR fresh.{subject} IS NULL
   OR ({_list("stored", table.values)}) IS DISTINCT FROM ({_list("fresh", table.values)})
GROUP BY 1
"""


def _list(row: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{row}.{name}" for name in columns)
