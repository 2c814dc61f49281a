"""Single tests of a session of pytest, run in any order and as often as wanted."""

import sys
from collections.abc import Mapping
from typing import Any

import pytest

from tests.mutants.forks import Tell


class Reports:
    """What became of the test that ran last."""

    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


class Top:
    """As the next test: what the session set up stays, all below it is torn down."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


def find_killer(session: pytest.Session, limits: Mapping[str, float], begin: Tell) -> str:
    """The first of these tests that fails, or ""; `limits`: seconds for each.

    What meets in threads may fail by a machine's load alone: it has to fail twice.
    """
    items = {item.nodeid: item for item in session.items}
    for name, limit in limits.items():
        if name not in items:
            if session.testsfailed:  # its file cannot be imported
                return name
            continue
        begin(name, limit)
        if run_item(session, items[name]):
            begin(name, limit)
            if not has_threads(items[name]) or run_item(session, items[name]):
                return name
    return ""


def has_threads(item: pytest.Item) -> bool:
    """Tests that commit are those with more connections than one."""
    return any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))


def run_item(session: pytest.Session, item: pytest.Item) -> bool:
    """Run one test. Whether it failed."""
    reports = session.config.pluginmanager.get_plugin("mutants-reports")
    assert isinstance(reports, Reports)
    reports.failed = False
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=Top(session))
    return reports.failed


def close_connections() -> None:
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def restore_database() -> None:
    """After a test that was cut off: it may have written for good."""
    from django.conf import settings

    if settings.configured:
        from tests import database

        name = settings.DATABASES["default"]["NAME"]
        if str(name).startswith("test_"):
            database.restore(name)
            close_connections()
