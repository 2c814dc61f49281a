"""Other machines don't reach the demo's people, whoever starts the server."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from marketplace.accounts.errors import InvalidToken
from marketplace.accounts.logins import tokens
from marketplace.accounts.models import User
from marketplace.demo import people
from marketplace.runtime import exposure, supervisor
from marketplace.runtime.fingerprint import ROOT
from tests.runtime.test_settings import PRODUCTION, manage, values

KNOWN = "development-only-" + "x" * 40
OPEN = {"BIND_ADDRESS": "0.0.0.0"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("galleria.internal", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(address, expected):
    assert exposure.is_loopback(address) is expected


@pytest.fixture
def outside(monkeypatch):
    monkeypatch.setattr(exposure, "bind_address", lambda: "0.0.0.0")


@pytest.fixture
def anna(db):
    return people.account_of(people.CUSTOMERS[0])


def refuse():
    with connection.cursor() as cursor:
        exposure.refuse_demo_accounts(cursor)


def test_demo_accounts_are_refused_on_an_open_address_in_one_line(outside, anna):
    with pytest.raises(exposure.Exposed) as refusal:
        refuse()

    assert "BIND_ADDRESS=0.0.0.0" in str(refusal.value)
    assert "manage.py demo --lock" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_demo_accounts_are_served_on_loopback(anna):
    refuse()


def test_people_with_mailboxes_are_no_demo(outside, db):
    User.objects.filter(email__endswith=".example").update(is_active=False)
    User.objects.create_user("ada@example.org")

    refuse()


def test_locked_accounts_are_served_and_let_nobody_in(outside, anna, tmp_path):
    access = tokens.issue(user=anna).access
    (tmp_path / "demo.json").write_text("[]")

    with override_settings(HOME_DIR=tmp_path):
        call_command("demo", "--lock")

    refuse()
    anna.refresh_from_db()
    assert not anna.is_active
    assert not (tmp_path / "demo.json").exists()
    with pytest.raises(InvalidToken):
        tokens.authenticate_access(access)


@override_settings(DEMO_ALLOWED=False)
def test_no_demo_is_made_in_production(db):
    before = User.objects.count()

    with pytest.raises(CommandError, match="everybody knows the password"):
        call_command("demo")
    assert User.objects.count() == before


def test_production_allows_no_demo_and_shows_no_mails():
    assert values("DEMO_ALLOWED", "MAILBOX_DIR", **PRODUCTION) == [False, None]


@pytest.mark.world
@pytest.mark.parametrize("key", [KNOWN, "tests-only-" + "k" * 50])
def test_a_published_key_is_refused_with_any_settings(key, tmp_path):
    home = {"GALLERIA_HOME": str(tmp_path), "DATABASE_URL": "postgres://a@b/c"}
    for variables in (home, PRODUCTION | home):
        refused = manage("check", **(variables | {"SECRET_KEY": key}))

        assert refused.returncode != 0
        assert "SECRET_KEY is one that stands in the source" in refused.stderr
        assert key not in refused.stderr


def embedded(name, tmp_path, **variables):
    code = f"from marketplace.settings import embedded; print(embedded.{name})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"GALLERIA_HOME": str(tmp_path), "DATABASE_URL": "postgres://a@b/c"} | variables,
        capture_output=True,
        text=True,
    )


def test_make_run_signs_with_the_key_of_its_home(tmp_path):
    first = embedded("SECRET_KEY", tmp_path).stdout

    assert first == (tmp_path / "secret_key").read_text()
    assert embedded("SECRET_KEY", tmp_path).stdout == first
    assert embedded("SECRET_KEY", tmp_path, SECRET_KEY="of my own").stdout == "of my own\n"


def test_a_short_key_is_refused_where_others_reach_it(tmp_path):
    refused = embedded("SECRET_KEY", tmp_path, SECRET_KEY="of my own", **OPEN)

    assert "SECRET_KEY has 9 characters: use 50 random ones or more." in refused.stderr


def an_url():
    given = settings.DATABASES["default"]
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}"
        f"?host={given['HOST']}&port={given['PORT'] or 5432}"
    )


@pytest.mark.world
@pytest.mark.parametrize("entry", ["supervisor", "wsgi"])
@pytest.mark.django_db(transaction=True)
def test_neither_make_run_nor_a_server_starts_openly_with_the_demo(entry, tmp_path):
    people.account_of(people.OPERATOR, is_superuser=True)
    variables = {
        "DATABASE_URL": an_url(),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
    }
    started = subprocess.run(
        [sys.executable, "-m", f"marketplace.runtime.{entry}"],
        cwd=ROOT,
        env={"GALLERIA_HOME": str(tmp_path), "PORT": "9241"} | OPEN | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert started.returncode == 1
    assert "would open demo accounts" in started.stderr.strip().splitlines()[-1]


def test_a_demo_to_come_is_refused_before_anything_is_prepared(outside, tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "is_empty", lambda url: True)
    product = supervisor.Supervisor(tmp_path, 9241, "localhost", "postgres://a@b/c", demo=True)

    with pytest.raises(exposure.Exposed):
        product.refuse_exposure("postgres://a@b/c")
