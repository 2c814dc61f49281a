"""The cookie of a guest's cart, and what is told of the cart at login."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from marketplace.cart.cookies import CART_COOKIE, forget_cart, keep_cart
from marketplace.cart.logins import tell_merge
from marketplace.cart.merges import MergeResult


@pytest.fixture
def request_of_guest():
    request = RequestFactory().get("/cart")
    request._messages = CookieStorage(request)
    return request


@pytest.mark.parametrize(("scheme", "is_secure"), [("https", True), ("http", "")])
def test_it_lasts_sixty_days_and_no_script_reads_it(request_of_guest, settings, scheme, is_secure):
    settings.SITE_SCHEME = scheme
    cookie = keep_cart(request_of_guest, HttpResponse(), "token").cookies[CART_COOKIE]

    assert (cookie.value, cookie["max-age"]) == ("token", 60 * 24 * 60 * 60)
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", is_secure)


@pytest.mark.parametrize("token", [None, "token"])
def test_it_is_not_sent_where_it_says_nothing_new(request_of_guest, token):
    request_of_guest.COOKIES[CART_COOKIE] = "token"

    assert not keep_cart(request_of_guest, HttpResponse(), token).cookies


def test_it_is_taken_away():
    cookie = forget_cart(HttpResponse()).cookies[CART_COOKIE]

    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("", 0, "Lax")


def test_a_merge_is_told_in_words(request_of_guest):
    merge = MergeResult(
        moved=1,
        added_up=2,
        limited=[{"title": "Scarce", "why": "3 instead of 4"}],
        dropped=[{"title": "Gone", "why": "This product is not for sale."}],
    )

    tell_merge(request_of_guest, merge)

    assert [str(message) for message in messages.get_messages(request_of_guest)] == [
        "3 items came along into your cart.",
        "Your cart now holds fewer: Scarce (3 instead of 4)",
        "Not in your cart any more: Gone (This product is not for sale.)",
    ]


def test_what_brought_nothing_more_did_not_come_along(request_of_guest):
    merge = MergeResult(added_up=1, unchanged=1, limited=[{"title": "Scarce", "why": "3, not 4"}])

    tell_merge(request_of_guest, merge)

    assert [str(message) for message in messages.get_messages(request_of_guest)] == [
        "Your cart now holds fewer: Scarce (3, not 4)"
    ]


def test_of_a_merge_of_nothing_nothing_is_told(request_of_guest):
    tell_merge(request_of_guest, MergeResult())

    assert not list(messages.get_messages(request_of_guest))
