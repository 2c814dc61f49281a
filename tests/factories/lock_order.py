"""Reads locks from statements, and whether a transaction takes them as ORDER has them.

`watch` listens to each connection of the tests; what is out of order fails the test in which it
happened (tests/conftest.py). Statements are read, never asked again: no table is touched.
"""

import re
from dataclasses import dataclass, field
from functools import wraps
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.signals import connection_created
from django.db.transaction import Atomic

from tenants.kernel.locks import AFTER_SHOPS, BEFORE_SHOPS, IN_A_SHOP, ORDER

# What libraries lock by themselves: parents of a tree, rows of `update_or_create`. And tries, which
# are counted in a transaction of their own.
LEFT_ALONE = frozenset(
    {
        "cms_contentpage",
        "cms_homepage",
        "cms_markethomepage",
        "discovery_marketcategory",
        "django_site",
        "requests_throttlecount",
        "tenants_clonescript",
        "wagtailadmin_formstate",
        "wagtailcore_collection",
        "wagtailcore_page",
    }
)
CLAUSE = re.compile(
    r'\bFOR (?P<strength>NO KEY UPDATE|UPDATE|SHARE)\b(?: OF "?(?P<of>\w+)"?)?'
    r"(?P<skips> SKIP LOCKED)?"
)
TABLE = re.compile(r'\bFROM (?:"?public"?\.)?"?(?P<name>\w+)"?')


@dataclass(frozen=True)
class RowLock:
    table: str
    strength: str
    is_ordered: bool
    skips: bool


def read_lock(sql: str) -> RowLock | None:
    """The rows that a SELECT locks; those of the first table that it names, or None."""
    clause = CLAUSE.search(sql) if "FOR " in sql else None
    table = TABLE.search(sql) if clause else None
    if clause is None or table is None or not sql.lstrip().startswith(("SELECT", "WITH")):
        return None
    is_ordered = "ORDER BY" in sql
    return RowLock(table["name"], clause["strength"], is_ordered, bool(clause["skips"]))


@dataclass
class Ledger:
    """What one transaction holds: (which shop or 0, table) in the order in which it was taken."""

    entries: list[tuple[int, str]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)

    def take(self, shop: int, lock: RowLock, rows: int) -> str:
        """What is wrong with that, or ""."""
        if lock.skips or lock.table in LEFT_ALONE:
            return ""
        if lock.table not in ORDER:
            return f"{lock.table} has no place in tenants.kernel.locks.ORDER"
        if rows > 1 and not lock.is_ordered:
            return f"{rows} rows of {lock.table} are locked in no order"
        entry = (shop if lock.table in IN_A_SHOP else 0, lock.table)
        if entry in self.entries:
            return ""
        later = [other for other in self.entries if place(other) > place(entry)]
        self.entries.append(entry)
        return f"{entry} is locked behind {later}" if later else ""


def place(entry: tuple[int, str]) -> tuple[int, int, int]:
    """Of several shops all of one stands before all of the next."""
    shop, table = entry
    for stage, tables in enumerate((BEFORE_SHOPS, IN_A_SHOP, AFTER_SHOPS)):
        if table in tables:
            return stage, shop, tables.index(table)
    raise KeyError(table)


_own = local()
_faults: list[str] = []


def ledger() -> Ledger:
    """Of this thread's connection."""
    if not hasattr(_own, "ledger"):
        _own.ledger = Ledger()
    return _own.ledger


def take_faults() -> list[str]:
    """What was out of order since the last call, in any thread."""
    faults, _faults[:] = list(_faults), []
    return faults


def _read(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    result = execute(sql, params, many, context)
    lock = read_lock(sql) if isinstance(sql, str) and "FOR " in sql else None
    own = ledger() if lock else None
    if lock and own and own.depths:
        shop = getattr(connection.tenant, "pk", None) or 0
        if fault := own.take(shop, lock, context["cursor"].rowcount):
            _faults.append(fault)
    return result


def _listen(*, connection: Any, **kwargs: Any) -> None:
    if _read not in connection.execute_wrappers:
        connection.execute_wrappers.append(_read)


def watch(patch: Any) -> None:
    """From now on. A transaction begins and ends where its outermost `atomic` does, but for the one
    that a test of Django's stands in: nothing public tells that, hence the patch of Atomic."""
    enter, leave = Atomic.__enter__, Atomic.__exit__

    @wraps(enter)
    def begin(atomic: Any) -> None:
        enter(atomic)
        if _counts(atomic):
            ledger().depths.append(len(ledger().entries))

    @wraps(leave)
    def end(atomic: Any, kind: Any, error: Any, trace: Any) -> None:
        try:
            leave(atomic, kind, error, trace)
        finally:
            if _counts(atomic) and ledger().depths:
                before = ledger().depths.pop()
                # A savepoint that is rolled back gives up what was locked behind it.
                if kind is not None or not ledger().depths:
                    del ledger().entries[before:]

    patch.setattr(Atomic, "__enter__", begin)
    patch.setattr(Atomic, "__exit__", end)
    connection_created.connect(_listen, dispatch_uid="tests.lock_order")
    _listen(connection=connection)


def _counts(atomic: Any) -> bool:
    return atomic.using in (None, DEFAULT_DB_ALIAS) and not atomic._from_testcase
