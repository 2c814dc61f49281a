"""Buying through the pages, as a browser does it."""

from tests.factories.accounts import PASSWORD
from tests.factories.addresses import ADDRESS
from tests.pages.browser import Browser, hidden, shown_in


def with_cart(*products, user=None, slug=""):
    browser = Browser()
    if user:
        browser.post(slug, "/auth/login", {"identifier": user.email, "password": PASSWORD})
    for product in products:
        browser.post(slug, "/cart/items", {"product": product.uuid})
    return browser


def order_on_page(browser, slug="", shops=("books",), page=None, **changes):
    """By the page as it is now, or by an earlier one."""
    page = page or browser.get(slug, "/checkout")
    data = {"key": hidden(page, "key"), "chosen": "1", "shops": list(shops)} | shown_in(page)
    return browser.post(slug, "/checkout", data | {"email": "ada@mail.example"} | ADDRESS | changes)
