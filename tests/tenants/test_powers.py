"""A login role with powers beyond rows is told, whichever way it has them."""

from secrets import token_hex

import pytest
from django.db import connection
from django.test import Client

from tenants.postgresql.powers import other_databases, powers_of_login
from tenants.provisioning import rights

pytestmark = pytest.mark.django_db


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def log_in(attributes="", member_of=""):
    """This connection is such a role from here to the end of the test."""
    role = f"web_{token_hex(6)}"
    execute(f"CREATE ROLE {role} LOGIN {attributes}")
    rights.grant(role)
    if member_of:
        execute(f"GRANT {member_of} TO {role}")
    execute(f"SET SESSION AUTHORIZATION {role}")


def powers():
    with connection.cursor() as cursor:
        return powers_of_login(cursor)


@pytest.mark.parametrize(
    ("attributes", "member_of", "named"),
    [
        ("", "", []),
        ("SUPERUSER", "", ["superuser"]),
        ("CREATEDB", "", ["createdb"]),
        ("CREATEROLE CREATEDB", "", ["createdb", "createrole"]),
        ("REPLICATION", "", ["replication"]),
        ("BYPASSRLS", "", ["bypassrls"]),
        ("", "galleria", ["superuser"]),
        ("NOINHERIT", "galleria", ["superuser"]),
        ("", "pg_execute_server_program", ["programs"]),
        ("", "pg_read_server_files", ["files"]),
        ("", "pg_write_server_files, pg_read_all_stats", ["files"]),
        ("", "pg_monitor", []),
    ],
)
def test_powers_are_named(attributes, member_of, named):
    log_in(attributes, member_of)
    assert powers() == named


def test_other_databases_are_known_by_name():
    """A cluster as it comes lets everybody into `postgres` and `template1`.

    Other tests make and drop databases of this server meanwhile.
    """
    log_in()
    with connection.cursor() as cursor:
        assert {"postgres", "template1"} <= set(other_databases(cursor))
        execute("RESET SESSION AUTHORIZATION")
        execute("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        log_in()
        others = other_databases(cursor)
    assert "template1" in others
    assert "postgres" not in others


def ready():
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


@pytest.mark.parametrize("attributes", ["SUPERUSER", "CREATEDB"])
def test_production_is_not_ready_with_a_powerful_role(settings, attributes):
    log_in(attributes)
    check = {"ok": False, "may": [attributes.lower()]}

    status, told = ready()
    assert (status, told["status"], told["checks"]["role"]) == (200, "degraded", check)

    settings.REFUSE_POWERFUL_ROLE = True
    status, told = ready()
    assert (status, told["status"], told["checks"]["role"]) == (503, "not ready", check)


def test_production_is_ready_with_the_webs_role(settings):
    settings.REFUSE_POWERFUL_ROLE = True
    log_in()

    status, told = ready()

    assert status == 200
    assert told["checks"]["role"] == {"ok": True}
    assert told["checks"]["neighbours"]["may_enter"] > 0
