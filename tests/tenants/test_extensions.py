"""Extensions that stand elsewhere, or that nobody may make: `prepare` says what to do."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.provisioning import extensions
from tenants.provisioning.extensions import ExtensionUnusable, create_extensions

pytestmark = pytest.mark.django_db


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def elsewhere():
    execute("CREATE SCHEMA tools")
    execute("ALTER EXTENSION btree_gin SET SCHEMA tools")


def places():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname, extnamespace::regnamespace::text FROM pg_extension")
        return dict(cursor.fetchall())


def test_what_is_there_stays():
    before = places()

    create_extensions()

    assert places() == before
    assert before.items() >= dict.fromkeys(extensions.EXTENSIONS, "public").items()


def test_an_extension_in_another_schema_is_named_with_the_statement_that_moves_it(elsewhere):
    with pytest.raises(ExtensionUnusable) as refused:
        create_extensions()

    message = str(refused.value)
    assert "btree_gin in the schema tools" in message
    _, _, statement = message.rpartition("\n")
    execute(statement)
    create_extensions()


def test_the_command_says_so_without_a_traceback(elsewhere):
    with pytest.raises(CommandError, match="ALTER EXTENSION btree_gin SET SCHEMA public"):
        call_command("prepare", force=True)


def test_one_that_the_server_does_not_have_is_named_with_what_to_do(monkeypatch):
    monkeypatch.setattr(extensions, "EXTENSIONS", ["no_such_extension"])

    with pytest.raises(ExtensionUnusable, match=r"no_such_extension(?s:.*)contrib"):
        create_extensions()
