"""Locks are taken by one verb, in one order (docs/decisions/0029-order-of-locks.md)."""

import ast
import re

from django.apps import apps

from tenants.kernel.locks import ORDER
from tests.architecture.code import sources, users_of, walk

LOCKING = re.compile(
    r"\bFOR (NO KEY )?UPDATE\b|\bFOR (KEY )?SHARE\b|\bpg_(try_)?advisory_|\bLOCK TABLE\b"
)
# Beside the modules named locks.py.
WRITTEN_OUT = {
    "marketplace/discovery/rates.py",  # only rows that nobody holds; the table of rates
    "marketplace/discovery/vocabulary.py",  # the table of terms, by chores
    "marketplace/requests/counts/database.py",  # counts, by their keys
    "tenants/feeds/services.py",  # a session's lock, around many transactions
    "tenants/tasks/reaper.py",  # a session's life line
}


def texts(tree):
    return (
        node.value
        for node in walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_rows_are_locked_by_the_one_verb():
    assert users_of("select_for_update") == {"tenants/kernel/locks.py"}


def test_locks_that_are_written_out_stand_in_modules_of_locks():
    paths = {path for path, tree in sources().items() if any(map(LOCKING.search, texts(tree)))}
    assert {path for path in paths if not path.endswith("/locks.py")} == WRITTEN_OUT


def test_the_order_names_tables_that_exist_each_once():
    tables = {model._meta.db_table for model in apps.get_models()}
    assert len(set(ORDER)) == len(ORDER)
    assert set(ORDER) - tables == set()
