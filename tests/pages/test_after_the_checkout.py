"""What a buyer finds once an order is placed: where to fetch it, what was left, and the way on."""

import re
from html import unescape

import pytest

from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.tasks import tell_staff_of_order
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.factories.messages import last_mail
from tests.factories.orders import make_order
from tests.factories.staff import make_member
from tests.pages.browser import Browser, text_of
from tests.pages.checkout import order_on_page, with_cart

pytestmark = pytest.mark.django_db


def links(page):
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', page.content.decode())]


def test_the_thank_you_page_says_where_what_is_picked_up_waits(books, coffee):
    counter = {"street": "Rua das Flores 112", "postcode": "4050-266", "city": "Porto"}
    Retailer.objects.filter(pk=books.pk).update(**counter)
    browser = with_cart(make_product(books), make_product(coffee))
    ways = {"fulfilment-books": "pickup", "fulfilment-coffee": "delivery"}

    page = text_of(browser.follow(order_on_page(browser, shops=("books", "coffee"), **ways)))

    assert page.count("You pick it up at") == 1
    assert "You pick it up at Rua das Flores 112, 4050-266 Porto." in page


def test_a_counter_without_an_address_is_at_the_shop(books):
    browser = with_cart(make_product(books))

    page = text_of(browser.follow(order_on_page(browser, **{"fulfilment-books": "pickup"})))

    assert "You pick it up at Northgate Books." in page


def test_what_was_not_ordered_still_waits_in_the_cart(books, tea):
    browser = with_cart(make_product(books), make_product(tea), make_product(tea))

    page = browser.follow(order_on_page(browser, shops=("books",)))

    assert "2 items still wait in your cart" in text_of(page)
    assert links(page).count("/cart") > 1
    rest = text_of(browser.follow(order_on_page(browser, shops=("tea",))))
    assert "in your cart" not in rest


def test_from_a_guests_order_a_way_leads_back_and_on(books, coffee):
    browser = with_cart(make_product(books), make_product(coffee))
    thanks = order_on_page(browser, shops=("books", "coffee"))["Location"]
    whole = thanks.replace("/checkout/done/", "/orders/")
    part = next(link for link in links(Browser().get("", whole)) if "/at-shop/" in link)

    page = Browser().get("", part)

    assert whole in links(page)
    shop = RetailerOrder.objects.get(uuid=part.split("/")[3].split("?")[0]).retailer
    assert f"/retailers/{shop.slug}" in links(page)
    assert links(Browser().get("", whole)).count("/products") > links(page).count("/products")


def test_a_shop_that_is_not_open_is_no_way_on(books):
    browser = with_cart(make_product(books))
    page = browser.follow(order_on_page(browser))
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.CLOSED)
    part = next(link for link in links(page) if "/at-shop/" in link)

    assert "/retailers/books" not in links(browser.get("", part))


def test_mails_tell_how_many_were_ordered(books):
    clerk = make_member(books, "fulfilment")
    novels = make_order(books, make_product(books), quantity=3, email="ada@mail.example")
    with use_retailer(books):
        tell_staff_of_order.call(order=str(novels.uuid))

    for address in ("ada@mail.example", clerk.email):
        mail = last_mail(address)
        for text in (mail.body, mail.alternatives[0].content):
            assert "3 items" in " ".join(text.split())


def test_a_login_counts_what_came_along_not_what_was_there(books):
    ada, scarce = make_customer(), make_product(books, "Scarce", stock=2)
    add_item(shopper=Shopper(user=ada), product=scarce.uuid, quantity=2)
    browser = with_cart(scarce)

    answer = browser.post("", "/auth/login", {"identifier": ada.email, "password": PASSWORD})

    page = text_of(browser.follow(answer))
    assert "Your cart now holds fewer: Scarce (2 instead of 3)" in page
    assert "came along" not in page
