"""What leaves the pages: mails, log lines, cache entries, files."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache, caches

from marketplace.accounts.models import User
from marketplace.requests.logs import RedactingJsonFormatter
from tenants.tasks import runner
from tests.isolation import matrix
from tests.isolation.cast import DESK, GOODS, Cast, Member
from tests.isolation.test_pages import BOOKS, COFFEE, MARKET, pages
from tests.isolation.visiting import browser, visit

pytestmark = pytest.mark.django_db

LOGGERS = ("", "galleria.access", "galleria.tasks", "django", "django.request", "wagtail")
LOGIN = {"identifier": "qzshopper@mail.example", "password": "qz-secret-qz"}
STANDARD = set(vars(logging.makeLogRecord({})))


# --- mails ---------------------------------------------------------------------------------------


def reader(cast: Cast, address: str) -> tuple[Member, str]:
    """Who reads a mailbox, and of which shop she hears there ("" for customers)."""
    for slug in cast.shops:
        if address == f"owner@{slug}.example":
            return Member("staff", User(email=address), works_at=slug), slug
    for member in cast.members.values():
        if member.user and member.user.email == address:
            return member, member.works_at
    return Member("customer", User(email=address)), ""


def test_each_mail_tells_its_reader_nothing_of_others(cast):
    runner.run_all()

    problems, read_by = [], set()
    for message in mail.outbox:
        (address,) = message.to
        member, shop = reader(cast, address)
        parts = [message.subject, message.body, str(message.extra_headers), message.from_email]
        parts += [str(content) for content, _ in message.alternatives]
        text = "\n".join([*parts, *message.reply_to, *message.cc, *message.bcc])
        found = cast.leaks(text, member=member, host=shop)
        problems += [f"{address}, {message.subject}: {one}" for one in found]
        read_by.add(address)
    assert problems == []
    assert {"qzshopper@mail.example", "qzguest@mail.example"} <= read_by
    assert {"owner@books.example", "owner@coffee.example"} <= read_by


def test_a_shops_mail_is_about_its_own_order_only(cast):
    runner.run_all()

    for here, there in ((BOOKS, COFFEE), (COFFEE, BOOKS)):
        texts = [one.body for one in mail.outbox if one.to == [f"owner@{here}.example"]]
        told = "\n".join(texts)
        assert cast.shops[here].ids["shopper_number"] in told
        assert cast.shops[there].ids["shopper_number"] not in told


# --- logs ----------------------------------------------------------------------------------------


@pytest.fixture
def everything_logged(caplog):
    """Whatever is logged, at any level; the access log too."""
    for logger in LOGGERS:
        caplog.set_level(logging.DEBUG, logger=logger)
    return caplog


@pytest.mark.world
def test_log_lines_of_a_strangers_visits_tell_nothing(cast, everything_logged):
    caplog = everything_logged
    problems, lines = [], 0
    for name in ("stranger", "guest"):
        client = browser(cast, cast.members[name], BOOKS)
        for path, _ in pages(cast, BOOKS, of=BOOKS):
            caplog.clear()
            visit(client, path)
            for record in caplog.records:
                extra = {key: value for key, value in vars(record).items() if key not in STANDARD}
                text = f"{record.getMessage()} {extra}"
                lines += 1
                problems += cast.leaks(text, member=cast.members[name], host=BOOKS, asked=path)
    assert lines > 50
    assert problems == []


def test_secrets_of_those_who_pass_are_not_logged(cast, everything_logged):
    caplog = everything_logged
    client = browser(cast, cast.members["owner"], BOOKS)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = cast.order_tokens["guest"]
    visit(client, "/seller/orders")
    visit(client, f"/orders/{cast.shops[BOOKS].ids['guest_purchase']}?token={token}")
    client.post("/auth/login", LOGIN)
    lines = [record for record in caplog.records if record.levelno >= logging.INFO]
    logged = "\n".join(RedactingJsonFormatter().format(record) for record in lines)
    assert logged
    for secret in (key, token, "qz-secret-qz"):
        assert secret not in logged


# --- caches --------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.world), 10])
def test_every_cache_entry_belongs_to_a_schema_and_tells_nothing_of_another(every, cast):
    cache.clear()
    for name in ("owner", "stranger"):
        for host in (MARKET, BOOKS, COFFEE):
            client = browser(cast, cast.members[name], host)
            for path, row in list(pages(cast, host, of=host or BOOKS))[::every]:
                if matrix.GATES[row.gate][-1] == 200:
                    visit(client, path)
    owner = browser(cast, cast.members["owner"], BOOKS)
    for path in ("/cms/", "/cms/pages/", "/cms/images/", "/admin/catalogue/product/"):
        assert visit(owner, path).status == 200

    browser(cast, cast.members["guest"], BOOKS).post("/auth/login", LOGIN)

    entries = dict(cache._cache)
    assert "shop_books" in {key.split(":")[0] for key in entries}
    for key, pickled in entries.items():
        schema = key.split(":")[0]
        assert schema in {"public", "market", "shop_books", "shop_coffee"}, key
        told = f"{key} {pickled.decode('latin-1')}".lower()
        for canary in cast.canaries:
            if any(form in told for form in canary.forms):
                at_home = schema in {f"shop_{slug}" for slug in canary.shops}
                assert at_home or canary.kind == GOODS, (key, canary)
                assert canary.kind != DESK or at_home, (key, canary)


def test_the_same_key_is_another_entry_in_each_schema(cast):
    from tenants.registry.context import use_retailer

    for slug in (BOOKS, COFFEE):
        with use_retailer(cast.shops[slug].retailer):
            assert cache.get("canary") is None
            cache.set("canary", slug)
    for slug in (BOOKS, COFFEE):
        with use_retailer(cast.shops[slug].retailer):
            assert cache.get("canary") == slug
    assert cache.get("canary") is None


@pytest.mark.parametrize("alias", sorted(settings.CACHES))
def test_every_cache_tells_schemas_apart(alias):
    assert settings.CACHES[alias]["KEY_FUNCTION"] == "django_tenants.cache.make_key"
    assert caches[alias].make_key("x").startswith("public:")


# --- files ---------------------------------------------------------------------------------------


def test_files_lie_below_their_schema_and_are_served_by_it_and_the_market(cast, media):
    files = sorted(path.relative_to(media) for path in media.rglob("*") if path.is_file())
    assert {path.parts[0] for path in files} == {"public", "shop_books", "shop_coffee"}
    shown = ("products", "avatars")
    pictures = [path for path in files if path.parts[1] in shown]
    originals = [path for path in files if path.parts[1] == "original_images"]
    assert len(pictures) >= 2 + 6
    assert len(originals) == 2
    for host in (MARKET, BOOKS, COFFEE):
        client = browser(cast, cast.members["guest"], host)
        for path in pictures:
            served = host == MARKET or path.parts[0] == f"shop_{host}"
            assert visit(client, f"/media/{path}").status == (200 if served else 404), (host, path)
        for path in originals:
            assert visit(client, f"/media/{path}").status == 404, (host, path)


def test_documents_and_other_folders_are_not_served_as_pictures(cast, media):
    (media / "shop_books" / "imports").mkdir()
    (media / "shop_books" / "imports" / "list.webp").write_bytes(b"x")
    documents = [path.relative_to(media) for path in media.rglob("*.txt")]
    assert len(documents) == 2
    for name in ("guest", "stranger", "owner"):
        client = browser(cast, cast.members[name], BOOKS)
        for path in (*documents, Path("shop_books/imports/list.webp")):
            assert visit(client, f"/media/{path}").status == 404
        for climb in ("shop_books/products/../../shop_coffee", "shop_books/../shop_coffee"):
            for path in media.glob("shop_coffee/products/*/*"):
                rest = path.relative_to(media / "shop_coffee")
                assert visit(client, f"/media/{climb}/{rest}").status == 404


def test_another_shops_document_is_not_found_by_its_number(cast):
    client = browser(cast, cast.members["guest"], BOOKS)
    foreign = cast.shops[COFFEE].ids
    answer = visit(client, f"/documents/{foreign['document']}/{foreign['document_file']}")
    assert answer.status in (302, 404)
    assert "coffee" not in answer.location
