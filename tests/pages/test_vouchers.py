"""Vouchers and the minimum order on the pages of the cart and of the checkout."""

from decimal import Decimal

import pytest

from marketplace.cart.models import CartBasket
from marketplace.purchases.models import RetailerOrder
from tenants.registry.models import Retailer
from tenants.shop.offer.models import Benefit
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.pages.browser import Browser, text_of
from tests.pages.checkout import order_on_page
from tests.pages.test_cart import add

pytestmark = pytest.mark.django_db

DETAILS = {
    "email": "ada@mail.example",
    "first_name": "Ada",
    "last_name": "Lind",
    "line1": "Hafenstraße 3",
    "city": "Hamburg",
    "postcode": "20459",
    "country": "DE",
    "chosen": "1",
    "shops": "books",
    "payment_method": "cash_on_delivery",
    "key": "a-key",
}


@pytest.fixture
def browser(books):
    browser = Browser()
    add(browser, "", make_product(books, "Novel", price="20.00"), 2)
    return browser


def test_a_voucher_is_used_and_taken_out_in_the_cart(browser, books):
    make_voucher(books, "WELCOME10", name="Welcome", given=terms(percent="10"))

    answer = browser.post("", "/cart/vouchers", {"code": "welcome10"})

    assert (answer.status_code, answer["Location"]) == (302, "/cart")
    page = text_of(browser.get("", "/cart"))
    assert "WELCOME10" in page
    assert "−€4.00" in page
    assert "€36.00" in page
    browser.post("", "/cart/vouchers/remove", {"code": "WELCOME10"})
    assert "WELCOME10" not in text_of(browser.get("", "/cart"))


def test_a_code_that_nobody_knows_is_told(browser):
    browser.post("", "/cart/vouchers", {"code": "nonsense"})

    assert "There is no such voucher." in text_of(browser.get("", "/cart"))


def test_a_code_that_is_not_needed_stays_and_says_why(browser, books):
    make_voucher(books, "TEN", name="Ten", given=terms(percent="10"))
    make_offer(books, name="Autumn", given=terms(percent="20"))

    browser.post("", "/cart/vouchers", {"code": "ten"})

    page = text_of(browser.get("", "/cart"))
    assert "TEN stays in your cart. The other offers take off at least as much." in page
    assert "TEN (not used: the other offers take off at least as much)" in page
    assert "Autumn −€8.00" in page
    assert "€32.00" in page
    checkout = text_of(browser.post("", "/checkout", DETAILS | {"code": "ten"}))
    assert "TEN (not used: the other offers take off at least as much)" in checkout
    assert order_on_page(browser).status_code == 302
    assert RetailerOrder.objects.get().payable == Decimal(32)


def test_a_code_typed_at_the_checkout_is_used_before_anything_is_ordered(browser, books):
    make_voucher(books, "WELCOME10", name="Welcome", given=terms(percent="10"))

    page = browser.post("", "/checkout", DETAILS | {"code": "welcome10"})

    assert page.status_code == 200
    assert not RetailerOrder.objects.exists()
    told = "Nothing was ordered yet Look at the new sums, then place the order."
    assert (told in text_of(page), "€36.00" in text_of(page)) == (True, True)
    assert 'value="Hafenstraße 3"' in page.content.decode()
    refused = browser.post("", "/checkout", DETAILS | {"code": "nonsense"})
    assert "Nothing was ordered yet There is no such voucher." in text_of(refused)
    without = browser.post("", "/checkout", DETAILS | {"remove_voucher": "WELCOME10"})
    assert "€36.00" not in text_of(without)
    browser.post("", "/checkout", DETAILS | {"code": "welcome10"})
    assert order_on_page(browser).status_code == 302
    assert RetailerOrder.objects.get().payable == Decimal(36)


def test_the_order_shows_what_was_taken_off(browser, books):
    make_voucher(books, "WELCOME10", name="Welcome", given=terms(percent="10"))
    browser.post("", "/cart/vouchers", {"code": "WELCOME10"})
    done = order_on_page(browser)
    order = RetailerOrder.objects.get()
    token = done["Location"].partition("?")[2]

    page = text_of(browser.get("", f"/orders/at-shop/{order.uuid}?{token}"))

    assert "Welcome (WELCOME10) −€4.00" in page
    assert "€36.00" in page


def test_less_than_the_shop_sends_out_is_told_and_not_offered(browser, books):
    Retailer.objects.filter(pk=books.pk).update(minimum_order=Decimal(50))

    page = text_of(browser.get("", "/cart"))

    assert "The shop sends out orders from €50.00 on. Add €10.00 more." in page
    assert "Nothing here can be ordered right now." in page
    refused = order_on_page(browser)
    assert refused.status_code == 422
    assert not RetailerOrder.objects.exists()


def test_a_code_of_several_shops_has_each_shops_remark(browser, books, coffee):
    beans = make_product(coffee, "Beans", price="20.00")
    add(browser, "", beans)
    make_voucher(books, "TEN", name="Ten", given=terms(percent="10"))
    make_offer(books, name="Autumn", given=terms(percent="20"))
    make_voucher(coffee, "TEN", name="Ten", given=terms(percent="10"))
    make_offer(coffee, name="Winter", given=terms(percent="5"))
    browser.post("", "/cart/vouchers", {"code": "ten"})
    remark = "not used: the other offers take off at least as much"

    assert f"TEN (Northgate Books: {remark}) Remove" in text_of(browser.get("", "/checkout"))

    make_offer(coffee, name="Spring", given=terms(percent="30"))
    add(browser, "", beans)

    assert f"TEN ({remark}) Remove" in text_of(browser.get("", "/checkout"))


def test_what_delivery_costs_is_shown_for_the_other_way_too(browser, books):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.95"))
    half = terms(benefit=Benefit.SHIPPING_PERCENTAGE, percent="50")
    make_offer(books, name="Half the delivery", given=half)
    CartBasket.objects.update(fulfilment="pickup")

    page = text_of(browser.post("", "/checkout", DETAILS | {"update": "1"}))

    assert "Delivery €2.48" in page
    assert "€4.95" not in page
