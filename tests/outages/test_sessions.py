"""A web session that cannot be written: what is read is shown, a change is told as an outage."""

import logging
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from marketplace.accounts.logins.middleware import SessionMiddleware, SessionUnsaved
from marketplace.accounts.logins.sessions import SessionStore
from marketplace.accounts.models import WebSession
from marketplace.cart.models import CartLine
from tenants.postgresql.limits import Limits
from tenants.registry import limits
from tenants.registry.context import use_retailer
from tenants.registry.outages import Unavailable, log, outage_of
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.staff import open_staff_browser
from tests.outages.locking import raw_connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    monkeypatch.setattr(limits, "REQUEST", Limits(statement=5, lock=1, idle=5))
    monkeypatch.setattr(log, "_lines", {})


@contextmanager
def read_only():
    """The session of the test, as where the server was told to take no changes."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def has_message(client):
    row = WebSession.objects.get(session_key=key_of(client))
    return "_messages" in row.get_decoded()


@contextmanager
def locked_session(client):
    with closing(raw_connection()) as other, other.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM accounts_websession WHERE session_key = %s FOR UPDATE",
            [key_of(client)],
        )
        assert cursor.rowcount == 1
        yield


def shopper(shop):
    """Somebody whom a message waits for: a product was put into the cart."""
    client = Client(raise_request_exception=False, headers={"host": shop.host})
    client.get("/")
    assert put(client, make_product(shop)).status_code == 302
    assert has_message(client)
    return client


def put(client, product):
    return client.post("/cart/items", {"product": str(product.uuid)})


@pytest.mark.parametrize("path", ["/", "/products", "/cart"])
@pytest.mark.parametrize("outage", ["read-only", "locked"])
def test_a_page_is_shown_and_its_messages_wait(books, path, outage, caplog):
    client = shopper(books)
    with read_only() if outage == "read-only" else locked_session(client):
        page = client.get(path)
    assert page.status_code == 200
    assert "Cookie" in page["Vary"]
    assert not [record for record in caplog.records if record.exc_info]
    assert has_message(client)
    assert client.get(path).status_code == 200
    assert not has_message(client)


def test_what_was_changed_while_its_session_was_held_is_not_told_as_unchanged(books, caplog):
    client = shopper(books)
    with locked_session(client):
        answer = put(client, make_product(books, title="Another"))
    assert CartLine.objects.count() == 2
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Back in a moment" in answer.content.decode()  # no "Nothing was changed"
    records = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert {record.name for record in records} == {"galleria.outages"}
    assert not [record for record in records if record.exc_info]


def test_read_only_a_change_is_an_outage(books):
    client, product = shopper(books), make_product(books, title="Another")
    with read_only():
        answer = put(client, product)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def test_a_session_that_is_gone_is_still_no_outage(books):
    client = shopper(books)
    key = key_of(client)
    with use_retailer(books):
        store = SessionStore(key)
        store["chosen"] = "1"
        WebSession.objects.all().delete()
        with pytest.raises(UpdateError):
            store.save()
    assert WebSession.objects.count() == 0


def answer_to(method, *, cookie="", store):
    """The answer of a view behind the middleware that saves `store`."""
    request = getattr(RequestFactory(), method)("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = cookie
    middleware = SessionMiddleware(lambda _: HttpResponse())
    middleware.process_request(request)
    request.session = store
    return middleware.process_response(request, HttpResponse())


def failing_store(key, error):
    def fail(must_create=False):
        raise error

    store = SessionStore(key)
    store._session_cache = {"chosen": "1"}
    store.modified, store.save = True, fail
    return store


OLD, NEW = "a" * 32, "b" * 32


def test_a_page_without_a_session_yet_is_shown_without_one():
    store = failing_store(None, OperationalError("gone"))
    assert not answer_to("get", store=store).cookies
    assert not answer_to("head", store=store).cookies


@pytest.mark.parametrize(("method", "key"), [("get", NEW), ("post", OLD), ("post", None)])
def test_who_logged_in_or_changed_something_is_told(method, key):
    store = failing_store(key, OperationalError("gone"))
    with pytest.raises(SessionUnsaved) as unsaved:
        answer_to(method, cookie=OLD, store=store)
    assert type(outage_of(unsaved.value)) is Unavailable


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fault_of_ours_stays_one(method):
    with pytest.raises(ProgrammingError):
        answer_to(method, cookie=OLD, store=failing_store(OLD, ProgrammingError("no column")))


@pytest.mark.parametrize("outage", ["read-only", "locked"])
def test_who_is_logged_in_reads_on_though_her_use_cannot_be_noted(books, caplog, outage):
    client = Client(raise_request_exception=False, headers={"host": books.host})
    with use_retailer(books):
        client.force_login(make_customer())
    long_ago = timezone.now() - timedelta(days=10)
    WebSession.objects.update(seen_at=long_ago)
    with read_only() if outage == "read-only" else locked_session(client):
        answers = [client.get(path) for path in ("/", "/products", "/cart")]
    assert {answer.status_code for answer in answers} == {200}
    records = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.name for record in records] == ["galleria.outages"]
    assert WebSession.objects.get().seen_at == long_ago
    client.get("/")
    assert WebSession.objects.get().seen_at > long_ago


@pytest.mark.parametrize("path", ["/", "/cms/", "/cms/account/", "/seller/orders"])
def test_read_only_who_works_in_a_shop_reads_on_from_the_first_page(books, path):
    member = open_staff_browser(books, "owner")
    member.raise_request_exception = False
    with read_only():
        assert member.get(path).status_code == 200


def test_a_use_that_cannot_be_noted_leaves_its_transaction_whole(books):
    with use_retailer(books):
        store = SessionStore()
        store["chosen"] = "1"
        store.save()
        WebSession.objects.update(seen_at=timezone.now() - timedelta(days=10))
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            assert SessionStore(store.session_key)["chosen"] == "1"
            assert WebSession.objects.count() == 1
