"""What PostgreSQL reads to answer, by the plans that it runs."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

READING = ("SELECT", "WITH", "(WITH", "EXECUTE")


def analyse(*tables):
    """How many rows there are is known from now on, when the test has taken them back too."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def vacuum(*tables):
    """Rows and statistics that tests took back are no more: ANALYZE wrote sizes that outlive it."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")


def rows_read(call):
    """The most rows that a step of one of its statements read, those thrown away among them."""
    with CaptureQueriesContext(connection) as queries:
        call()
    texts = [query["sql"].strip() for query in queries]
    statements = [text for text in texts if text.startswith(READING)]
    assert statements
    return max(map(most_rows_read, statements))


def most_rows_read(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        (plans,) = cursor.fetchone()
    return max(_steps((json.loads(plans) if isinstance(plans, str) else plans)[0]["Plan"]))


def _steps(plan):
    """A bitmap's rows are those of the scan above it, and entries of what tests took back."""
    removed = sum(rows for name, rows in plan.items() if name.startswith("Rows Removed"))
    if plan["Node Type"] != "Bitmap Index Scan":
        yield (plan["Actual Rows"] + removed) * plan["Actual Loops"]
    for part in plan.get("Plans", []):
        yield from _steps(part)
