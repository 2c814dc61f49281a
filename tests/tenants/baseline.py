"""`make baseline`: what migrations alone make of an empty database, written down or compared.

`python -m tests.tenants.baseline` writes the files anew; `... compare` says how a database that
the files make differs from one that migrations make. Both need the tests' server, which lets them
make databases.
"""

import json
import os
import sys
from contextlib import contextmanager
from difflib import unified_diff

import django

DATABASE = f"galleria_baseline_{os.getpid()}"
ROLE = f"galleria_reader_{os.getpid()}"


def write():
    """Replace the files by what the migrations of this code make."""
    from tenants.provisioning import baseline

    with scratch():
        files = migrate_alone()
    baseline.FOLDER.mkdir(exist_ok=True)
    for name, text in files.items():
        (baseline.FOLDER / name).write_text(text, encoding="utf-8")


def compare():
    """Print {part of the database: lines of a diff} as JSON; {} where both are the same."""
    from tests.database import maintenance

    with maintenance() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        try:
            with scratch():
                files = migrate_alone()
                migrated = complete()
            with scratch():
                loaded = complete()
        finally:
            cursor.execute(f"DROP ROLE {ROLE}")
    print(json.dumps(differences(files | migrated, committed(files) | loaded)))


@contextmanager
def scratch():
    """Work in an empty database, which is gone afterwards."""
    from tests import database

    with database.maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{DATABASE}"')
    database.use(DATABASE)
    try:
        yield
    finally:
        database.drop(DATABASE)


def migrate_alone():
    """{file's name: its text}, from an empty database, with no look at the files there are."""
    from django.conf import settings

    from tenants.provisioning import schema_migrations, snapshot, template
    from tenants.provisioning.definitions import settle
    from tenants.provisioning.extensions import create_extensions
    from tenants.provisioning.recorder import migrate_and_record

    create_extensions()
    schema_migrations.migrate_public()
    schema_migrations.begin_schema(settings.TEMPLATE_SCHEMA)
    # Without the signal at the end, which is sent in each database that the files make.
    migrate_and_record(settings.TEMPLATE_SCHEMA)
    template.drop_outward_keys(settings.TEMPLATE_SCHEMA)
    schemas = ("public", settings.TEMPLATE_SCHEMA)
    for schema in schemas:
        settle(schema)
    names = [f"{app}.{name}\n" for app, name in schema_migrations.list_migrations()]
    texts = {f"{schema}.sql": snapshot.write_snapshot(schema) for schema in schemas}
    return texts | {"migrations.txt": "".join(names)}


def complete():
    """{part: lines} of this database after the steps of `prepare` that follow or use the files."""
    from django.conf import settings

    from tenants.provisioning import baseline, rights, schema_migrations, template
    from tenants.provisioning.extensions import create_extensions
    from tests.tenants import catalogue

    create_extensions()
    baseline.load_schema("public")
    schema_migrations.migrate_public()
    rights.write_functions()
    rights.grant(ROLE)
    template.migrate_template()
    rights.keep_read_only(ROLE)
    contents = {name: catalogue.contents(name) for name in ("public", settings.TEMPLATE_SCHEMA)}
    return {"definitions": catalogue.dump()} | contents


def committed(names):
    from tenants.provisioning.baseline import FOLDER

    return {name: (FOLDER / name).read_text(encoding="utf-8") for name in names}


def differences(wanted, present):
    """The first lines in which each part differs."""
    diffs = {
        name: list(unified_diff(lines(wanted[name]), lines(present[name]), n=0)) for name in wanted
    }
    return {name: diff[:40] for name, diff in diffs.items() if diff}


def lines(part):
    return part.splitlines() if isinstance(part, str) else part


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    django.setup()
    compare() if sys.argv[1:] == ["compare"] else write()
