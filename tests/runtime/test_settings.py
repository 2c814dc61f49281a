"""The settings as a process of its own reads them."""

import json
import os
import re
import secrets
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings

from marketplace.runtime.fingerprint import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
    "SECRET_KEY": "3mG7vV1xkQ9tJ5sLw8Zc2Rb6Hn4Fy0DpEaUiToMgKjXhWrBq-and-some-more",
    "ALLOWED_HOSTS": "galleria.example,.galleria.example",
    "MARKET_HOST": "galleria.example",
    "TRUSTED_PROXIES": "1",
}


def manage(*arguments, **variables):
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp")}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def database_url():
    """The server that the tests use, as another process reaches it."""
    given = settings.DATABASES["default"]
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@/postgres"
        f"?host={given['HOST']}&port={given['PORT'] or 5432}"
    )


@pytest.fixture(scope="module")
def plain_role(database_url):
    """The same server for a role that is no superuser."""
    name, password = f"plain_{secrets.token_hex(4)}", secrets.token_hex(8)
    with closing(psycopg2.connect(database_url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        yield re.sub("//[^@]+@", f"//{name}:{password}@", database_url)
        connection.cursor().execute(f"DROP ROLE {name}")


@pytest.mark.world
def test_production_passes_the_deployment_check(plain_role):
    variables = PRODUCTION | {"DATABASE_URL": plain_role}
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **variables)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.world  # the check itself is asked in tests/tenants/test_powers.py
def test_a_superusers_role_is_warned_of(database_url):
    variables = PRODUCTION | {"DATABASE_URL": database_url}
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **variables)

    assert checked.returncode == 1
    said = "(tenants.W003) The database's role galleria has the powers superuser."
    assert said in checked.stderr


def test_production_names_everything_that_is_missing_at_once():
    refused = manage("check", DJANGO_SETTINGS_MODULE="marketplace.settings.production")

    assert refused.returncode != 0
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "MARKET_HOST", "TRUSTED_PROXIES", "DATABASE_URL"):
        assert f"- {name} is not set" in refused.stderr


def test_a_short_secret_key_is_refused_without_being_shown():
    refused = manage("check", **(PRODUCTION | {"SECRET_KEY": "too-short-canary"}))

    assert "SECRET_KEY has 16 characters" in refused.stderr
    assert "canary" not in refused.stderr


def test_another_engine_is_refused_in_one_line():
    refused = manage("check", DATABASE_URL="mysql://root@localhost/shop")

    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1] == (
        "  - DATABASE_URL names the engine 'mysql': Galleria runs on PostgreSQL only: "
        "use postgres://user:password@host:5432/name."
    )


def values(*names, **variables):
    """What the production settings say, without loading the apps."""
    code = (
        "import json, sys; from marketplace.settings import production as settings;"
        f"print(json.dumps([getattr(settings, name) for name in {names!r}]))"
    )
    read = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "postgres://a@b/c"} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(read.stdout)


def test_secrets_may_come_from_files(tmp_path):
    path = tmp_path / "secret"
    path.write_text("f" * 60)
    variables = {k: v for k, v in PRODUCTION.items() if k != "SECRET_KEY"}

    assert values("SECRET_KEY", **(variables | {"SECRET_KEY_FILE": str(path)})) == ["f" * 60]


@pytest.mark.world
def test_production_logs_json(database_url):
    code = "import logging; logging.getLogger('tenants').warning('password=canary')"
    ran = manage("shell", "-v0", "-c", code, **(PRODUCTION | {"DATABASE_URL": database_url}))

    entry = json.loads(ran.stderr.strip().splitlines()[-1])
    assert entry["message"] == "password=[redacted]"
    assert {"time", "level", "logger", "schema", "trace_id"} <= entry.keys()


def test_encryption_is_on_unless_http_is_asked_for():
    names = ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")

    assert values(*names, "SECURE_HSTS_SECONDS", **PRODUCTION) == [True, True, True, 31_536_000]
    plain = PRODUCTION | {"SITE_SCHEME": "http"}
    assert values(*names, "SECURE_HSTS_SECONDS", **plain) == [False, False, False, 0]


def test_redis_is_the_cache_when_named():
    with_redis = values("CACHES", **(PRODUCTION | {"REDIS_URL": "redis://redis:6379/0"}))[0]
    without = values("CACHES", **PRODUCTION)[0]

    assert with_redis["default"]["LOCATION"] == "redis://redis:6379/0"
    # Kept apart by schema in either.
    assert with_redis["default"]["KEY_FUNCTION"] == without["default"]["KEY_FUNCTION"]
    assert without["default"]["KEY_FUNCTION"] == "django_tenants.cache.make_key"


TWO = {
    "DATABASE_URL": "postgres://web:w@db/galleria",
    "DATABASE_OWNER_URL": "postgres://owner:o@db/galleria",
}
ONE = {"DATABASE_URL": "postgres://all:a@db/galleria"}


@pytest.mark.world
@pytest.mark.parametrize(
    ("variables", "user", "web_role"),
    [
        (TWO, "owner", "web"),
        (TWO | {"DATABASE_ROLE": "owner"}, "owner", "web"),
        (TWO | {"DATABASE_ROLE": "web"}, "web", "web"),
        (ONE, "all", ""),
        (ONE | {"DATABASE_ROLE": "web"}, "all", ""),
        (ONE | {"DATABASE_OWNER_URL": ONE["DATABASE_URL"]}, "all", ""),
    ],
)
def test_the_owner_administrates_and_the_web_serves(variables, user, web_role):
    databases, role = values("DATABASES", "DATABASE_WEB_ROLE", **(PRODUCTION | variables))

    assert (databases["default"]["USER"], role) == (user, web_role)


def test_a_role_that_is_neither_is_refused():
    refused = manage("check", **(PRODUCTION | TWO | {"DATABASE_ROLE": "Web"}))

    assert "DATABASE_ROLE is 'Web': use owner or web." in refused.stderr


WORKER = """
import contextlib, runpy, sys
sys.argv = ["manage.py", "tasks_worker", "--help"]
with contextlib.suppress(SystemExit):
    runpy.run_path("manage.py", run_name="__main__")
"""
OTHER = WORKER.replace("tasks_worker", "prepare")


@pytest.mark.world
@pytest.mark.parametrize(
    ("program", "user"),
    [
        ("import marketplace.runtime.asgi", "web"),
        (WORKER, "web"),
        (OTHER, "owner"),
    ],
)
def test_the_programs_that_serve_log_in_as_the_web(program, user):
    code = (
        f"{program}\nfrom django.conf import settings\nprint(settings.DATABASES['default']['USER'])"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | PRODUCTION | TWO,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.splitlines()[-1] == user
