"""What PostgreSQL reads to answer, by the plans that it runs."""

import json
from contextlib import nullcontext

from django.db import connection

from tenants.registry.context import (
    current_retailer,
    in_market,
    use_market,
    use_public,
    use_retailer,
)

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
    return max(reads(call))


def reads(call):
    """So many of each statement that reads, in their order; each in the schema that it was for."""
    statements = []

    def record(execute, sql, values, many, context):
        text = context["cursor"].mogrify(sql, values)
        statements.append((_schema(), text.decode().strip()))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(record):
        call()
    reading = [(use, text) for use, text in statements if text.startswith(READING)]
    assert reading
    return [most_rows_read(text, use) for use, text in reading]


def _schema():
    """What enters the schema that is in use now, whenever it is called."""
    retailer = current_retailer()
    if retailer:
        return lambda: use_retailer(retailer)
    return use_market if in_market() else use_public


def most_rows_read(statement, use=nullcontext):
    with use(), connection.cursor() as cursor:
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
