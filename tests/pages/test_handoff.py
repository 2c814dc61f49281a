"""Passing login and cart between hosts, and everything an attacker would try with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.accounts.models import HandoffCode
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from tenants.registry import services
from tenants.registry.context import use_retailer
from tenants.registry.directory import directory
from tenants.staff.services import add_member
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.pages.browser import Browser, hidden, host_of, text_of

pytestmark = pytest.mark.django_db


def log_in(browser, slug, user):
    answer = browser.post(slug, "/auth/login", {"identifier": user.email, "password": PASSWORD})
    assert answer.status_code == 302


def ask(browser, source, target, next_path="/cart"):
    """The target's `start`, then the source's `send`: the page with the code."""
    started = browser.get(target, "/handoff/start", {"from": host_of(source), "next": next_path})
    assert started.status_code == 302
    return browser.follow(started)


def code_for(browser, source, target, next_path="/cart"):
    return hidden(ask(browser, source, target, next_path), "code")


def carry(browser, source, target, next_path="/cart"):
    """The whole way; the answer of `finish`."""
    code = code_for(browser, source, target, next_path)
    return present(browser, target, code)


def present(browser, target, code):
    received = browser.post_bare(target, "/handoff/receive", {"code": code})
    assert received.status_code == 303
    return browser.follow(received)


def is_logged_in(browser, slug):
    return browser.get(slug, "/auth/login").status_code == 302


def cart_of(browser, slug):
    return read_cart(Shopper(token=browser.cookie(slug, "galleria_cart")))


# --- what it is for ---------------------------------------------------------------------------


def test_a_login_travels_from_the_marketplace_to_a_shop(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)

    answer = carry(browser, "", "books", "/account/orders")

    assert (answer.status_code, answer["Location"]) == (302, "/account/orders")
    assert is_logged_in(browser, "books")


def test_carts_of_two_shops_come_together_at_the_marketplace(books, coffee):
    browser = Browser()
    novel, beans = make_product(books, "Novel"), make_product(coffee, "Beans")
    browser.post("books", "/cart/items", {"product": novel.uuid})
    browser.post("coffee", "/cart/items", {"product": beans.uuid, "quantity": 2})

    carry(browser, "books", "")
    carry(browser, "coffee", "")

    page = text_of(browser.get("", "/cart"))
    assert "Novel" in page
    assert "Beans" in page
    assert cart_of(browser, "").count == 3


def test_a_guests_cart_joins_the_customers_and_is_told(books):
    browser, ada = Browser(), make_customer()
    browser.post("books", "/cart/items", {"product": make_product(books, "Novel").uuid})
    log_in(browser, "", ada)

    carry(browser, "books", "")

    assert read_cart(Shopper(user=ada)).count == 1
    assert "1 item came along into your cart." in text_of(browser.get("", "/cart"))


def test_somebody_with_nothing_to_carry_is_led_on_without_a_code(books):
    answer = ask(Browser(), "books", "", "/products")

    assert answer.status_code == 302
    assert answer["Location"].endswith("/products")
    assert not HandoffCode.objects.exists()


def test_a_login_that_is_wanted_is_asked_for_and_then_carried(books):
    browser = Browser()
    started = browser.get("books", "/handoff/start", {"from": host_of(), "login": 1})

    answer = browser.follow(started)

    assert answer["Location"].startswith("/auth/login?next=%2Fhandoff%2Fsend")


def test_the_code_stands_in_no_address_and_not_in_the_database(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    page = ask(browser, "", "books")
    code = hidden(page, "code")

    received = browser.post_bare("books", "/handoff/receive", {"code": code})

    assert code not in page.wsgi_request.get_full_path()
    assert code not in received["Location"]
    assert "no-store" in page["Cache-Control"]
    row = HandoffCode.objects.get()
    assert code not in (row.digest, row.browser_digest)
    cookie = browser.at("books").cookies["galleria_passage"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/handoff/")


# --- attacks ----------------------------------------------------------------------------------


def assert_nothing_came(browser, slug, answer):
    """The way goes on to the page that was asked for, without what was not to be carried."""
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not is_logged_in(browser, slug)


def test_a_code_works_once(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    code = code_for(browser, "", "books")
    present(browser, "books", code)
    browser.post("books", "/auth/logout")

    answer = present(browser, "books", code)

    assert_nothing_came(browser, "books", answer)


def test_a_stolen_code_is_useless_in_another_browser_and_used_up_by_the_try(books):
    browser, thief, ada = Browser(), Browser(), make_customer()
    log_in(browser, "", ada)
    code = code_for(browser, "", "books")
    thief.get("books", "/handoff/start", {"from": host_of()})

    answer = present(thief, "books", code)

    assert_nothing_came(thief, "books", answer)
    assert_nothing_came(browser, "books", present(browser, "books", code))


def test_a_code_is_for_one_host(books, coffee):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    code = code_for(browser, "", "books")
    nonce = browser.cookie("books", "galleria_browser")
    browser.get("coffee", "/handoff/start", {"from": host_of()})
    browser.at("coffee").cookies["galleria_browser"] = nonce

    assert_nothing_came(browser, "coffee", present(browser, "coffee", code))


def test_a_code_lives_sixty_seconds(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    code = code_for(browser, "", "books")
    life = HandoffCode.objects.get().expires_at - timezone.now()
    HandoffCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert timedelta(seconds=50) < life <= timedelta(seconds=60)
    assert_nothing_came(browser, "books", present(browser, "books", code))


def test_a_code_is_not_taken_by_get(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    code = code_for(browser, "", "books")

    answer = browser.get("books", "/handoff/receive", {"code": code})

    assert answer.status_code == 405
    assert not is_logged_in(browser, "books")
    assert HandoffCode.objects.get().used_at is None


def test_nobody_is_logged_in_as_the_attacker(books):
    """The attacker has his own code posted by the victim's browser."""
    attacker, victim, mallory = Browser(), Browser(), make_customer()
    log_in(attacker, "", mallory)
    code = code_for(attacker, "", "books")

    answer = present(victim, "books", code)

    assert_nothing_came(victim, "books", answer)


def test_finish_without_anything_carries_nothing(books):
    browser = Browser()

    assert_nothing_came(browser, "books", browser.get("books", "/handoff/finish"))


def test_a_closed_account_is_not_carried(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    code = code_for(browser, "", "books")
    ada.is_active = False
    ada.save()

    assert_nothing_came(browser, "books", present(browser, "books", code))


@pytest.mark.parametrize(
    "target", ["evil.example", "localhost.evil.example", "", "nobody.localhost"]
)
def test_no_code_leaves_for_a_host_that_is_not_ours(books, target):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)

    answer = browser.get("", "/handoff/send", {"to": target, "browser": "a" * 64})

    assert answer.status_code == 403
    assert not HandoffCode.objects.exists()


def test_a_code_leaves_for_a_suspended_shop_with_its_staff_alone(books):
    clerk = make_customer()
    with use_retailer(books):
        add_member(user=clerk, role="fulfilment")
    browser = Browser()
    log_in(browser, "", clerk)
    services.suspend(retailer=books, reason="late")
    directory.forget()

    arrived = carry(browser, "", "books", "/seller/orders")

    assert (arrived.status_code, arrived["Location"]) == (302, "/seller/orders")
    assert browser.get("books", "/seller/orders").status_code == 200


@pytest.mark.parametrize("status", ["suspended", "approved"])
def test_no_code_leaves_for_a_shop_that_is_not_open(status, books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    books.status = status
    books.save()

    answer = browser.get("", "/handoff/send", {"to": host_of("books"), "browser": "a" * 64})

    assert (answer.status_code, answer["Location"]) == (302, "http://books.localhost:8000/")
    assert not HandoffCode.objects.exists()


def test_codes_of_one_client_are_counted(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"handoff-address": (1, 3600)}
    browser = Browser()
    log_in(browser, "", make_customer())
    question = {"to": host_of("books"), "browser": "a" * 64}

    first, second = (browser.get("", "/handoff/send", question) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second["Retry-After"]) > 0
    assert HandoffCode.objects.count() == 1


def test_no_code_without_a_browsers_digest(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)

    answer = browser.get("", "/handoff/send", {"to": host_of("books"), "browser": "'"})

    assert answer.status_code == 403
    assert not HandoffCode.objects.exists()


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_on_stays_on_the_site(books, path):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)

    answer = carry(browser, "", "books", path)

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_the_start_leads_to_hosts_of_ours_only(books):
    answer = Browser().get("books", "/handoff/start", {"from": "evil.example", "next": "/cart"})

    assert (answer.status_code, answer["Location"]) == (302, "/cart")


def test_a_shops_login_page_offers_the_login_of_the_marketplace(books):
    shop, market = (Browser().get(slug, "/auth/login?next=/cart") for slug in ("books", ""))

    assert shop.context["market_login"] == "/handoff/start?from=localhost&next=%2Fcart&login=1"
    assert market.context["market_login"] == ""
