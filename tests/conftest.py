"""Databases from a template, clean process memory, and the report of what was left out.

Fixtures of a subject live in that subject's folder.
"""

import gc
import os
import shutil

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

from tests.reporting import (  # noqa: F401 - pytest finds hooks here
    pytest_collection_modifyitems,
    pytest_deselected,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)


def pytest_collection(session):
    """What is loaded stays: searching it for garbage meanwhile costs a seventh of the loading."""
    gc.disable()


def pytest_collection_finish(session):
    """What was loaded until now stays: searching it for garbage again costs a sixth of the run."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """A database of this worker's own; a test that commits gets it restored afterwards.

    Django would truncate the tables of the current schema instead, and so forget the shops.
    """
    from tests import database
    from tests.factories import lock_order

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_galleria_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        database.create(name)
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.restore(name))
    lock_order.watch(patch)
    yield
    patch.undo()
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture(autouse=True)
def fresh_memory():
    """No test sees what an earlier one left in caches, or starts inside its schema."""
    from django.db import connection

    from tenants.registry.directory import directory

    cache.clear()
    directory.forget()
    connection.set_schema_to_public()
    yield
    connection.set_schema_to_public()


@pytest.fixture(autouse=True)
def locks_in_order():
    """Whoever locks rows does it in the order of tenants.kernel.locks."""
    from tests.factories.lock_order import take_faults

    take_faults()
    yield
    assert take_faults() == []


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium to drive."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, names):
        if path := shutil.which(name):
            return path
    pytest.skip("needs Chromium: apt-get install chromium, or CHROMIUM=/path/to/chromium")


@pytest.fixture
def books(db):
    """A shop that sells in EUR."""
    from tests.factories.shops import get_shop

    return get_shop("books")


@pytest.fixture
def coffee(db):
    """Another shop that sells in EUR."""
    from tests.factories.shops import get_shop

    return get_shop("coffee")


@pytest.fixture
def tea(db):
    """A shop that sells in JPY."""
    from tests.factories.shops import get_shop

    return get_shop("tea")
