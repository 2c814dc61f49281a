"""What search engines are asked to leave alone (RFC 9309), held against every address there is."""

import re

import pytest
from django.test import Client

from tests.isolation import matrix
from tests.isolation.test_pages import BOOKS, MARKET, pages
from tests.pages.browser import host_of

pytestmark = pytest.mark.django_db
# Not one person's, and yet not to be listed: a search, and what programs read.
SHUT_THOUGH_OPEN = (
    "/api",
    "/search",
    "/cart",
    "/auth/",
    "/wishlists/",
    "/_util/",
    "/checkout",
    "/dev/",
    "/seller/register/done",
)
# Whoever comes here is led on, or is told how it is; nothing there to be found.
LEFT_OPEN = ("/reviews/", "/products/", "/media/", "/documents/", "/catalogue/", "/about-us")


def rules_of(host):
    answer = Client().get("/robots.txt", headers={"host": host_of(host)})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return [line.split(": ", 1) for line in answer.content.decode().splitlines() if line]


def may_fetch(rules, path):
    """Of the rules that match the longest one counts, `Allow` before `Disallow`."""
    matching = [
        (len(pattern), kind == "Allow")
        for kind, pattern in rules
        if kind in ("Allow", "Disallow")
        and re.match(re.escape(pattern).replace(r"\*", ".*").replace(r"\$", "$"), path)
    ]
    return max(matching)[1] if matching else True


@pytest.mark.parametrize("host", [MARKET, BOOKS])
def test_it_names_the_map_of_its_own_host(host, books):
    assert dict(rules_of(host))["Sitemap"] == f"http://{host_of(host)}/sitemap.xml"


@pytest.mark.parametrize("host", [MARKET, BOOKS])
def test_what_is_one_persons_or_the_staffs_is_shut_and_what_is_for_all_open(host, cast):
    rules, problems = rules_of(host), []
    for path, row in pages(cast, host, of=BOOKS):
        is_open = matrix.GATES[row.gate][0] == 200 and not path.startswith(SHUT_THOUGH_OPEN)
        if path.startswith(LEFT_OPEN):
            continue
        if may_fetch(rules, path) != (is_open or path == "/api/docs/"):
            problems.append(f"{path} {row.gate}")
    assert problems == []


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/products", "/products?category=books", "/products?cursor=abc", "/cartography/"),
        *("/products/novel-0123456789ab", "/retailers/books", "/seller/register", "/about-us/"),
        *("/media/shop_books/products/a.webp", "/sitemap.xml", "/theme.css", "/static/a.js"),
    ],
)
def test_what_is_for_all_may_be_read(path, db):
    assert may_fetch(rules_of(MARKET), path)


@pytest.mark.parametrize(
    "path",
    [
        *("/cart", "/cart/", "/cart?a=1", "/checkout/done/x", "/search?q=a", "/seller/orders"),
        *("/products?brand=a", "/products?category=a&ordering=price", "/cms/pages/", "/profile"),
        *("/catalogue/?in_stock=1", "/admin-panel/", "/api/v1/products/", "/wishlists/abc"),
    ],
)
def test_carts_accounts_desks_and_facets_are_shut(path, db):
    assert not may_fetch(rules_of(MARKET), path)
