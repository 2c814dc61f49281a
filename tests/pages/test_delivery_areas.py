"""Addresses that a shop does not deliver to, on the page of the checkout, before the last click."""

import pytest

from marketplace.accounts.people.address_book import add_address
from marketplace.purchases.models import Purchase
from tenants.registry.models import Retailer
from tenants.registry.services import change_profile
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.pages.browser import Browser, hidden, text_of
from tests.pages.checkout import order_on_page, with_cart
from tests.pages.test_product import path_of

pytestmark = pytest.mark.django_db
SENTENCE = "Northgate Books does not deliver to Germany, only to Austria."


@pytest.fixture
def austrian(books):
    change_profile(retailer=books, delivery_countries=["AT"], offers_pickup=True)
    return books


def test_a_booked_address_is_refused_when_the_page_is_opened(austrian):
    ada = make_customer()
    booked = add_address(user=ada, is_default=True, **ADDRESS)
    browser = with_cart(make_product(austrian), user=ada)

    assert SENTENCE in text_of(browser.get("", "/checkout"))
    refused = order_on_page(browser, booked=str(booked.uuid))
    assert refused.status_code == 422
    assert text_of(refused).count(SENTENCE) == 1
    assert not Purchase.objects.exists()


def test_an_address_that_was_typed_is_refused_beside_its_field(austrian):
    browser = with_cart(make_product(austrian))
    refused = order_on_page(browser)

    assert refused.status_code == 422
    assert text_of(refused).count(SENTENCE) == 1
    assert 'name="city" value="Hamburg"' in refused.content.decode()
    assert not Purchase.objects.exists()


def test_the_sums_are_updated_with_what_is_told_of_the_address(austrian):
    browser = with_cart(make_product(austrian))
    page = browser.get("", "/checkout")
    data = {"key": hidden(page, "key"), "chosen": "1", "shops": ["books"], "update": "1"}

    assert SENTENCE in text_of(browser.post("", "/checkout", data | ADDRESS))
    pickup = {"fulfilment-books": "pickup"}
    assert SENTENCE not in text_of(browser.post("", "/checkout", data | ADDRESS | pickup))


def test_who_picks_up_may_live_anywhere(austrian):
    browser = with_cart(make_product(austrian))
    order_on_page(browser, **{"fulfilment-books": "pickup"})
    assert Purchase.objects.get().orders.get().fulfilment == "pickup"


def test_a_shop_and_its_products_say_where_it_delivers(austrian):
    product = make_product(austrian)
    for slug, path in (("", "/retailers/books"), ("books", path_of(product))):
        assert "Delivers to Austria" in text_of(Browser().get(slug, path))


def test_the_page_of_all_shops_says_where_each_delivers(books, coffee):
    Retailer.objects.filter(pk=books.pk).update(delivery_countries=["US", "AT"])
    page = text_of(Browser().get("", "/shipping"))
    assert page.count("Delivers to") == 1
    assert "Delivers to Austria or the United States" in page
    Retailer.objects.filter(pk=books.pk).update(offers_delivery=False)
    assert "Delivers to" not in text_of(Browser().get("", "/shipping"))
