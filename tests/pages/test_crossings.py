"""Going from host to host by links of pages: cart and login come along, of an old page too."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from marketplace.accounts.models import HandoffCode
from marketplace.cart.cookies import CART_COOKIE
from marketplace.cart.models import Cart
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from marketplace.discovery.models import Listing
from marketplace.pages.shared.hosts import local_path
from marketplace.pages.shared.links import typed_link
from tenants.registry import services
from tenants.registry.directory import directory
from tenants.registry.models import Domain
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.statements import count_statements
from tests.pages.browser import Browser, hidden, host_of, text_of
from tests.pages.test_handoff import is_logged_in, log_in

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}
HOSTS = ("", "books", "coffee")


def crossings(page):
    """Where the links of a page to other hosts lead: {(host, path): the address of its own}."""
    ways = {}
    for href in re.findall(r'href="(/handoff/go\?[^"]+)"', page.content.decode()):
        query = parse_qs(urlsplit(unescape(href)).query)
        ways[query["to"][0], query["next"][0]] = unescape(href)
    return ways


def walk(browser, slug, href):
    """A click there, and all that follows until a page is shown; the form is sent by its button."""
    parts = urlsplit(href)
    answer = browser.get(slug, parts.path, parse_qs(parts.query))
    for _ in range(9):
        if answer.status_code in (302, 303):
            answer = browser.follow(answer)
        elif b"data-submit-now" in answer.content:
            fields = {name: hidden(answer, name) for name in ("code", "next")}
            target = urlsplit(answer.context["action"]).hostname
            to = "" if target == host_of() else target.removesuffix(f".{host_of()}")
            answer = browser.post_bare(to, "/handoff/receive", fields)
        else:
            return answer
    raise AssertionError("round in circles")


def go(browser, source, target, path="/cart"):
    return walk(browser, source, f"/handoff/go?to={host_of(target)}&next={path}")


def add(browser, slug, product, **headers):
    return browser.post(slug, "/cart/items", {"product": product.uuid}, **headers)


def badge(page):
    return int(re.search(r'class="cart-count"[^>]*>\s*(\d+)', page.content.decode())[1])


def badges(browser):
    """On each host, as a page shows it now."""
    return [badge(browser.get(slug, "/search?q=x")) for slug in HOSTS]


def cookies(browser, slug):
    return browser.at(slug).cookies


# --- an open tab, an add without a reload -------------------------------------------------------


def test_a_link_that_was_drawn_before_the_cart_was_filled_carries_it(books):
    browser, novel = Browser(), make_product(books, "Novel")
    ways = crossings(browser.get("books", "/catalogue/"))

    assert add(browser, "books", novel, **SCRIPT).status_code == 200
    arrived = walk(browser, "books", ways["localhost", "/"])

    assert (arrived.wsgi_request.get_host(), arrived.wsgi_request.path) == ("localhost", "/")
    assert badge(arrived) == 1
    assert "Novel" in text_of(browser.get("", "/cart"))


def test_the_other_way_round_it_is_the_same(books):
    browser, novel = Browser(), make_product(books, "Novel")
    page = browser.get("", "/retailers/books")

    add(browser, "", novel, **SCRIPT)
    arrived = walk(browser, "", crossings(page)["books.localhost", "/"])

    assert arrived.wsgi_request.get_host() == "books.localhost"
    assert badge(arrived) == 1
    assert "Novel" in text_of(browser.get("books", "/cart"))


def test_from_shop_to_shop_the_cart_and_the_login_come_along(books, coffee):
    browser, ada = Browser(), make_customer()
    add(browser, "books", make_product(books, "Novel"))

    go(browser, "books", "coffee")
    cart = read_cart(Shopper(token=browser.cookie("coffee", CART_COOKIE)))
    log_in(browser, "coffee", ada)
    go(browser, "coffee", "books")

    assert cart.count == 1
    assert is_logged_in(browser, "books")
    assert badges(browser) == [0, 1, 0]


def test_what_a_link_says_is_the_same_for_everybody(books):
    """So a page may be kept, by a browser or by a cache, whatever becomes of the cart."""
    product = make_product(books, "Novel")
    guest, filled, customer = Browser(), Browser(), Browser()
    add(filled, "books", product)
    add(filled, "", product)
    for slug in ("", "books"):
        log_in(customer, slug, make_customer())

    for slug, path in (("books", "/"), ("books", "/cart"), ("", "/retailers/books")):
        ways = [crossings(each.get(slug, path)) for each in (guest, filled, customer)]
        assert ways[0]
        assert ways[1:] == ways[:1] * 2, path


# --- Back, a tab that was open before: no link of the host that has the cart ---------------------


def leave_empty_handed(browser, source, target):
    return browser.get(source, "/handoff/go", {"to": host_of(target), "next": "/"})


@pytest.mark.parametrize("source", ["", "coffee"])
def test_an_empty_cart_is_fetched_from_where_one_went(source, books, coffee):
    browser = Browser()
    leave_empty_handed(browser, source, "books")
    add(browser, "books", make_product(books, "Novel"))

    arrived = walk(browser, source, "/cart")

    assert arrived.wsgi_request.get_host() == host_of(source)
    assert arrived.wsgi_request.path == "/cart"
    assert browser.cookie(source, CART_COOKIE)
    assert badge(browser.get("", "/search?q=x")) == (1 if source == "" else 0)


def test_a_login_is_fetched_from_there_too(books):
    browser, ada = Browser(), make_customer()
    leave_empty_handed(browser, "", "books")
    log_in(browser, "books", ada)

    walk(browser, "", "/cart")

    assert is_logged_in(browser, "")


def test_each_of_the_last_few_is_asked_and_who_has_nothing_sees_an_empty_cart(books, coffee):
    browser = Browser()
    for shop in ("books", "coffee"):
        leave_empty_handed(browser, "", shop)
    assert "Your cart is empty" in text_of(walk(browser, "", "/cart"))

    add(browser, "books", make_product(books, "Novel"))

    assert "Novel" in text_of(walk(browser, "", "/cart"))


@pytest.mark.parametrize("move", ["suspend", "close"])
def test_a_shop_that_shut_is_not_asked(move, books):
    browser = Browser()
    leave_empty_handed(browser, "", "books")
    getattr(services, move)(retailer=books, reason="Checks")

    assert browser.get("", "/cart").status_code == 200


@pytest.mark.parametrize("value", ["evil.example", "localhost", "a b c d", "\u00e9", "%00"])
def test_a_cookie_that_somebody_made_leads_nowhere(value, books):
    browser = Browser()
    browser.at("").cookies["galleria_departures"] = value

    assert browser.get("", "/cart").status_code == 200


# --- nothing to carry ---------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target"), [("books", ""), ("", "books"), ("books", "coffee")])
def test_who_has_nothing_is_led_to_the_plain_address(source, target, books, coffee):
    browser = Browser()

    way = {"to": host_of(target), "next": "/search?q=a&page=2"}
    answer = browser.get(source, "/handoff/go", way)

    plain = f"http://{host_of(target)}:8000/search?q=a&page=2"
    assert (answer.status_code, answer["Location"]) == (302, plain)
    assert "no-store" in answer["Cache-Control"]
    assert list(cookies(browser, source)) == ["galleria_departures"]
    assert not HandoffCode.objects.exists()


def test_a_cart_that_was_emptied_is_nothing_to_carry(books):
    browser = Browser()
    add(browser, "books", make_product(books, "Novel"))
    browser.post("books", "/cart/clear")

    answer = browser.get("books", "/handoff/go", {"to": "localhost", "next": "/"})

    assert answer["Location"] == "http://localhost:8000/"


def test_the_addresses_follow_the_scheme_and_the_port(books, settings):
    settings.SITE_SCHEME, settings.SITE_PORT = "https", "443"
    add(browser := Browser(), "books", make_product(books, "Novel"))

    carried = browser.get("books", "/handoff/go", {"to": "localhost", "next": "/cart"})
    plain = Browser().get("books", "/handoff/go", {"to": "localhost", "next": "/cart"})

    start = "https://localhost/handoff/start?from=books.localhost&next=%2Fcart"
    assert (carried["Location"], plain["Location"]) == (start, "https://localhost/cart")


# --- no way out of the marketplace --------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "nobody.localhost", "", "//evil.example"]
)
@pytest.mark.parametrize("source", ["", "books"])
def test_it_leads_to_no_host_that_is_not_ours(source, host, books):
    add(browser := Browser(), "books", make_product(books, "Novel"))

    answer = browser.get(source, "/handoff/go", {"to": host, "next": "/cart"})

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nor_by_the_path(path, books):
    browser = Browser()

    there = browser.get("books", "/handoff/go", {"to": "localhost", "next": path})
    here = browser.get("books", "/handoff/go", {"to": "books.localhost", "next": path})
    landed = browser.get("books", "/handoff/finish", {"next": path})
    received = browser.post_bare("books", "/handoff/receive", {"code": "x", "next": path})

    assert (there["Location"], here["Location"]) == ("http://localhost:8000/", "/")
    assert (landed["Location"], received["Location"]) == ("/", "/handoff/finish?next=%2F")


# --- what is fetched without a click ------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Purpose": "preview"},
    ],
)
def test_what_is_fetched_ahead_says_nothing_and_makes_no_code(header, books):
    add(browser := Browser(), "books", make_product(books, "Novel"))
    ways = [
        ("books", "/handoff/go?to=localhost&next=/cart"),
        ("", "/handoff/start?from=books.localhost"),
        ("books", f"/handoff/send?to=localhost&browser={'a' * 64}"),
    ]

    answers = [browser.get(slug, path, **header) for slug, path in ways]

    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 3
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert not HandoffCode.objects.exists()


def test_a_head_makes_no_code(books):
    add(browser := Browser(), "books", make_product(books, "Novel"))
    path = f"/handoff/send?to=localhost&browser={'a' * 64}"

    answer = browser.at("books").head(path, headers={"host": "books.localhost"})

    assert answer.status_code == 302
    assert not HandoffCode.objects.exists()


# --- whatever happens, the browser arrives ------------------------------------------------------


def test_a_code_that_is_too_old_or_used_lands_at_the_page_all_the_same(books):
    add(browser := Browser(), "books", make_product(books, "Novel"))
    started = browser.get("", "/handoff/start", {"from": "books.localhost", "next": "/products"})
    form = browser.follow(started)
    fields = {name: hidden(form, name) for name in ("code", "next")}

    landed = []
    for _ in range(2):  # the second by the button of the page that Back shows
        received = browser.post_bare("", "/handoff/receive", fields)
        landed.append(browser.follow(received)["Location"])

    assert landed == ["/products", "/products"]
    assert badge(browser.get("", "/products")) == 1


def test_a_browser_that_refuses_cookies_arrives_too(books):
    add(browser := Browser(), "books", make_product(books, "Novel"))
    started = browser.get("", "/handoff/start", {"from": "books.localhost", "next": "/products"})
    form = browser.follow(started)
    fields = {name: hidden(form, name) for name in ("code", "next")}
    cookies(browser, "").clear()
    received = browser.post_bare("", "/handoff/receive", fields)
    cookies(browser, "").clear()

    assert browser.follow(received)["Location"] == "/products"


def test_from_a_suspended_shop_the_cart_comes_along_to_the_others(books):
    add(browser := Browser(), "books", make_product(books, "Novel"))
    services.suspend(retailer=books, reason="late")
    directory.forget()
    page = browser.get("books", "/catalogue/")

    walk(browser, "books", crossings(page)["localhost", "/"])

    assert page.status_code == 503
    assert "Novel" in text_of(browser.get("", "/cart"))


@pytest.mark.parametrize("move", ["suspend", "close"])
def test_a_shop_that_is_shut_meanwhile_says_so_itself(move, books, coffee):
    add(browser := Browser(), "", make_product(coffee, "Beans"))
    page = browser.get("", "/retailers/books")
    getattr(services, move)(retailer=books, reason="late")
    directory.forget()

    arrived = walk(browser, "", crossings(page)["books.localhost", "/"])

    assert arrived.wsgi_request.get_host() == "books.localhost"
    assert arrived.status_code in (410, 503)
    assert badge(browser.get("", "/products")) == 1


def test_the_domain_of_a_shop_takes_part(books):
    Domain.objects.create(domain="own.localhost", tenant=books, is_primary=False)
    add(browser := Browser(), "own", make_product(books, "Novel"))
    way = crossings(browser.get("own", "/"))["localhost", "/"]

    walk(browser, "own", way)

    assert "Novel" in text_of(browser.get("", "/cart"))


def test_who_logged_out_on_one_host_brings_no_login_from_another(books):
    browser, ada = Browser(), make_customer()
    log_in(browser, "", ada)
    go(browser, "", "books")
    browser.post("books", "/auth/logout")

    arrived = go(browser, "", "books")

    assert not is_logged_in(browser, "books")
    assert badge(arrived) == 0


# --- two carts, and the badge on every host -----------------------------------------------------


def test_carts_on_both_sides_come_together_and_both_hosts_show_it(books, coffee):
    browser = Browser()
    novel, atlas, beans = (
        make_product(books, "Novel"),
        make_product(books, "Atlas"),
        make_product(coffee, "Beans"),
    )
    add(browser, "", novel)
    add(browser, "books", atlas)
    add(browser, "coffee", beans)
    assert badges(browser) == [1, 1, 1]

    go(browser, "books", "")
    assert badges(browser) == [2, 2, 1]
    go(browser, "coffee", "")
    assert badges(browser) == [3, 2, 1]
    go(browser, "", "coffee")
    go(browser, "coffee", "books")

    assert badges(browser) == [3, 2, 1]
    assert Cart.objects.count() == 1


@pytest.mark.parametrize("side", HOSTS)
def test_what_is_added_on_one_side_shows_on_the_others(side, books, coffee):
    browser, novel, beans = Browser(), make_product(books, "Novel"), make_product(coffee, "Beans")
    add(browser, "books", novel)
    add(browser, "coffee", beans)
    add(browser, "", novel)
    for source in ("books", "coffee"):
        go(browser, source, "")
    assert badges(browser) == [3, 2, 1]

    add(browser, side, beans if side == "coffee" else novel, **SCRIPT)

    assert badges(browser) == ([4, 2, 2] if side == "coffee" else [4, 3, 1])
    assert Cart.objects.count() == 1


def test_a_cart_of_an_account_is_opened_by_no_token_of_a_guest(books):
    """What was merged before belongs to the account from the login on."""
    browser, ada, novel = Browser(), make_customer(), make_product(books, "Novel")
    add(browser, "books", novel)
    add(browser, "", novel)
    go(browser, "books", "")
    tokens = [browser.cookie(slug, CART_COOKIE) for slug in ("", "books")]
    log_in(browser, "", ada)

    assert Cart.objects.get().user == ada
    assert [read_cart(Shopper(token=token)).count for token in tokens] == [0, 0]
    assert badges(browser) == [2, 0, 0]


def test_the_login_brings_the_carts_badge_to_the_other_host(books):
    browser, ada = Browser(), make_customer()
    add(browser, "books", make_product(books, "Novel"))
    log_in(browser, "", ada)
    go(browser, "books", "")

    go(browser, "", "books")

    assert badges(browser) == [1, 1, 0]


def test_a_page_that_stays_open_asks_for_its_badge(books):
    browser, novel = Browser(), make_product(books, "Novel")
    before = browser.get("books", "/cart/badge")
    add(browser, "books", novel, **SCRIPT)
    with count_statements() as statements:
        after = browser.get("books", "/cart/badge")

    assert (badge(before), badge(after)) == (0, 1)
    assert "no-store" in after["Cache-Control"]
    assert len(statements) == 1


# --- links that people typed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "target", "path"),
    [
        ("http://localhost:8000", "localhost", "/"),
        ("http://localhost:8000/products?category=a&amp;page=2", "localhost", None),
        ("https://coffee.localhost/about-us/#hours", "coffee.localhost", "/about-us/#hours"),
    ],
)
def test_a_link_in_a_description_to_a_host_of_ours_carries_the_cart(
    typed, target, path, books, coffee
):
    make_product(books, "Novel", description=f'<p>See <a href="{typed}">there</a>.</p>')

    ways = crossings(browse_to("Novel"))

    assert (target, path or "/products?category=a&page=2") in ways


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.org/localhost",
        "http://localhost.example.org/",
        "http://localhost:9999/other",
        "https://help.localhost/",
        "http://[broken/",
        "mailto:shop@books.localhost",
    ],
)
def test_a_link_that_leads_elsewhere_stays_as_it_is(typed, books):
    make_product(books, "Novel", description=f'<p>See <a href="{typed}">there</a>.</p>')

    page = browse_to("Novel").content.decode()

    assert "there</a>" in page
    assert "to=help" not in page
    assert f'href="{typed}"' in page or "[broken" in typed


def browse_to(title):
    listing = Listing.objects.get(title=title)
    return Browser().get("books", f"/products/{listing.slug}-{listing.short_id}")


@pytest.mark.parametrize("url", ["https://books.example/a", "http://localhost.evil.example/", "x:"])
def test_of_a_link_elsewhere_nobody_is_asked(url, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert typed_link(url) == url


def test_a_way_on_that_no_address_is_as_long_as_leads_home():
    assert local_path("/" + "a" * 499) == "/" + "a" * 499
    assert local_path("/" + "a" * 500) == "/"
