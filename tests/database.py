"""Test databases: prepared once per state of the code, then copied for each worker.

`galleria_template_<hash>` holds the schemas public, market, template, one spare and the shops of
`tests.factories.shops`. It is reused while the code that shapes it is the same.
"""

import hashlib
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection, connections
from django_tasks_db.models import DBTaskResult

from marketplace.runtime import fingerprint
from tenants.provisioning.services import prepare_database
from tenants.tasks.runner import run_all
from tests.factories import shops

PREFIX = "galleria_template_"
LOCK = 5_117_902
KEPT = 3


@cache
def template_name():
    """Of the code as it was when this run began."""
    digest = hashlib.sha256(fingerprint.of_code().encode())
    for module in (__file__, shops.__file__):
        digest.update(Path(module).read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def create(name):
    """Make the database `name` as a copy of the template, which is built if it is not there."""
    template = template_name()
    with maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not exists(cursor, template):
            drop_outdated(cursor)
            build(cursor, template)
        copy(cursor, template, name)
    use(name)


def restore(name):
    """Back to the template's rows, after a test that committed."""
    connections.close_all()
    with maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        copy(cursor, template_name(), name)


def drop(name):
    connections.close_all()
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def build(cursor, template):
    unfinished = f"{template}_unfinished"
    cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{unfinished}"')
    use(unfinished)
    prepare_database(lambda message: None)
    with connection.cursor() as inside:
        fingerprint.store(inside, fingerprint.of_code())
    shops.open_shops()
    finish_tasks()
    connections.close_all()
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def finish_tasks():
    """What new shops leave to the worker: else each test that runs tasks would run these first."""
    run_all()
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
    DBTaskResult.objects.all().delete()


def copy(cursor, template, name):
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def use(name):
    """Point Django at this database."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def exists(cursor, name):
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def drop_outdated(cursor):
    """All but the newest templates: another run may be at work with the code of a moment ago."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC OFFSET %s",
        [PREFIX + "%", KEPT],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def maintenance():
    """A cursor in the database `postgres`, outside of transactions."""
    given = connection.get_connection_params()
    given.pop("cursor_factory", None)
    with closing(psycopg2.connect(**(given | {"dbname": "postgres"}))) as raw:
        raw.autocommit = True
        with raw.cursor() as cursor:
            yield cursor
