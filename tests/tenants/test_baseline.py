"""A new database is made from files, exactly as the migrations would make it."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from tenants.provisioning import baseline
from tenants.provisioning.baseline import file_of, list_baseline, load_schema
from tenants.provisioning.followers import find_behind, follower_schemas
from tenants.provisioning.schema_migrations import list_migrations
from tenants.provisioning.snapshot import write_snapshot
from tenants.provisioning.template import build_template
from tests.tenants import catalogue, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_template(db):
    """The template goes, and with it what kept another one from being made."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA template CASCADE")


def ignore(message):
    pass


def columns(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]
        )
        return [name for (name,) in cursor.fetchall()]


def test_the_files_hold_every_migration():
    """One more would be carried out at each first start and in each run of the tests."""
    assert list_baseline() == list_migrations(), "Run `make baseline` and commit the files."


@pytest.mark.slow
def test_migrations_make_exactly_what_the_files_make():
    """Half a minute of CPU: a database by migrations alone, beside one by the files."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.tenants.baseline", "compare"]

    answer = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(answer.stdout) == {}, "Run `make baseline` and commit the files."


def test_a_loaded_template_is_written_as_it_was_read(no_template):
    assert load_schema("template") is True

    assert write_snapshot("template") == file_of("template").read_text(encoding="utf-8")


def test_a_template_is_built_without_a_migration(no_template, monkeypatch):
    monkeypatch.setattr("tenants.provisioning.schema_migrations.call_command", pytest.fail)

    build_template(ignore)

    assert catalogue.shape("template") == catalogue.shape("shop_tea")
    assert find_behind() == []


def test_migrations_newer_than_the_files_follow(no_template, tmp_path):
    with later.release(tmp_path, later.PLAIN):
        build_template(ignore)

        assert "nickname" in columns("template.staff_membership")
        behind = {row.schema: row.missing for row in find_behind()}
    assert behind == dict.fromkeys(follower_schemas(), frozenset({"staff.9001_later"}))


def test_a_schema_that_stands_is_left_to_its_migrations():
    before = catalogue.contents("template")

    assert [load_schema("public"), load_schema("template")] == [False, False]

    assert catalogue.contents("template") == before


def test_files_of_other_packages_are_left_alone(no_template, monkeypatch):
    """An installed Wagtail without the last migration listed has another schema."""
    listed = [*list_baseline(), ("wagtailcore", "9999_of_tomorrow")]
    monkeypatch.setattr(baseline, "list_baseline", lambda: listed)

    assert load_schema("template") is False

    assert not catalogue.exists("template")


def test_without_files_migrations_do_it(no_template, monkeypatch, tmp_path):
    monkeypatch.setattr(baseline, "FOLDER", tmp_path)

    assert load_schema("template") is False

    assert not catalogue.exists("template")
