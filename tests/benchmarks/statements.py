"""Statements per request, counted where they are sent and checked where they arrive."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

import psycopg2
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.runtime import postgres

# What no code of ours sends: PostgreSQL's own look-ups for foreign keys at COMMIT, and Django's
# question whether a kept connection still lives. The look-up's text is `SELECT 1 ...` if its
# first caller after a reset had it planned already, else `SELECT $2 ...`: constants are numbered
# behind the parameters then. One row of the view holds the look-ups of all tables.
UNASKED = re.compile(r"SELECT (1|\$\d+) FROM ONLY .* FOR KEY SHARE OF x|SELECT \$1$", re.I | re.S)
CONTROL = re.compile(r"\s*(SET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SHOW|DISCARD)\b", re.I)


@dataclass(frozen=True, slots=True)
class Counted:
    data: int
    control: int


def count(act: Callable[[], object]) -> Counted:
    """Run it once and tell data statements from control statements."""
    with CaptureQueriesContext(connection) as queries:
        act()
    control = sum(1 for query in queries if CONTROL.match(query["sql"]))
    return Counted(data=len(queries) - control, control=control)


def is_asked(query: str) -> bool:
    """Whether the product's code sent this data statement."""
    unasked = CONTROL.match(query) or UNASKED.match(query) or "pg_stat_statements" in query
    return not unasked


class ServerCount:
    """What pg_stat_statements says that this database has executed since `reset`.

    Asked as the cluster's first role: no other is shown what the web's has sent.
    """

    def __init__(self) -> None:
        url = os.environ.get("DATABASE_URL") or postgres.ensure(settings.POSTGRES_HOME)
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True

    def reset(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_statements_reset()")

    def data_statements(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT query, calls FROM pg_stat_statements AS stat "
                "JOIN pg_database AS base ON base.oid = stat.dbid "
                "WHERE base.datname = current_database() AND stat.toplevel"
            )
            rows = cursor.fetchall()
        self.connection.close()
        return sum(calls for query, calls in rows if is_asked(query))
