"""What a process knows of hosts, and how it hears that a shop changed."""

import ast
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from tenants.registry import listener, services
from tenants.registry.directory import CHANNEL, TOLD_SECONDS, UNTOLD_SECONDS, HostDirectory
from tenants.registry.listener import HostListener, NothingHeard
from tenants.registry.models import Domain, Retailer
from tests.database import maintenance
from tests.factories.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
# Nobody reads these fields of a row that a directory remembers.
UNREAD = {"pages_due_at"}


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def stale(books, clock):
    """Knows `books` as it was before somebody changed it without a word."""
    directory = HostDirectory(clock)
    directory.look_up(books.host)
    Retailer.objects.filter(pk=books.pk).update(name="Northgate")
    return directory


def name_of(directory, shop):
    return directory.look_up(shop.host).name


@pytest.mark.parametrize(("seconds", "is_new"), [(UNTOLD_SECONDS - 0.1, False), (5.1, True)])
@pytest.mark.django_db
def test_a_process_that_nobody_tells_forgets_after_seconds(books, stale, clock, seconds, is_new):
    clock.now += seconds
    assert (name_of(stale, books) == "Northgate") is is_new


@pytest.mark.django_db
def test_one_that_is_told_asks_again_only_after_a_minute(books, stale, clock):
    stale.trust(seconds=3600)
    clock.now += TOLD_SECONDS - 1
    assert name_of(stale, books) == books.name
    clock.now += 2
    assert name_of(stale, books) == "Northgate"


@pytest.mark.django_db
def test_one_that_was_told_is_not_believed_longer_than_it_hears(books, stale, clock):
    stale.trust(seconds=10)
    clock.now += 10.1
    assert name_of(stale, books) == "Northgate"


@pytest.mark.django_db
def test_a_row_read_before_a_change_is_not_remembered_after_it(books, clock):
    """Between the statement and its being remembered another thread hears of the change."""
    directory = HostDirectory(clock)

    def forget_meanwhile(execute, *args):
        answer = execute(*args)
        directory.forget()
        return answer

    with connection.execute_wrapper(forget_meanwhile):
        directory.look_up(books.host)
    Retailer.objects.filter(pk=books.pk).update(name="Northgate")
    assert name_of(directory, books) == "Northgate"


@pytest.mark.django_db
def test_a_host_that_nobody_had_is_asked_again(books, clock):
    directory = HostDirectory(clock)
    assert directory.look_up("northgate.example") is None
    Domain.objects.create(tenant=books, domain="northgate.example")
    assert directory.look_up("northgate.example") == books


@contextmanager
def listening(directory, monkeypatch):
    monkeypatch.setattr(listener, "PROOF_SECONDS", 0.1)
    monkeypatch.setattr(listener, "RETRY_SECONDS", 0.1)
    thread = HostListener(directory)
    thread.start()
    try:
        yield thread
    finally:
        thread.stop()


@pytest.fixture
def other(monkeypatch, clock):
    """The directory of a process that listens, in which no time goes by."""
    directory = HostDirectory(clock)
    with listening(directory, monkeypatch):
        wait_until(lambda: directory._generation)
        yield directory


@pytest.mark.django_db(transaction=True)
def test_another_process_hears_of_a_suspension_and_of_the_return(books, other):
    assert other.look_up(books.host).is_active
    services.suspend(retailer=books, reason="stock-taking")
    wait_until(lambda: not other.look_up(books.host).is_active)
    services.resume(retailer=books)
    wait_until(lambda: other.look_up(books.host).is_active)


@pytest.mark.django_db(transaction=True)
def test_it_hears_nothing_of_what_was_taken_back(books, other):
    name_of(other, books)  # so that it is remembered until the notice comes
    before = other._generation
    with transaction.atomic():
        services.suspend(retailer=books, reason="stock-taking")
        transaction.set_rollback(True)
    services.rename(retailer=books, name="Northgate")
    wait_until(lambda: name_of(other, books) == "Northgate")
    assert other._generation == before + 1


@pytest.mark.django_db(transaction=True)
def test_what_changed_while_the_session_was_lost_is_known_after(books, other):
    name_of(other, books)
    with maintenance() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE query LIKE '%%pg_notify%%' AND pid <> pg_backend_pid() AND datname = %s",
            [connection.settings_dict["NAME"]],
        )
        assert cursor.rowcount == 1
    Retailer.objects.filter(pk=books.pk).update(name="Northgate")  # nobody says a word
    wait_until(lambda: name_of(other, books) == "Northgate")


class Deaf:
    """The session of one whom a pooler cuts off from what he listens to."""

    def __init__(self):
        self.notifies = []

    def execute(self, sql, parameters):
        self.notifies.append(SimpleNamespace(channel=CHANNEL))


def test_who_does_not_hear_itself_is_not_told(clock):
    directory = HostDirectory(clock)
    session = Deaf()
    with pytest.raises(NothingHeard):
        HostListener(directory)._prove(session, session)
    assert directory._lifetime() == UNTOLD_SECONDS


@pytest.mark.django_db(transaction=True)
def test_processes_that_listen_do_not_keep_each_other_awake(monkeypatch):
    proofs = []
    monkeypatch.setattr(HostDirectory, "trust", lambda *_, **__: proofs.append(1))
    with listening(HostDirectory(), monkeypatch), listening(HostDirectory(), monkeypatch):
        wait_until(lambda: len(proofs) >= 2)
        time.sleep(0.45)  # four more of each at most
    assert len(proofs) <= 12


def changes_of_shops(path):
    """The fields that a module's `Retailer.objects ... .update(field=...)` writes."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(attr="update") as update):
                if "Retailer.objects" in ast.unparse(update):
                    yield from (keyword.arg for keyword in node.keywords)


def test_whoever_changes_a_shop_tells_the_processes():
    for folder in ("tenants", "marketplace", "cms", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            fields = {*changes_of_shops(path)} - UNREAD
            assert not fields or "announce_change()" in path.read_text(), (path, fields)
